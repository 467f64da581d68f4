"""Owns how files and rows stay in step: whatever becomes of a request or process, each file has its version's row."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Collection

import structlog

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import DatabaseUnavailable, RelaydeskError, Unavailable
from relaydesk.registry import store
from relaydesk.registry.onnx.apart import describe_file
from relaydesk.registry.storage.port import Claim, Incoming, Storage
from relaydesk.registry.types import ModelDescription

log = structlog.get_logger(__name__)
SWEEP_EVERY_S = 300.0
READERS_AT_ONCE = 2
_LOOP = "model_files"


class ModelFiles:
    """The files of this installation's models, as a web process works with them."""

    def __init__(self, storage: Storage, database: Database) -> None:
        self._storage, self._database = storage, database
        self._readers = asyncio.Semaphore(READERS_AT_ONCE)

    def start(self, background: Background) -> None:
        """Settles what processes have left that are gone, now and from time to time."""
        background.keep(_LOOP, self.sweep, every_s=SWEEP_EVERY_S)

    async def stop(self) -> None:
        await self._storage.close()

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """Raises StorageUnavailable."""
        return await self._storage.read(key)

    async def describe(self, incoming: Incoming) -> ModelDescription:
        """What a file that has come says of itself. Raises what `describe_file` does."""
        async with self._readers:
            return await describe_file(incoming.path)

    @contextlib.asynccontextmanager
    async def incoming(self) -> AsyncIterator[tuple[str, Incoming]]:
        """A new file and its key. It stays if a version has that key once the block has ended."""
        key = secrets.token_hex(16)
        async with self.pending([key]):
            incoming = await self._storage.receive(key)
            try:
                yield key, incoming
            finally:
                await incoming.close()

    @contextlib.asynccontextmanager
    async def pending(self, keys: Collection[str]) -> AsyncIterator[None]:
        """Once the block has ended, those files are deleted whose key no version has (any more).

        The transaction that decides it is to be over by then.
        """
        claim = await self._storage.claim(keys)
        is_decided = True
        try:
            yield
        except (DatabaseUnavailable, asyncio.CancelledError):  # the answer alone may be lost: it may still commit
            is_decided = False
            raise
        finally:
            await asyncio.shield(self._settle(claim) if is_decided else claim.leave())

    async def sweep(self) -> None:
        claim = await self._storage.claim_abandoned()
        gone = await self._settle(claim)
        if gone:
            log.warning("model_files_abandoned", files=gone)

    async def _settle(self, claim: Claim) -> int:
        """How many files are not to stay. Where it cannot be decided now, a sweep does it later."""
        try:
            keep = await self._keys_in_use(claim.keys)
            gone = len(set(claim.keys).difference(keep))
            await claim.settle(keep=keep)
            return gone
        except Unavailable as error:
            log.warning("model_files_unsettled", reason=error.code, files=len(claim.keys))
            with contextlib.suppress(RelaydeskError):
                await claim.leave()
            return 0

    async def _keys_in_use(self, keys: Collection[str]) -> Collection[str]:
        if not keys:
            return ()
        async with self._database.lookup() as db:
            return await store.storage_keys_in_use(db, keys)
