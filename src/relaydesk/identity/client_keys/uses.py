"""Owns the loop that writes down when client keys were used outside of the data plane, whose request log tells it.

`access` notes a use in memory, where the key's last one that is known is a minute old.
"""

import contextlib

from relaydesk.identity.client_keys import store
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.runtime import Kernel

NAME = "client_keys.uses"
WRITES_EVERY_S = 2.0


def start_writing(kernel: Kernel) -> None:
    async def step() -> None:
        await _write(kernel)

    kernel.background.keep(NAME, step, every_s=WRITES_EVERY_S)


async def stop_writing(kernel: Kernel) -> None:
    """What is noted is still written, where PostgreSQL takes it."""
    await kernel.background.end(NAME)
    with contextlib.suppress(Unavailable):
        await _write(kernel)


async def _write(kernel: Kernel) -> None:
    uses = dict(kernel.key_uses)
    if not uses:
        return
    async with kernel.database.unit_of_work() as uow:
        await store.write_uses(uow.db, uses)
    for key_id, used_at in uses.items():
        if kernel.key_uses[key_id] == used_at:
            del kernel.key_uses[key_id]
