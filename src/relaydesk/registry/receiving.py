"""Owns what all uploads have in common: bounds, the end of the process, and a sender who may lose the right."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

from relaydesk.identity.api import Principal, access_of, find_lost
from relaydesk.kernel.background import Draining
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import BodyTooLarge
from relaydesk.registry.body import UploadBody
from relaydesk.registry.errors import UploadInterrupted
from relaydesk.registry.storage.port import Contents, Incoming

# less than a web process has to end its requests
GRACE_S = 5.0
RETRY_AFTER_S = 5


async def receive(body: UploadBody, incoming: Incoming, draining: Draining, *, limit_bytes: int) -> Contents:
    """All of it, on the disk. Raises what `UploadBody.pieces` does, BodyTooLarge and UploadInterrupted."""
    async with _unless_stopped(draining):
        async for piece in body.pieces():
            await incoming.write(piece)
            if incoming.size_bytes > limit_bytes:
                raise BodyTooLarge(limit_bytes=limit_bytes)
        return await incoming.finish()


@contextlib.asynccontextmanager
async def _unless_stopped(draining: Draining) -> AsyncIterator[None]:
    """Raises UploadInterrupted in the block when the process is asked to stop and the rest takes too long."""

    async def watch(bound: asyncio.Timeout) -> None:
        await draining.wait()
        bound.reschedule(asyncio.get_running_loop().time() + GRACE_S)

    try:
        async with asyncio.timeout(None) as bound:
            watching = asyncio.create_task(watch(bound))
            try:
                yield
            finally:
                watching.cancel()
    except TimeoutError:
        raise UploadInterrupted(retry_after_s=RETRY_AFTER_S) from None


async def refuse_lost(db: Db, principal: Principal) -> None:
    """An upload may take hours: its sender may have been signed out. That a token has run out is no reason."""
    access = replace(access_of(principal, "models.write"), expires_at_s=None)
    lost = await find_lost(db, [access])
    if access in lost:
        raise lost[access]
