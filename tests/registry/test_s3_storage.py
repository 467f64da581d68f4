"""Model files in a bucket: what comes, goes and is copied, with a server that hangs, refuses and forgets."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import onnx_files
import pytest
from harness import Stack
from instance import Instance, running_instance
from model_registry import MODELS, OCTETS, files_in
from s3_server import SECRET, S3Server, running_s3
from test_storage import PIECE, read_all, write_many

from relaydesk.registry.errors import StorageUnavailable
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.storage import bucket
from relaydesk.registry.storage.s3 import S3Storage

TWO_DAYS_S = 2 * 86400


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with running_s3(tmp_path_factory.mktemp("s3") / "buckets") as running:
        yield running


@pytest.fixture
async def storage(server: S3Server, tmp_path: Path) -> AsyncIterator[S3Storage]:
    made = S3Storage(server.bucket, tmp_path / "models")
    yield made
    await made.close()


@pytest.fixture
async def elsewhere(server: S3Server, tmp_path: Path) -> AsyncIterator[S3Storage]:
    """Another machine's."""
    made = S3Storage(server.bucket, tmp_path / "elsewhere")
    yield made
    await made.close()


async def _put(storage: S3Storage, key: str, pieces: int = 1) -> bytes:
    claim = await storage.claim([key])
    incoming = await storage.receive(key)
    await write_many(incoming, pieces)
    await incoming.finish()
    await incoming.close()
    await claim.settle(keep={key})
    return PIECE * pieces


async def test_a_file_of_many_parts_is_read_and_copied_on_another_machine(
    storage: S3Storage, elsewhere: S3Storage, tmp_path: Path
) -> None:
    content = await _put(storage, "many", pieces=3 * bucket.PART_BYTES // len(PIECE) + 1)
    assert await read_all(elsewhere, "many") == content
    assert files_in(tmp_path / "elsewhere") == []
    await asyncio.gather(*(elsewhere.fetch("many") for _ in range(5)))
    assert elsewhere.path_of("many").read_bytes() == content
    assert files_in(tmp_path / "elsewhere") == ["copies/many"]


async def test_a_copy_that_is_not_what_was_uploaded_is_fetched_anew_once_for_all(
    storage: S3Storage, elsewhere: S3Storage, server: S3Server
) -> None:
    content = await _put(storage, "bad")
    sha256, copy = hashlib.sha256(content).hexdigest(), elsewhere.path_of("bad")
    await elsewhere.fetch("bad")
    for wrong in (b"half of it", None):
        copy.unlink()
        if wrong is not None:
            copy.write_bytes(wrong)
        await asyncio.gather(*(elsewhere.renew("bad", sha256) for _ in range(5)))
        assert copy.read_bytes() == content
    server.hang()
    try:
        async with asyncio.timeout(5):
            await elsewhere.renew("bad", sha256)  # is the right one: the bucket is not asked
    finally:
        server.go_on()


async def test_what_is_not_to_stay_goes_from_the_bucket_too(storage: S3Storage, server: S3Server) -> None:
    await _put(storage, "goes")
    await _put(storage, "stays")
    claim = await storage.claim(["goes", "never-came"])
    await claim.settle(keep=())
    assert "stays" in server.objects()
    assert "goes" not in server.objects()


async def test_a_copy_whose_version_is_gone_goes_after_a_day(
    storage: S3Storage, elsewhere: S3Storage, server: S3Server, stack: Stack, tmp_path: Path
) -> None:
    await _put(storage, "old")
    await elsewhere.fetch("old")
    (tmp_path / "elsewhere" / "copies" / "files" / "old.1234.part").write_bytes(
        b"half of a copy, by a process that was killed"
    )
    for path in (tmp_path / "elsewhere" / "copies" / "files").iterdir():
        os.utime(path, (time.time() - TWO_DAYS_S,) * 2)
    await elsewhere.fetch("old")
    await ModelFiles(elsewhere, stack.kernel.database).sweep()
    assert files_in(tmp_path / "elsewhere") == []
    assert "old" in server.objects()  # a database that is not the one of these files must not delete them


async def _send_in_vain(files: ModelFiles) -> None:
    with pytest.raises(StorageUnavailable):  # noqa: PT012 - a context ends by what happens in it
        async with files.incoming() as (_, incoming):
            await write_many(incoming, 2)
            await incoming.finish()


@pytest.mark.parametrize("state", ["hung", "wrong key", "no bucket"])
async def test_a_bucket_that_does_not_answer_leaves_the_claim_for_later(
    server: S3Server, stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(bucket, "CALL_S", 1.0)
    changes = {"wrong key": {"secret_access_key": "not the one"}, "no bucket": {"name": "not-there"}}
    storage = S3Storage(replace(server.bucket, **changes.get(state, {})), tmp_path / "models")
    if state == "hung":
        server.hang()
    try:
        await _send_in_vain(ModelFiles(storage, stack.kernel.database))
        left = files_in(tmp_path / "models")
    finally:
        server.go_on()
    if state == "hung":
        assert [name.partition("/")[0] for name in left] == ["files", "pending"]
        await ModelFiles(storage, stack.kernel.database).sweep()
        assert files_in(tmp_path / "models") == []
    await storage.close()


# a file that was just opened in a thread is closed by its collection
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_an_upload_that_is_cancelled_leaves_no_parts(
    storage: S3Storage, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = await storage.claim(["cut"])
    incoming = await storage.receive("cut")
    await write_many(incoming, 3 * bucket.PART_BYTES // len(PIECE))
    finishing = asyncio.create_task(incoming.finish())
    await asyncio.sleep(0.05)
    finishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await finishing
    await incoming.close()
    await claim.settle(keep=())
    assert "cut" not in server.objects()


@pytest.fixture
def shop(server: S3Server) -> Iterator[Instance]:
    with running_instance(**server.environment) as instance:
        yield instance


def test_a_model_is_served_on_a_machine_that_lost_or_spoilt_its_copy(shop: Instance, server: S3Server) -> None:
    before = set(server.objects())
    with shop.sign_in() as owner:
        assert owner.post(MODELS, json={"name": "churn"}).status_code == 201
        sent = owner.post(f"{MODELS}/churn/versions", content=onnx_files.model(), headers=OCTETS)
        assert sent.status_code == 201, sent.text
        [key] = set(server.objects()) - before
        copy = shop.folder / "data" / "models" / "copies" / "files" / key
        assert copy.read_bytes() == (server.folder / server.bucket.name / server.bucket.prefix / key).read_bytes()
        copy.unlink()
        made = owner.post("/api/deployments", json={"name": "churn", "model": "churn", "version": 1}).json()
        _until_served(owner)
        assert copy.exists()
        owner.post(f"/api/deployments/{made['id']}/stop")
        _until_served(owner, is_served=False)
        copy.write_bytes(b"half of it")
        owner.post(f"/api/deployments/{made['id']}/start")
        _until_served(owner)
        assert copy.read_bytes() == onnx_files.model()
        assert owner.get(f"{MODELS}/churn/versions/1/file").content == onnx_files.model()
    assert SECRET not in shop.output.read_text()


def _until_served(owner: httpx.Client, *, is_served: bool = True) -> None:
    deadline = time.monotonic() + 30
    while (owner.get("/v2/models/churn/ready").status_code == 200) is not is_served:
        assert time.monotonic() < deadline
        time.sleep(0.1)
