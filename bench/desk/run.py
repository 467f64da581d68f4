"""Measures live streams of the desk on a whole instance: memory and CPU of all its processes, delays of messages.

    [STREAMS=10000] [MESSAGES_PER_S=300] [WEB_WORKERS=1] .venv/bin/python bench/desk/run.py [--json FILE]

`relaydesk serve` with its own PostgreSQL and Redis; sessions are made in the database; readers and writers are
processes apart, whose CPU does not count. Memory is the growth of the proportional set size from the idle instance to
the open streams. Needs as many file descriptors as there are streams, twice.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil

STREAMS = int(os.environ.get("STREAMS", "10000"))
IDLE_S, BUSY_S, OPEN_PER_S = 45, 20, 250
PER_S = int(os.environ.get("MESSAGES_PER_S", "300"))
SERVED = 1000  # the sessions that messages are written in
OWNER = {"email": "owner@shop.example", "password": "correct horse battery"}
SESSIONS = """
INSERT INTO desk_session (name, status, epoch, last_seq, assistant_id, assistant_name, visitor_token_hash, visitor,
  unread, last_message, created_at, updated_at, expires_at, operator_id, operator_name, operator_public_id)
SELECT s.name, CASE WHEN n <= $3 THEN 'human' ELSE 'bot' END, 0, 0, 'asst_bench', 'Bench', hash, '{}', 0, '', now(),
  now(), now() + interval '1 day', u.id, u.name, u.public_id
FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS s (name, hash, n)
LEFT JOIN identity_user AS u ON n <= $3 AND u.role = 'owner'
"""


def pss_mb(processes: list[psutil.Process]) -> float:
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def cpu_s(processes: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in processes]
    return sum(t.user + t.system for t in times)


class Instance:
    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.port = 18300
        environment = {
            **os.environ,
            "RELAYDESK_DATA_DIR": str(folder / "data"),
            "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
            "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
            "LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "-m", "relaydesk", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, cwd=folder)
        self.url = f"http://127.0.0.1:{self.port}"
        self.note = folder / "data" / "run" / "instance.json"

    def wait(self) -> None:
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health/ready", timeout=2).is_success:
                    return
            assert time.monotonic() < until
            time.sleep(0.2)

    def processes(self) -> list[psutil.Process]:
        found = psutil.Process(self.process.pid)
        return [found, *found.children(recursive=True)]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


async def make_sessions(database_url: str) -> list[tuple[str, str, int]]:
    connection = await asyncpg.connect(database_url)
    names = [f"bench-{number}" for number in range(STREAMS)]
    tokens = [f"rdv_{secrets.token_urlsafe(30)}" for _ in names]
    hashes = [hashlib.sha256(token.encode()).digest() for token in tokens]
    await connection.execute("UPDATE identity_user SET max_sessions = 100000")
    await connection.execute(SESSIONS, names, hashes, SERVED)
    await connection.close()
    return [(name, token, 0) for name, token in zip(names, tokens, strict=True)]


def write_messages(instance: Instance, token: str, seconds: float, per_s: float) -> dict[str, float]:
    """So many messages a second from operators, by a process of their own; its figures."""
    script = str(Path(__file__).with_name("writers.py"))
    command = [sys.executable, script, str(instance.port), token, str(seconds), str(per_s), str(min(SERVED, STREAMS))]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    assert figures["failed"] == 0, figures
    return figures


def delays(lines: list[str]) -> list[float]:
    return sorted(json.loads(line)["ms"] for line in lines if line.startswith('{"ms"'))


def percentile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def cpu_share(processes: list[psutil.Process], seconds: float) -> float:
    """Percent of one core over the next seconds."""
    began, before = time.monotonic(), cpu_s(processes)
    time.sleep(seconds)
    return round((cpu_s(processes) - before) / (time.monotonic() - began) * 100, 2)


def open_streams(instance: Instance, folder: Path, tokens: list[tuple[str, str, int]]) -> subprocess.Popen[str]:
    """The process of the readers, once all streams are open; it writes to `readers.jsonl`."""
    (folder / "tokens.json").write_text(json.dumps(tokens))
    output = (folder / "readers.jsonl").open("w+")
    script = str(Path(__file__).with_name("readers.py"))
    command = [sys.executable, script, str(instance.port), str(folder / "tokens.json"), str(OPEN_PER_S)]
    readers = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, text=True)
    while not (folder / "readers.jsonl").read_text():
        assert readers.poll() is None
        time.sleep(0.5)
    return readers


def measure(instance: Instance, folder: Path) -> dict[str, Any]:
    instance.wait()
    tokens = asyncio.run(make_sessions(json.loads(instance.note.read_text())["database_url"]))
    answer = httpx.post(f"{instance.url}/api/auth/login", json=OWNER)
    answer.raise_for_status()
    time.sleep(5)
    processes = instance.processes()
    before_mb, alone = pss_mb(processes), cpu_share(processes, 15)
    readers = open_streams(instance, folder, tokens)
    time.sleep(3)
    idle, open_mb = cpu_share(processes, IDLE_S), pss_mb(processes)
    busy_began, busy_cpu = time.monotonic(), cpu_s(processes)
    reading = psutil.Process(readers.pid)
    reading_cpu = cpu_s([reading])
    writing = write_messages(instance, answer.json()["access_token"], BUSY_S, PER_S)
    busy = (cpu_s(processes) - busy_cpu) / (time.monotonic() - busy_began)
    time.sleep(2)
    generator = (cpu_s([reading]) - reading_cpu + writing["cpu_s"]) / writing["seconds"]
    readers.communicate("", timeout=60)
    lines = (folder / "readers.jsonl").read_text().splitlines()
    opening, came = json.loads(lines[0]), delays(lines)
    return {
        "streams": STREAMS,
        "opened": opening["opened"],
        "refused": opening["refused"],
        "opened_within_s": round(opening["seconds"], 1),
        "memory_growth_mb": round(open_mb - before_mb, 1),
        "memory_before_mb": round(before_mb, 1),
        "cpu_without_streams_percent": alone,
        "cpu_idle_percent": idle,
        "cpu_busy_percent": round(busy * 100, 1),
        "cpu_readers_and_writers_percent": round(generator * 100, 1),
        "messages_sent": writing["sent"],
        "messages_per_s": round(writing["sent"] / writing["seconds"], 1),
        "messages_delivered": len(came),
        "delay_ms_p50": percentile(came, 0.5),
        "delay_ms_p99": percentile(came, 0.99),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rdbench-") as name:
        folder = Path(name)
        instance = Instance(folder)
        try:
            figures = measure(instance, folder)
        finally:
            instance.stop()
    for key, value in figures.items():
        print(f"{key:30} {value}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
