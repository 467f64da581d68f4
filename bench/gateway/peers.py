"""How each proxy of the bench is started. Rivals are installed into a throw-away folder, only when asked for."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
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


Maker = Callable[[int, int, Path], Proxy]


def nginx(port: int, stub_port: int, folder: Path) -> Proxy:
    binary = shutil.which("nginx")
    if binary is None:
        raise RuntimeError("nginx is not installed")
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(port=port, stub_port=stub_port, folder=folder))
    return Proxy("nginx", [binary, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)], port)


def relaydesk(port: int, stub_port: int, folder: Path) -> Proxy:
    command = [sys.executable, str(HERE / "app.py"), str(port), str(stub_port), str(folder / "journal")]
    return Proxy("relaydesk", command, port)


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
        home = folder / "portkey"
        home.mkdir(exist_ok=True)
        install(["npm", "install", "--silent", "--prefix", str(home), "@portkey-ai/gateway"])
        start = home / "node_modules" / "@portkey-ai" / "gateway" / "build" / "start-server.js"
        return Proxy("portkey", ["node", str(start), f"--port={port}", "--headless"], port, start_s=60)

    return [("litellm", litellm), ("portkey", portkey)]


def install(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed: {(done.stderr or done.stdout).strip()[-300:]}")
