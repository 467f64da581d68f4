"""Ten scheduler processes and a schedule of each second: each second once, whoever of them is killed.

`SCHEDULERS_S` says for how long, 60 for a run by hand.
"""

import asyncio
import os
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import httpx
from harness import Stack
from rows import read

from relaydesk.kernel.database import utc_now

PROGRAM = Path(__file__).with_name("schedulers.py")
SECONDS = int(os.environ.get("SCHEDULERS_S", "10"))


async def test_each_second_fires_once(
    stack: Stack, owner: httpx.AsyncClient, database_url: str, redis_url: str
) -> None:
    every_second = {"name": "each second", "kind": "demo.echo", "interval_s": 1}
    made = (await owner.post("/api/schedules", json=every_second)).json()
    command = [str(PROGRAM), database_url, redis_url, "10", str(SECONDS)]
    process = await asyncio.create_subprocess_exec(sys.executable, *command)
    assert await process.wait() == 0
    tasks = await read(stack, "SELECT id FROM tasks_task WHERE kind = 'demo.echo'")
    prefix = f"schedule:{made['id']}:"
    keys = await read(stack, "SELECT key FROM tasks_key ORDER BY key")
    times = [datetime.fromisoformat(row["key"].removeprefix(prefix)) for row in keys if row["key"].startswith(prefix)]
    assert len(tasks) == len(times)
    assert len(times) >= SECONDS - 4  # the last leader may have been killed before it looked
    assert times[-1] <= utc_now()
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(seconds=1)}
