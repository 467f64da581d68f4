"""Files of batches are claimed before the rows that they belong to are locked, and what comes meanwhile goes, too."""

import asyncio
import secrets

import pytest
import served_models
from harness import Stack
from inference_host import DEPLOYMENTS, deploy
from model_registry import Registry
from sqlalchemy import select, text

from relaydesk.registry.batches.service import forget_batches
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.storage.choice import open_storage
from relaydesk.registry.tables import BatchPartRow, BatchRow

NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.mark.parametrize("is_all", [False, True], ids=["a batch", "a deployment"])
async def test_files_are_claimed_before_anything_is_locked_and_answers_that_come_meanwhile_go_with_them(
    registry: Registry, stack: Stack, *, is_all: bool
) -> None:
    await registry.make()
    await registry.upload(served_models.plus(1))
    at = f"{DEPLOYMENTS}/{(await deploy(registry.http, until='loading', version=1))['id']}"
    batch = await registry.http.post(f"{at}/batch", content=b"{}", headers=NDJSON)
    assert batch.status_code == 202, batch.text
    files, late = registry.folder / "files", secrets.token_hex(16)
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("SELECT id FROM registry_batch FOR UPDATE"))
        row = await uow.db.scalar(select(BatchRow))
        assert row is not None
        deleting = asyncio.create_task(registry.http.delete(at if is_all else f"{at}/batch/{batch.json()['id']}"))
        async with asyncio.timeout(10):
            while not list((registry.folder / "pending").glob(f"*/{row.storage_key}")):  # noqa: ASYNC110 - a disk
                await asyncio.sleep(0.02)
        (files / late).write_bytes(b"{}")
        part = {"size_bytes": 2, "read_bytes": 2, "lines": 1, "refused": 0}
        uow.db.add(BatchPartRow(batch_id=row.id, storage_key=late, **part))
        assert (files / row.storage_key).exists()
    assert (await deleting).status_code == 204
    assert not (files / row.storage_key).exists()
    assert not (files / late).exists()


async def test_files_are_kept_for_a_week_from_the_end_of_their_task(registry: Registry, stack: Stack) -> None:
    await registry.make()
    await registry.upload(served_models.plus(1))
    at = f"{DEPLOYMENTS}/{(await deploy(registry.http, until='loading', version=1))['id']}/batch"
    sent = [await registry.http.post(at, content=b"{}", headers=NDJSON) for _ in range(3)]
    live, recent, old = [answer.json()["id"] for answer in sent]
    for task_id in (recent, old):
        await registry.http.post(f"/api/tasks/{task_id}/cancel")
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE registry_batch SET created_at = now() - interval '9 days'"))
        past = "UPDATE tasks_ended SET finished_at = now() - interval '8 days' WHERE public_id = :id"
        await uow.db.execute(text(past), {"id": old})
    files = ModelFiles(open_storage(stack.kernel.options), stack.kernel.database)
    assert await forget_batches(stack.kernel, files) == 1
    await files.stop()
    answers = [await registry.http.get(f"{at}/{one}") for one in (live, recent, old)]
    assert [answer.status_code for answer in answers] == [200, 200, 404]


async def _cancelled_in_commit(files: ModelFiles, key: str) -> None:
    async with files.pending([key]):
        raise asyncio.CancelledError


async def test_a_file_stays_whose_row_commits_although_whoever_waited_for_that_was_cancelled(
    registry: Registry, stack: Stack
) -> None:
    files = ModelFiles(open_storage(stack.kernel.options), stack.kernel.database)
    key = secrets.token_hex(16)
    (registry.folder / "files" / key).write_bytes(b"{}")
    async with stack.kernel.database.unit_of_work() as uow:
        uow.db.add(BatchRow(task_id="t", filename="f", storage_key=key, size_bytes=2))
        await uow.db.flush()
        with pytest.raises(asyncio.CancelledError):
            await _cancelled_in_commit(files, key)
    await files.sweep()
    assert (registry.folder / "files" / key).exists()
    await files.stop()
    assert not list((registry.folder / "pending").glob(f"*/{key}"))
