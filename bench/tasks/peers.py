"""How rivals do as many tasks that do nothing, each with two processes. Rivals are installed when asked for."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
INSTALLED = {"dramatiq": "dramatiq[redis]", "procrastinate": "procrastinate[psycopg-binary]"}


def celery(redis_url: str, tasks: int) -> dict[str, float]:
    """Tasks a second with late acknowledgement and one message ahead, as Relaydesk has it, and as Celery comes."""
    return {name: _celery(redis_url, tasks, name) for name in ("acks_late", "default")}


def _run(script: str, environment: dict[str, str], worker: list[str], python: str) -> float:
    """Starts the workers first; the script sends all and prints how many a second ended."""
    variables = {**os.environ, **environment, "PYTHONPATH": str(HERE)}
    workers = subprocess.Popen(worker, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=HERE)
    try:
        time.sleep(6)
        command = [python, str(HERE / script)]
        output = subprocess.run(
            command, env=variables, check=True, stdout=subprocess.PIPE, timeout=600, cwd=HERE
        ).stdout
    finally:
        workers.terminate()
        workers.wait(30)
    return float(json.loads(output))


def _celery(redis_url: str, tasks: int, settings: str) -> float:
    url = redis_url.replace("unix://", "redis+socket://").split("?")[0] + "?virtual_host=5"
    environment = {"BENCH_BROKER": url, "BENCH_REDIS": redis_url, "BENCH_TASKS": str(tasks), "BENCH_SETTINGS": settings}
    flags = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]
    worker = [sys.executable, "-m", "celery", "-A", "celery_peer", "worker", *flags]
    return _run("celery_peer.py", environment, worker, sys.executable)


def rivals(note: dict[str, Any], tasks: int) -> dict[str, float]:
    """Dramatiq on the same Redis, Procrastinate on the same PostgreSQL."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-tasks-peers-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", *INSTALLED.values()], check=True)
        environment = {
            "BENCH_REDIS": note["redis_url"],
            "BENCH_DSN": note["database_url"],
            "BENCH_TASKS": str(tasks),
        }
        dramatiq = [f"{folder}/bin/dramatiq", "dramatiq_peer", "--processes", "2", "--threads", "8"]
        figures["dramatiq"] = _run("dramatiq_peer.py", environment, dramatiq, python)
        subprocess.run(
            [python, str(HERE / "procrastinate_peer.py"), "schema"], env={**os.environ, **environment}, check=True
        )
        worker = [python, str(HERE / "procrastinate_peer.py"), "work"]
        figures["procrastinate"] = _run("procrastinate_peer.py", environment, worker, python)
    return figures
