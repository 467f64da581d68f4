"""Owns what all uploads have in common: bounds, the end of the process, and a sender who may lose the right."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

from relaydesk.identity.api import Access, Principal, access_of, find_lost
from relaydesk.kernel.background import Draining
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import BodyTooLarge, RelaydeskError
from relaydesk.kernel.live.hub import Hub
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.body import UploadBody
from relaydesk.registry.errors import UploadInterrupted
from relaydesk.registry.storage.port import Contents, Incoming

# less than a web process has to end its requests
GRACE_S = 5.0
RETRY_AFTER_S = 5


async def receive(kernel: Kernel, principal: Principal, body: UploadBody, incoming: Incoming) -> Contents:
    """All of it, on the disk.

    Raises what `UploadBody.pieces` does, BodyTooLarge, UploadInterrupted, and within seconds what `refuse_lost` does.
    """
    limit_bytes = kernel.options.model_upload_max_bytes
    async with _unless_stopped(kernel.draining), _unless_lost(kernel.live, principal):
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


@contextlib.asynccontextmanager
async def _unless_lost(live: Hub, principal: Principal) -> AsyncIterator[None]:
    """Raises in the block what its sender has lost the right by."""
    errors: list[RelaydeskError] = []
    try:
        async with asyncio.timeout(None) as bound:

            def end(error: RelaydeskError) -> None:
                if not errors:  # what is lost is told at each look, also while the block is on its way out
                    bound.reschedule(asyncio.get_running_loop().time())
                errors.append(error)

            with live.holding(_access(principal), end):
                yield
    except TimeoutError:
        if not errors:
            raise
        raise errors[0] from None


def _access(principal: Principal) -> Access:
    """An upload may take hours: its sender may be signed out. That a token has run out is no reason."""
    return replace(access_of(principal, "models.write"), expires_at_s=None)


async def refuse_lost(db: Db, principal: Principal) -> None:
    access = _access(principal)
    lost = await find_lost(db, [access])
    if access in lost:
        raise lost[access]
