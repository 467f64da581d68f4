"""An upgrade keeps what is there: rows of the version before are found by the next one, and by the one before again."""

from typing import Any

import asyncpg
from alembic import command
from databases import clone_database
from sqlalchemy import Connection

from relaydesk.operate import schema

_BEFORE = """
INSERT INTO tasks_task (public_id, kind, status, payload, result, max_attempts, timeout_s, owner, idempotency_key,
  created_at, run_at, finished_at)
SELECT 'task_' || n, 'demo.echo', status, '{"n": 1}', CASE status WHEN 'succeeded' THEN '{"echo": 1}'::jsonb END,
  3, 60, 'usr_1', CASE WHEN n % 2 = 0 THEN 'key ' || n END, now(), now(),
  CASE WHEN status IN ('succeeded', 'failed', 'cancelled') THEN TIMESTAMPTZ '2026-01-02 03:04:05Z' END
FROM unnest(ARRAY['queued', 'running', 'scheduled', 'retrying', 'succeeded', 'succeeded', 'failed', 'cancelled'])
  WITH ORDINALITY AS given (status, n)
"""
_ROWS = """
SELECT id, public_id, status, result, idempotency_key, finished_at FROM tasks_task ORDER BY id
"""


async def _move(url: str, revision: str, direction: Any) -> None:
    def work(connection: Connection) -> None:
        config = schema._config()
        config.attributes["connection"] = connection
        direction(config, revision)

    await schema._on_connection(url, work)


async def test_tasks_of_the_version_before_are_found_after_the_upgrade_and_after_the_way_back() -> None:
    url = await clone_database("upgraded_tasks")
    await _move(url, "0026", command.downgrade)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_BEFORE)
        before = await connection.fetch(_ROWS)
        await _move(url, "head", command.upgrade)
        live = await connection.fetch("SELECT public_id FROM tasks_task ORDER BY id")
        ended = await connection.fetch("SELECT id, public_id, status, result FROM tasks_ended ORDER BY id")
        keys = await connection.fetch("SELECT owner, key, task_id FROM tasks_key ORDER BY key")
        counts = await connection.fetch("SELECT day::text, kind, status, tasks FROM tasks_ended_count ORDER BY status")
        assert [row["public_id"] for row in live] == [f"task_{n}" for n in range(1, 5)]
        assert [tuple(row) for row in ended] == [tuple(row)[:4] for row in before[4:]]
        assert [tuple(row) for row in keys] == [("usr_1", f"key {n}", f"task_{n}") for n in (2, 4, 6, 8)]
        assert [tuple(row) for row in counts] == [
            ("2026-01-02", "demo.echo", status, count)
            for status, count in (("cancelled", 1), ("failed", 1), ("succeeded", 2))
        ]
        await _move(url, "0026", command.downgrade)
        assert await connection.fetch(_ROWS) == before
    finally:
        await connection.close()
