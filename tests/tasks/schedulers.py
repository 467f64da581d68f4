"""Scheduler processes side by side: `python schedulers.py DATABASE_URL REDIS_URL PROCESSES SECONDS`.

Every few seconds one of those that live is killed, the leader among them sooner or later.
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from relaydesk import main
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import create_kernel
from relaydesk.tasks.engine.celery_app import Deliveries
from relaydesk.tasks.engine.dispatcher import Dispatcher

KILLS_EVERY_S = 4.0


class Nowhere:
    """Takes deliveries: here tasks are asked for, and not done."""

    async def publish(self, _messages: list[Deliveries]) -> None:
        return


async def schedule(database_url: str, redis_url: str) -> None:
    kernel = main.subscribe_events(
        create_kernel(
            Options(version="test", data_dir=Path("/nonexistent"), secret_key="k" * 40),
            database_url=database_url,
            database_pool_size=3,
            redis_url=redis_url,
            redis_max_connections=10,
            encryption_keys=["test-encryption-key"],
            processes=1,
        )
    )
    await kernel.start()
    Dispatcher(kernel, Nowhere()).start()  # type: ignore[arg-type]
    await asyncio.Event().wait()


def run(database_url: str, redis_url: str, processes: str, seconds: str) -> None:
    children: list[int] = []
    for _ in range(int(processes)):
        child = os.fork()
        if child == 0:
            asyncio.run(schedule(database_url, redis_url))
        children.append(child)
    until = time.monotonic() + float(seconds)
    while (left_s := until - time.monotonic()) > 0:
        time.sleep(min(left_s, KILLS_EVERY_S))
        if len(children) > 2:
            os.kill(children.pop(0), signal.SIGKILL)
    for child in children:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    run(*sys.argv[1:])
