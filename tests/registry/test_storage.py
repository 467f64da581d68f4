"""The storage of model files: what any must do, and the local one when its disk is full or its process has died."""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fibers import contract_of
from harness import Stack
from model_registry import SMALL_DISK_BYTES, files_in
from s3_server import running_s3

from relaydesk.kernel.database import Database
from relaydesk.registry.errors import StorageFull, StorageUnavailable
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.storage.local import LocalStorage
from relaydesk.registry.storage.port import Claim, Incoming, Storage
from relaydesk.registry.storage.s3 import S3Storage

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


@pytest.fixture(params=["local", "s3"])
async def any_storage(
    request: pytest.FixtureRequest, storage: LocalStorage, tmp_path: Path
) -> AsyncIterator[LocalStorage | S3Storage]:
    if request.param == "local":
        yield storage
        return
    with running_s3(tmp_path / "buckets") as server:
        made = S3Storage(server.bucket, tmp_path / "models")
        yield made
        await made.close()


async def write_many(incoming: Incoming, pieces: int) -> None:
    for _ in range(pieces):
        await incoming.write(PIECE)


async def read_all(storage: Storage, key: str) -> bytes:
    return b"".join([piece async for piece in await storage.read(key)])


@contract_of(Storage, Claim, Incoming)
async def test_a_file_comes_whole_stays_while_it_is_kept_and_goes_when_it_is_not(
    any_storage: LocalStorage | S3Storage,
) -> None:
    storage: Storage = any_storage
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
    await storage.fetch("a")
    assert (await read_all(storage, "a"), storage.path_of("a").read_bytes()) == (content, content)
    assert (await storage.claim_abandoned()).keys == []
    going = await storage.claim(["a"])
    await going.settle(keep=set())
    with pytest.raises(StorageUnavailable):
        await storage.read("a")


@contract_of(Storage, Claim, Incoming)
async def test_a_claim_that_is_left_is_taken_over_once(any_storage: LocalStorage | S3Storage, tmp_path: Path) -> None:
    storage: Storage = any_storage
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
    assert files_in(tmp_path / "models") == []


@pytest.mark.parametrize("state", ["part", "whole"])
async def test_what_a_killed_process_left_is_swept(
    storage: LocalStorage, stack: Stack, tmp_path: Path, state: str
) -> None:
    command = ["-c", ELSEWHERE, str(tmp_path / "models"), state]
    process = await asyncio.create_subprocess_exec(sys.executable, *command)
    assert await process.wait() == -9
    suffix = "" if state == "whole" else ".part"
    assert files_in(tmp_path / "models") == [f"files/left{suffix}", "pending/left"]
    await ModelFiles(storage, stack.kernel.database).sweep()
    assert files_in(tmp_path / "models") == []


async def test_what_cannot_be_decided_now_is_decided_later(storage: LocalStorage, stack: Stack, tmp_path: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing", pool_size=1)
    async with ModelFiles(storage, away).incoming() as (key, incoming):
        await incoming.write(PIECE)
        await incoming.finish()
    assert files_in(tmp_path / "models") == [f"files/{key}", f"pending/{key}"]
    await ModelFiles(storage, stack.kernel.database).sweep()
    assert files_in(tmp_path / "models") == []
    await away.close()


async def test_what_a_closed_storage_left_is_taken_over_by_another(tmp_path: Path) -> None:
    first, second = LocalStorage(tmp_path / "models"), LocalStorage(tmp_path / "models")
    await first.claim(["a"])
    assert (await second.claim_abandoned()).keys == []
    await first.close()
    claim = await second.claim_abandoned()
    assert claim.keys == ["a"]
    await claim.settle(keep=set())
    await second.close()
    assert [path.name for path in (tmp_path / "models" / "pending").iterdir()] == []


async def test_many_files_go_at_once(storage: LocalStorage, tmp_path: Path) -> None:
    keys = [f"key{number}" for number in range(3000)]
    claim = await storage.claim(keys)
    for key in keys:
        (tmp_path / "models" / "files" / key).touch()
    await claim.settle(keep={"key7"})
    assert files_in(tmp_path / "models") == ["files/key7"]


async def test_models_are_deleted_from_a_full_disk(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "models", reserve_bytes=0)
    claim = await storage.claim(["a"])
    await claim.settle(keep={"a"})
    with pytest.raises(OSError, match="No space"):
        (small_disk / "models" / "files" / "a").write_bytes(b"x" * 2 * SMALL_DISK_BYTES)
    going = await storage.claim(["a"])
    await going.settle(keep=set())
    assert files_in(small_disk / "models") == []
    await storage.close()


async def test_a_full_disk_is_told_and_nothing_is_left_on_it(small_disk: Path) -> None:
    storage = LocalStorage(small_disk / "models", reserve_bytes=0)
    claim = await storage.claim(["a"])
    incoming = await storage.receive("a")
    with pytest.raises(StorageFull):
        await write_many(incoming, SMALL_DISK_BYTES // len(PIECE) + 8)
    await incoming.close()
    await claim.settle(keep=set())
    assert files_in(small_disk / "models") == []
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
