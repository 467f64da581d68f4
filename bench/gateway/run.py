"""CPU per proxied request and per streamed event: Relaydesk, nginx as a bare proxy and, with PEERS=1, its rivals.

All in one run over the same stub upstream: 1 KB answers, 32 kept connections. CPU is the user and system time of a
proxy's whole process tree over the counted seconds, divided by the requests answered in them.
"""

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import psutil
from peers import Proxy, nginx, peers, relay_alone, relaydesk

from relaydesk.compiled import libraries

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results" / "gateway.json"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, within_s: float) -> None:
    until = time.monotonic() + within_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def running(command: list[str], port: int, **fields: Any) -> Iterator[psutil.Process]:
    within_s = fields.pop("within_s", 20)
    with tempfile.TemporaryFile() as log:
        yield from started(command, port, log, within_s, fields)


def started(
    command: list[str], port: int, log: IO[bytes], within_s: float, fields: dict[str, Any]
) -> Iterator[psutil.Process]:
    process = subprocess.Popen(command, stdout=log, stderr=log, **fields)
    try:
        try:
            wait_for(port, within_s)
        except OSError:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-2000:])
            raise
        yield psutil.Process(process.pid)
    finally:
        tree = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for child in tree:
            if child.is_running():
                child.kill()


def cpu_seconds(root: psutil.Process) -> float:
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system
    return total


def measured_process(proxy: Proxy, root: psutil.Process) -> psutil.Process:
    """The process whose tree is measured: the one that is named by the proxy's marker, else the one started."""
    tree = root.children(recursive=True) if proxy.marker else []
    return next((p for p in tree if proxy.marker in " ".join(p.cmdline())), root)


def measure(
    proxy: Proxy, root: psutil.Process, token: str, options: argparse.Namespace, events: int = 0
) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "load.py"), str(proxy.port), proxy.path]
    command += [str(options.connections), str(options.seconds), str(options.warmup), str(events)]
    process = measured_process(proxy, root)
    env = {**os.environ, "BENCH_TOKEN": token, "BENCH_HEADERS": "\n".join(proxy.headers)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as load:
        assert load.stdout is not None
        load.stdout.readline()
        before, all_before = cpu_seconds(process), cpu_seconds(root)
        result: dict[str, Any] = json.loads(load.stdout.readline())
        used, all_used = cpu_seconds(process) - before, cpu_seconds(root) - all_before
    if result["requests"]:
        result["cpu_us"] = round(used / result["requests"] * 1e6, 1)
        result["cpu_us_with_servers"] = round(all_used / result["requests"] * 1e6, 1)
        if events:
            result["cpu_us_per_event"] = round(used / result["requests"] / events * 1e6, 2)
    return result


def measured(make: Callable[[int, int, Path], Proxy], stub_port: int, options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # under root the embedded PostgreSQL runs as a user of its own
        proxy = make(free_port(), stub_port, Path(folder))
        with running(proxy.command, proxy.port, env={**os.environ, **proxy.env}, within_s=proxy.start_s) as root:
            token = proxy.prepare()
            rounds = [measure(proxy, root, token, options) for _ in range(options.rounds)]
            streams = measure(proxy, root, token, options, events=100) if proxy.streams else None
    best = min(rounds, key=lambda r: r.get("cpu_us", float("inf")))
    return {"name": proxy.name, **best, "rounds_cpu_us": [r.get("cpu_us") for r in rounds], "streams": streams}


def table(rows: list[dict[str, Any]]) -> str:
    heading = f"{'proxy':<22}{'CPU µs/req':>12}{'× nginx':>9}{'req/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'µs/event':>10}"
    lines = [f"{heading}{'with servers':>14}"]
    base = next((r["cpu_us"] for r in rows if r["name"] == "nginx" and "cpu_us" in r), None)
    for row in rows:
        if "cpu_us" not in row:
            lines.append(f"{row['name']:<22}  {row.get('skipped', 'no request was answered')}")
            continue
        ratio = f"{row['cpu_us'] / base:.1f}" if base else "-"
        event = (row.get("streams") or {}).get("cpu_us_per_event", "-")
        lines.append(
            f"{row['name']:<22}{row['cpu_us']:>12}{ratio:>9}{row['requests_per_s']:>10}{row['p50_ms']:>9}"
            f"{row['p99_ms']:>9}{event:>10}{row['cpu_us_with_servers']:>14}"
            + (f"  {row['failed']} failed" if row["failed"] else "")
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--warmup", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--only", nargs="*", help="names of the proxies to measure")
    options = parser.parse_args()
    stub_port = free_port()
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        stack.enter_context(running([sys.executable, str(HERE / "stub.py"), str(stub_port)], stub_port))
        makers = [("nginx", nginx), ("relay alone", relay_alone), ("relaydesk", relaydesk)]
        if os.environ.get("PEERS") == "1":
            makers += peers(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        for name, make in makers:
            if options.only and name not in options.only:
                continue
            try:
                rows.append(measured(make, stub_port, options))
            except (OSError, RuntimeError, subprocess.SubprocessError, httpx.HTTPError) as error:
                rows.append({"name": name, "skipped": f"skipped: {error}"})
    conditions = {
        "python": f"{platform.python_version()} ({sys.executable})",
        "relay": "compiled" if any(libraries()) else "from its sources",
        "cpus": os.cpu_count(),
        "connections": options.connections,
        "answer_bytes": 1024,
        "seconds": options.seconds,
        "rounds": f"best of {options.rounds}",
        "load_average": os.getloadavg(),
    }
    print(f"Python {conditions['python']}, the relay {conditions['relay']}")
    print(table(rows))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"conditions": conditions, "proxies": rows}, indent=1))
    print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")


if __name__ == "__main__":
    main()
