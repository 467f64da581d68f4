"""What an instance costs before it has anything to do: CPU of a first start and stop, memory at rest.

    .venv/bin/python bench/start/run.py

CPU is that of all processes, those that have ended too; memory is the sum of proportional set sizes (PSS), those of
PostgreSQL and Redis included, `REST_S` after everything answers.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))
from instance import free_port

ROUNDS, REST_S, START_S = 3, 10.0, 120.0


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait(url: str) -> float:
    began = time.monotonic()
    while time.monotonic() - began < START_S:
        try:
            if httpx.get(f"{url}/health", timeout=2, trust_env=False).json().get("status") == "ok":
                return time.monotonic() - began
        except (httpx.HTTPError, ValueError):
            pass
        time.sleep(0.05)
    raise SystemExit("it did not start")


def measure() -> tuple[float, float, float]:
    """Seconds until all answers, CPU seconds, MB."""
    with tempfile.TemporaryDirectory(prefix="rdstart-") as folder:
        port = free_port()
        before = _cpu_s()
        process = subprocess.Popen(
            [sys.executable, "-m", "relaydesk", "serve", "--port", str(port)],
            env={**os.environ, "RELAYDESK_DATA_DIR": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            took_s = _wait(f"http://127.0.0.1:{port}")
            time.sleep(REST_S)
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            memory = sum(one.memory_full_info().pss for one in family if one.is_running())
        finally:
            process.terminate()
            process.wait(60)
        return took_s, _cpu_s() - before, memory / 2**20


def main() -> None:
    rounds = [measure() for _ in range(ROUNDS)]
    for name, unit, values in zip(
        ("answers after", "CPU", "memory"), ("s", "s", "MB"), zip(*rounds, strict=True), strict=True
    ):
        print(f"{name:<14} {statistics.median(values):8.1f} {unit}   of {', '.join(f'{one:.1f}' for one in values)}")


if __name__ == "__main__":
    main()
