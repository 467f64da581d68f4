"""Owns the loop by which a process goes on with what depends on tasks that have ended, transaction by transaction."""

from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.ends.service import follow_up
from relaydesk.tasks.types import CASCADES

NAME = "cascades"
LOOKS_EVERY_S = 60.0  # unless it is woken: by whoever has ended them, after the commit


def start_following(kernel: Kernel) -> None:
    """Until the kernel stops. The dispatcher looks, too, and more often: for what one left that was killed."""

    async def step() -> None:
        has_more = True
        while has_more:
            async with kernel.database.unit_of_work() as uow:
                has_more = await follow_up(uow)

    loop = kernel.background.keep(NAME, step, every_s=LOOKS_EVERY_S)
    kernel.wakeups.add(CASCADES, NAME, lambda _message: loop.wake())
