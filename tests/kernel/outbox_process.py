"""A process with one subscriber: records an event and may be killed by its subscriber before it is delivered.

Arguments: database URL, Redis URL, `record` or `deliver`, and `die` for a subscriber that kills its own process.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.events import Event
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import create_kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(Event):
    order: str


async def write_down(uow: UnitOfWork, event: OrderPaid) -> None:
    await uow.db.execute(text("INSERT INTO test_paid (name) VALUES (:name)"), {"name": event.order})
    if "die" in sys.argv:
        await uow.db.flush()
        os.kill(os.getpid(), signal.SIGKILL)


async def main(database_url: str, redis_url: str, what: str) -> None:
    kernel = create_kernel(
        Options(version="test", data_dir=Path("/nonexistent"), secret_key="k" * 40),
        database_url=database_url,
        database_pool_size=5,
        redis_url=redis_url,
        redis_max_connections=10,
        encryption_keys=["test-encryption-key"],
        processes=1,
    )
    kernel.bus.subscribe(OrderPaid, write_down)
    if what == "record":
        async with kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("INSERT INTO test_orders (name) VALUES ('ord_1')"))
            uow.record(OrderPaid(order="ord_1"))
    else:
        await kernel.outbox.deliver_due()
    await kernel.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
