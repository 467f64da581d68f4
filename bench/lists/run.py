"""Measures how long lists take that grow for ever, as the console reads them: sessions and tasks, first and far pages.

    [SESSIONS=400000] [TASKS=600000] .venv/bin/python bench/lists/run.py [--json FILE]

`relaydesk serve` with its own PostgreSQL, whose rows are made in the database. Each figure is the median of 15 requests
after 3 that do not count, over HTTP, one after the other.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import httpx

SESSIONS = int(os.environ.get("SESSIONS", "400000"))
TASKS = int(os.environ.get("TASKS", "600000"))
OWNER = {"email": "owner@shop.example", "password": "correct horse battery"}
PORT = 18400
SEED_SESSIONS = """
INSERT INTO desk_session (name, status, epoch, last_seq, assistant_id, assistant_name, visitor_token_hash, visitor,
  unread, last_message, created_at, updated_at, expires_at)
SELECT 's-' || n, CASE WHEN n % 40 = 0 THEN 'bot' ELSE 'closed' END, 0, 0, 'asst_bench', 'Bench',
  decode(md5('s' || n), 'hex'), jsonb_build_object('name', 'Visitor ' || n, 'email', 'v' || n || '@shop.example'), 0,
  'Where is my order ' || n || '? It was to come by ' || (n % 28 + 1) || ' May, ' || md5(n::text), moment, moment,
  now() + interval '30 days'
FROM (SELECT n, now() - (n * interval '40 seconds') AS moment FROM generate_series(1, $1::int) AS n) AS made
"""
SEED_DAYS = """
DO $$ BEGIN FOR back IN 0..(TASKS / 21600 + 1) LOOP EXECUTE format(
  'CREATE TABLE IF NOT EXISTS tasks_ended_p%s PARTITION OF tasks_ended FOR VALUES FROM (%L) TO (%L)',
  to_char(now() AT TIME ZONE 'UTC' - back * interval '1 day', 'YYYYMMDD'),
  date_trunc('day', now(), 'UTC') - back * interval '1 day',
  date_trunc('day', now(), 'UTC') + (1 - back) * interval '1 day'
); END LOOP; END $$
"""
SEED_TASKS = """
INSERT INTO tasks_ended (id, public_id, kind, status, priority, payload, attempt, max_attempts, timeout_s, progress,
  message, owner, request_id, queue, depends_on, created_at, run_at, finished_at)
SELECT n, 'task_' || n, CASE WHEN n % 5000 = 0 THEN 'gateway.change_keys' ELSE 'insight.notify' END,
  CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'succeeded' END, 0,
  jsonb_build_object('channel_id', n, 'text', md5(n::text)),
  1, 5, 60, 1, '', 'system', '', 'default', '[]', moment, moment, moment
FROM (SELECT n, now() - (($1::int - n) * interval '4 seconds') AS moment FROM generate_series(1, $1::int) AS n) AS made
"""
COUNT_TASKS = """
INSERT INTO tasks_ended_count AS c (day, kind, status, tasks)
SELECT CAST(finished_at AT TIME ZONE 'UTC' AS date), kind, status, count(*) FROM tasks_ended GROUP BY 1, 2, 3
ON CONFLICT (day, kind, status) DO UPDATE SET tasks = excluded.tasks
"""
ASKED = {
    "sessions: first 20": "/api/sessions?limit=20",
    "sessions: closed, first 20": "/api/sessions?limit=20&status=closed",
    "sessions: search, rare": "/api/sessions?limit=20&q=123456",
    "sessions: search, common": "/api/sessions?limit=20&q=order",
    "sessions: search, nothing": "/api/sessions?limit=20&q=zebra",
    "sessions: page 15,000": "/api/sessions?limit=20&offset=300000",
    "tasks: first 20": "/api/tasks?limit=20",
    "tasks: failed, first 20": "/api/tasks?limit=20&status=failed",
    "tasks: of a rare kind": "/api/tasks?limit=20&kind=gateway.change_keys",
    "tasks: page 15,000": "/api/tasks?limit=20&offset=300000",
    "stats of the desk": "/api/sessions/stats",
}


async def seed(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(SEED_SESSIONS.replace("$1", str(SESSIONS)))
        await connection.execute(SEED_DAYS.replace("TASKS", str(TASKS)))
        await connection.execute(SEED_TASKS.replace("$1", str(TASKS)))
        await connection.execute(COUNT_TASKS)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def measure(client: httpx.Client) -> dict[str, float]:
    """Milliseconds by what was asked."""
    figures = {}
    for name, path in ASKED.items():
        times = []
        for _ in range(18):
            started = time.perf_counter()
            client.get(path).raise_for_status()
            times.append((time.perf_counter() - started) * 1000)
        figures[name] = statistics.median(times[3:])
    return figures


def wait(url: str) -> None:
    until = time.monotonic() + 120
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health/ready", timeout=2).is_success:
                return
        assert time.monotonic() < until
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    url = f"http://127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment = {
            **os.environ,
            "RELAYDESK_DATA_DIR": str(folder / "data"),
            "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
            "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
            "LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "-m", "relaydesk", "serve", "--port", str(PORT)]
        process = subprocess.Popen(command, env=environment, cwd=folder)
        try:
            wait(url)
            asyncio.run(seed(json.loads((folder / "data/run/instance.json").read_text())["database_url"]))
            token = httpx.post(f"{url}/api/auth/login", json=OWNER).json()["access_token"]
            with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
                figures = measure(client)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    print(f"{SESSIONS:,} sessions, {TASKS:,} tasks; milliseconds, median of 15")
    for asked, ms in figures.items():
        print(f"{asked:30} {ms:8.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
