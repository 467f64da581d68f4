"""Model files in a bucket of an S3-compatible server, each with a copy on the machines that have used it.

What comes is put together on this machine first, and claims are marked there, as `LocalStorage` does both: only what
is marked ever goes from the bucket. Copies are apart; they can be fetched again, and go when no version has their key.
"""

import asyncio
import importlib
import time
from collections.abc import AsyncIterator, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relaydesk.kernel.options import Bucket
from relaydesk.registry.storage.local import LocalClaim, LocalIncoming, LocalStorage
from relaydesk.registry.storage.port import Contents

if TYPE_CHECKING:
    from relaydesk.registry.storage.bucket import BucketClient

CLIENT = "relaydesk.registry.storage.bucket"
COPIES_EVERY_S, COPY_AGE_S = 6 * 3600.0, 86400.0


class S3Storage:
    """A `Storage`; `folder` has what comes, the marks and the copies."""

    def __init__(self, bucket: Bucket, folder: Path) -> None:
        self._bucket = bucket
        self._local, self._copies = LocalStorage(folder), LocalStorage(folder / "copies")
        self._client: BucketClient | None = None
        self._connecting = asyncio.Lock()
        self._fetching: dict[str, asyncio.Task[None]] = {}
        self._looked_at_copies_at: float | None = None

    async def claim(self, keys: Collection[str]) -> "S3Claim":
        return S3Claim(self, self._copies, await self._local.claim(keys), [])

    async def claim_abandoned(self) -> "S3Claim":
        """From time to time with those that are copied here, as another machine may have deleted what they copy."""
        claim = await self._local.claim_abandoned()
        now = time.monotonic()
        if self._looked_at_copies_at is not None and now - self._looked_at_copies_at < COPIES_EVERY_S:
            return S3Claim(self, self._copies, claim, [])
        self._looked_at_copies_at = now
        return S3Claim(self, self._copies, claim, await self._copies.keys_before(time.time() - COPY_AGE_S))

    async def receive(self, key: str) -> "S3Incoming":
        return S3Incoming(self, key, await self._local.receive(key))

    def path_of(self, key: str) -> Path:
        return self._copies.path_of(key)

    async def fetch(self, key: str) -> None:
        """Once for all who wait for the same file."""
        if not await self._copies.has(key):
            await self._copy_once(key)

    async def renew(self, key: str, sha256: str) -> None:
        """The copy is replaced, unless another one who wants the file has done so."""
        if not await self._copies.has_content(key, sha256):
            await self._copy_once(key)

    async def _copy_once(self, key: str) -> None:
        fetching = self._fetching.get(key)
        if fetching is None:
            fetching = self._fetching[key] = asyncio.create_task(self._copy(key), name=f"fetch-{key}")
            fetching.add_done_callback(lambda _: self._fetching.pop(key, None))
        await asyncio.shield(fetching)

    async def _copy(self, key: str) -> None:
        copy = await self._copies.receive_copy(key)
        try:
            async for piece in await self._read(key):
                await copy.write(piece)
            await copy.finish()
        finally:
            await copy.close()

    async def read(self, key: str) -> AsyncIterator[bytes]:
        if await self._copies.has(key):
            return await self._copies.read(key)
        return await self._read(key)

    async def _read(self, key: str) -> AsyncIterator[bytes]:
        return await (await self._connect()).read(self._name(key))

    async def put(self, key: str) -> None:
        """What has come here; it is a copy then."""
        client = await self._connect()
        await client.write(self._name(key), await self._local.read(key))
        await self._local.move(key, self._copies)

    async def delete(self, keys: Collection[str]) -> None:
        """One that is not there is deleted."""
        if keys:
            await (await self._connect()).delete([self._name(key) for key in keys])

    async def close(self) -> None:
        for fetching in list(self._fetching.values()):
            fetching.cancel()
        await asyncio.gather(*self._fetching.values(), return_exceptions=True)
        if self._client is not None:
            await self._client.close()
            self._client = None
        await self._local.close()
        await self._copies.close()

    def _name(self, key: str) -> str:
        return f"{self._bucket.prefix}/{key}" if self._bucket.prefix else key

    async def _connect(self) -> "BucketClient":
        async with self._connecting:
            if self._client is None:
                # its libraries are large: read in a thread, as the loop would wait for them
                module = await asyncio.to_thread(importlib.import_module, CLIENT)
                self._client = await module.open_bucket(self._bucket)
            return self._client


class S3Claim:
    """A `Claim`: what is marked on this machine, and `old` copies whose versions may have gone elsewhere."""

    def __init__(self, storage: S3Storage, copies: LocalStorage, claim: LocalClaim, old: Sequence[str]) -> None:
        self._storage, self._copies, self._claim = storage, copies, claim
        self._old = sorted(set(old).difference(claim.keys))

    @property
    def keys(self) -> Sequence[str]:
        return [*self._claim.keys, *self._old]

    async def settle(self, *, keep: Collection[str]) -> None:
        """In the bucket first: a mark outlasts what it marks."""
        await self._storage.delete(set(self._claim.keys).difference(keep))
        await self._copies.forget(set(self.keys).difference(keep))
        self._old = []
        await self._claim.settle(keep=keep)

    async def leave(self) -> None:
        self._old = []
        await self._claim.leave()


class S3Incoming:
    """An `Incoming`: in the bucket once all of it is here."""

    def __init__(self, storage: S3Storage, key: str, local: LocalIncoming) -> None:
        self._storage, self._key, self._local = storage, key, local

    @property
    def path(self) -> Path:
        return self._storage.path_of(self._key)

    @property
    def size_bytes(self) -> int:
        return self._local.size_bytes

    async def write(self, data: bytes) -> None:
        await self._local.write(data)

    async def finish(self) -> Contents:
        contents = await self._local.finish()
        await self._storage.put(self._key)
        return contents

    async def close(self) -> None:
        await self._local.close()
