"""How each proxy of the bench is started. Rivals are installed into a throw-away folder, only when asked for."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from app import RULES

HERE = Path(__file__).parent
OWNER = {"email": "owner@bench.example", "password": "bench password"}
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; keepalive_requests 1000000000;
  upstream stub {{ server 127.0.0.1:{stub_port}; keepalive 64; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://stub; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
    }}
  }}
}}
"""
LITELLM = """
model_list:
  - model_name: bench-model
    litellm_params: {{model: openai/bench-model, api_base: "http://127.0.0.1:{stub_port}/v1", api_key: sk-bench}}
general_settings: {{master_key: rd_bench}}
"""


@dataclass
class Proxy:
    name: str
    command: list[str]
    port: int
    path: str = "/v1/chat/completions"
    env: dict[str, str] = field(default_factory=dict)
    start_s: float = 20
    streams: bool = True
    marker: str = ""
    headers: tuple[str, ...] = ()
    prepare: Callable[[], str] = lambda: "rd_bench"


Maker = Callable[[int, int, Path], Proxy]


def nginx(port: int, stub_port: int, folder: Path) -> Proxy:
    binary = shutil.which("nginx")
    if binary is None:
        raise RuntimeError("nginx is not installed")
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(port=port, stub_port=stub_port, folder=folder))
    return Proxy("nginx", [binary, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)], port)


def relay_alone(port: int, stub_port: int, folder: Path) -> Proxy:
    """The data plane under uvicorn with a snapshot made by hand: no PostgreSQL, no shipping."""
    command = [sys.executable, str(HERE / "app.py"), str(port), str(stub_port), str(folder / "journal")]
    return Proxy("relay alone", command, port)


def relaydesk(port: int, stub_port: int, folder: Path) -> Proxy:
    """The product as it is started: the web process is measured, with shipping to PostgreSQL going on in it."""
    env = {
        "RELAYDESK_DATA_DIR": str(folder / "data"),
        "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
        "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
        "JOURNAL_MAX_BYTES": str(8 * 1024**3),
    }
    command = [sys.executable, "-m", "relaydesk", "serve", "--port", str(port)]
    prepare = partial(configure, port, stub_port)
    return Proxy("relaydesk", command, port, env=env, start_s=90, marker="relaydesk web", prepare=prepare)


QUOTA = {"requests": 1_000_000_000, "tokens": 1_000_000_000_000, "period": "day"}


def configure(port: int, stub_port: int) -> str:
    """An upstream with 100 keys, a route to it and a client key: the key."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:

        def post(path: str, **body: Any) -> dict[str, Any]:
            answer = http.post(path, json=body)
            answer.raise_for_status()
            result: dict[str, Any] = answer.json()
            return result

        http.headers["Authorization"] = f"Bearer {post('/api/auth/login', **OWNER)['access_token']}"
        base_url = f"http://127.0.0.1:{stub_port}"
        upstream = post("/api/admin/upstreams", name="stub", base_url=base_url, allow_private=True)
        for n in range(100):
            key = {"upstream_id": upstream["id"], "name": f"key {n}", "key_value": f"sk-bench-{n:04d}"}
            post("/api/admin/keys", **key, quota=QUOTA)
        post("/api/admin/routes", model="bench-model", targets=[{"upstream_id": upstream["id"]}])
        for n, rule in enumerate(RULES, 1):
            post("/api/admin/rules", name=f"rule {n}", **rule)
        token = post("/api/keys", name="bench", scopes=["proxy"], rate_limit_per_minute=100_000_000)["key"]
    time.sleep(3)  # longer than processes take to follow a change
    return str(token)


def peers(folder: Path) -> list[tuple[str, Maker]]:
    """LiteLLM from PyPI and Portkey from npm, each in its own place under `folder`."""

    def litellm(port: int, stub_port: int, place: Path) -> Proxy:
        home = folder / "litellm"
        install([sys.executable, "-m", "venv", str(home)])
        install([str(home / "bin" / "pip"), "install", "-q", "litellm[proxy]"])
        config = place / "config.yaml"
        config.write_text(LITELLM.format(stub_port=stub_port))
        command = [str(home / "bin" / "litellm"), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
        return Proxy("litellm", command, port, start_s=90)

    def portkey(port: int, stub_port: int, place: Path) -> Proxy:  # noqa: ARG001 - started alike
        told = ("x-portkey-provider: openai", f"x-portkey-custom-host: http://127.0.0.1:{stub_port}/v1")
        home = folder / "portkey"
        home.mkdir(exist_ok=True)
        install(["npm", "install", "--silent", "--prefix", str(home), "@portkey-ai/gateway"])
        start = home / "node_modules" / "@portkey-ai" / "gateway" / "build" / "start-server.js"
        command = ["node", str(start), f"--port={port}", "--headless"]
        env = {"TRUSTED_CUSTOM_HOSTS": "127.0.0.1", "NODE_ENV": "production"}
        return Proxy("portkey", command, port, env=env, start_s=60, headers=told)

    return [("litellm", litellm), ("portkey", portkey)]


def install(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed: {(done.stderr or done.stdout).strip()[-300:]}")
