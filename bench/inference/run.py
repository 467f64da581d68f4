"""Measures inference: CPU a request of a whole instance, of a bare ASGI app around ONNX Runtime, and of MLServer.

    .venv/bin/python bench/inference/run.py [--peers] [--connections 16] [--seconds 8] [--rounds 1] [--json FILE]

The CPU is that of all processes that a request goes through: web, inference and replica here. The load is another
process's, and is not counted. The model adds three numbers to three numbers.
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "support"))
sys.path.insert(0, str(HERE))

import mlserver_peer  # noqa: E402 - it stands beside this
import served_models  # noqa: E402 - it stands beside the tests

OWNER = {"email": "owner@bench.example", "password": "bench password"}
REQUEST = {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1.0, 2.0, 3.0]}]}
WARM_UP_S = 2.0
START_S = 40.0
# of a request's way: what serves it, not what keeps the instance
MARKERS = ("relaydesk web", "relaydesk inference", "inference.replica", "bare.py", "mlserver")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds(processes: Sequence[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(one.user + one.system for one in times)


def on_the_way(root: psutil.Process) -> dict[psutil.Process, str]:
    """With what each of them is."""
    found: dict[psutil.Process, str] = {}
    for one in (root, *root.children(recursive=True)):
        with contextlib.suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
            command = " ".join(one.cmdline())
            named = next((marker for marker in MARKERS if marker in command), None)
            if named is not None:
                found[one] = named
    return found


def load(root: psutil.Process, port: int, path: str, token: str, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, str(HERE.parent / "gateway" / "load.py"), str(port), path]
    command += [str(options.connections), str(options.seconds), str(WARM_UP_S), "0"]
    env = {**os.environ, "BENCH_TOKEN": token, "BENCH_BODY": json.dumps(REQUEST)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as running:
        assert running.stdout is not None
        running.stdout.readline()
        processes = on_the_way(root)
        before = {one.pid: cpu_seconds([one]) for one in processes}
        result: dict[str, Any] = json.loads(running.stdout.readline())
        used = {one: cpu_seconds([one]) - before[one.pid] for one in processes}
    assert not result["failed"], result
    result["cpu_us"] = round(sum(used.values()) / result["requests"] * 1e6, 1)
    result["of_which"] = {processes[one]: round(used[one] / result["requests"] * 1e6, 1) for one in processes}
    return result


def until(url: str, token: str | None = None) -> None:
    """It answers; with a token it infers."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            if token is None:
                httpx.get(url, trust_env=False)
                return
            headers = {"Authorization": f"Bearer {token}"}
            if httpx.post(url, json=REQUEST, headers=headers, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise TimeoutError(url)


@contextlib.contextmanager
def signed_in(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        http.headers["Authorization"] = f"Bearer {http.post('/api/auth/login', json=OWNER).json()['access_token']}"
        yield http


def serve(url: str, owner: httpx.Client, **what: str) -> str:
    """A client key for the deployment `bench` of the model `bench`, once that answers."""
    owner.post("/api/deployments", json={"name": "bench", "model": "bench", **what}).raise_for_status()
    key = {"name": "bench", "scopes": ["inference"], "rate_limit_per_minute": 100_000_000}
    made = owner.post("/api/keys", json=key)
    made.raise_for_status()
    token: str = made.json()["key"]
    until(f"{url}/v2/models/bench/infer", token)
    return token


@contextlib.contextmanager
def instance(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """A whole Relaydesk: its address and its first process."""
    port = free_port()
    env = {
        **os.environ,
        "RELAYDESK_DATA_DIR": str(folder / f"data-{port}"),
        "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
        "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
        "WEB_WORKERS": "1",
    }
    command = [sys.executable, "-m", "relaydesk", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log)
    try:
        try:
            until(f"http://127.0.0.1:{port}/health/live")
        except TimeoutError:
            sys.stderr.write((folder / "log").read_text()[-2000:])
            raise
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


def measure_instance(folder: Path, model: bytes, options: argparse.Namespace) -> dict[str, Any]:
    with instance(folder) as (url, process), signed_in(url) as owner:
        owner.post("/api/models", json={"name": "bench"}).raise_for_status()
        octets = {"Content-Type": "application/octet-stream"}
        owner.post("/api/models/bench/versions", content=model, headers=octets).raise_for_status()
        token = serve(url, owner)
        return load(process, int(url.rpartition(":")[2]), "/v2/models/bench/infer", token, options)


def measure_bare(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    port = free_port()
    process = subprocess.Popen([sys.executable, str(HERE / "bare.py"), str(port), str(folder / "model.onnx")])
    try:
        until(f"http://127.0.0.1:{port}/v2/models/bench/infer", "none")
        return load(psutil.Process(process.pid), port, "/v2/models/bench/infer", "none", options)
    finally:
        process.terminate()
        process.wait(30)


def measure_mlserver(environment: Path, model: bytes, options: argparse.Namespace) -> dict[str, Any]:
    ports = (free_port(), free_port(), free_port())
    with mlserver_peer.running(environment, {"bench": model}, ports) as process:
        return load(psutil.Process(process.pid), ports[0], "/v2/models/bench/infer", "none", options)


def best(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return min(rounds, key=lambda one: one["cpu_us"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many counts")
    parser.add_argument("--peers", action="store_true", help="MLServer too, which is installed for it")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # under root the embedded PostgreSQL runs as a user of its own
        model = served_models.plus(1)
        (folder / "model.onnx").write_bytes(model)
        measured: dict[str, Callable[[], dict[str, Any]]] = {
            "relaydesk": lambda: measure_instance(folder, model, options),
            "bare ASGI": lambda: measure_bare(folder, options),
        }
        if options.peers:
            environment = stack.enter_context(mlserver_peer.installed())
            measured["MLServer"] = lambda: measure_mlserver(environment, model, options)
        rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in measured}
        for _ in range(options.rounds):
            for name, measure in measured.items():
                rounds[name].append(measure())
        rows = {name: best(each) for name, each in rounds.items()}
    print(f"{'':<12}{'CPU µs/req':>12}{'req/s':>10}{'p50 ms':>9}{'p99 ms':>9}   of which")
    for name, row in rows.items():
        figures = f"{row['cpu_us']:>12}{row['requests_per_s']:>10}{row['p50_ms']:>9}{row['p99_ms']:>9}"
        print(f"{name:<12}{figures}   {row['of_which']}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
