"""The storage of model files: what any must do, and the local one when its disk is full or its process has died."""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fibers import contract_of
from harness import Stack
from model_registry import SMALL_DISK_BYTES

from relaydesk.kernel.database import Database
from relaydesk.registry.errors import StorageFull, StorageUnavailable
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.storage.local import LocalStorage
from relaydesk.registry.storage.port import Claim, Incoming, Storage

PIECE = bytes(range(256)) * 1024
ELSEWHERE = """
import asyncio, os, signal, sys
from pathlib import Path
from relaydesk.registry.storage.local import LocalStorage

async def main():
    storage = LocalStorage(Path(sys.argv[1]))
    claim = await storage.claim(["left"])
    incoming = await storage.receive("left")
    await incoming.write(b"x" * 3_000_000)
    if sys.argv[2] == "whole":
        await incoming.finish()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[LocalStorage]:
    made = LocalStorage(tmp_path / "models")
    yield made
    await made.close()


def left_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def write_many(incoming: Incoming, pieces: int) -> None:
    for _ in range(pieces):
        await incoming.write(PIECE)


async def read_all(storage: Storage, key: str) -> bytes:
    return b"".join([piece async for piece in await storage.read(key)])


@contract_of(Storage, Claim, Incoming)
async def test_a_file_comes_whole_stays_while_it_is_kept_and_goes_when_it_is_not(storage: LocalStorage) -> None:
    claim = await storage.claim(["a", "b"])
    assert sorted(claim.keys) == ["a", "b"]
    incoming = await storage.receive("a")
    with pytest.raises(StorageUnavailable):
        await storage.read("a")
    await write_many(incoming, 10)
    assert incoming.size_bytes == 10 * len(PIECE)
    contents = await incoming.finish()
    await incoming.close()
    content = PIECE * 10
    assert (contents.sha256, contents.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (await read_all(storage, "a"), incoming.path.read_bytes()) == (content, content)
    await claim.settle(keep={"a"})
    assert claim.keys == []
    assert await read_all(storage, "a") == content
    assert (await storage.claim_abandoned()).keys == []
    going = await storage.claim(["a"])
    await going.settle(keep=set())
    with pytest.raises(StorageUnavailable):
        await storage.read("a")


@contract_of(Storage, Claim, Incoming)
async def test_a_claim_that_is_left_is_taken_over_once(storage: LocalStorage, tmp_path: Path) -> None:
    claim = await storage.claim(["a"])
    assert (await storage.claim_abandoned()).keys == []
    incoming = await storage.receive("a")
    await incoming.write(PIECE)
    await incoming.close()
    await claim.leave()
    one, other = await asyncio.gather(storage.claim_abandoned(), storage.claim_abandoned())
    assert sorted([*one.keys, *other.keys]) == ["a"]
    for taken in (one, other):
        await taken.settle(keep=set())
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("state", ["part", "whole"])
async def test_what_a_killed_process_left_is_swept(
    storage: LocalStorage, stack: Stack, tmp_path: Path, state: str
) -> None:
    command = ["-c", ELSEWHERE, str(tmp_path / "models"), state]
    process = await asyncio.create_subprocess_exec(sys.executable, *command)
    assert await process.wait() == -9
    suffix = "" if state == "whole" else ".part"
    assert left_in(tmp_path) == [f"models/files/left{suffix}", "models/pending/left"]
    await ModelFiles(storage, stack.kernel.database).sweep()
    assert left_in(tmp_path) == []


async def test_what_cannot_be_decided_now_is_decided_later(storage: LocalStorage, stack: Stack, tmp_path: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing", pool_size=1)
    async with ModelFiles(storage, away).incoming() as (key, incoming):
        await incoming.write(PIECE)
        await incoming.finish()
    assert left_in(tmp_path) == [f"models/files/{key}", f"models/pending/{key}"]
    await ModelFiles(storage, stack.kernel.database).sweep()
    assert left_in(tmp_path) == []
    await away.close()


async def test_a_key_that_somebody_else_has_claimed_is_waited_for(storage: LocalStorage) -> None:
    first = await storage.claim(["a"])
    second = asyncio.create_task(storage.claim(["a"]))
    await asyncio.sleep(0.2)
    assert not second.done()
    await first.settle(keep=set())
    claim = await second
    assert claim.keys == ["a"]
    await claim.settle(keep=set())


async def test_a_full_disk_is_told_and_nothing_is_left_on_it(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "models", reserve_bytes=0)
    claim = await storage.claim(["a"])
    incoming = await storage.receive("a")
    with pytest.raises(StorageFull):
        await write_many(incoming, SMALL_DISK_BYTES // len(PIECE) + 8)
    await incoming.close()
    await claim.settle(keep=set())
    assert left_in(small_disk) == []
    await storage.close()


async def test_some_of_the_disk_is_left_for_others(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "models", reserve_bytes=SMALL_DISK_BYTES // 2)
    claim = await storage.claim(["a"])
    incoming = await storage.receive("a")
    await incoming.write(PIECE * 4)
    with pytest.raises(StorageFull):
        await incoming.write(PIECE * 8)
    await incoming.close()
    assert (small_disk / "models" / "files" / "a.part").stat().st_size == 4 * len(PIECE)
    await claim.settle(keep=set())
    await storage.close()
