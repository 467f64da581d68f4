"""Files of batches are claimed before the rows that they belong to are locked, and what comes meanwhile goes, too."""

import asyncio
import secrets

import pytest
import served_models
from harness import Stack
from inference_host import DEPLOYMENTS, deploy
from model_registry import Registry
from sqlalchemy import select, text

from relaydesk.registry.tables import BatchPartRow, BatchRow


@pytest.mark.parametrize("is_all", [False, True], ids=["a batch", "a deployment"])
async def test_files_are_claimed_before_anything_is_locked_and_answers_that_come_meanwhile_go_with_them(
    registry: Registry, stack: Stack, *, is_all: bool
) -> None:
    await registry.make()
    await registry.upload(served_models.plus(1))
    at = f"{DEPLOYMENTS}/{(await deploy(registry.http, until='loading', version=1))['id']}"
    batch = await registry.http.post(f"{at}/batch", content=b"{}", headers={"Content-Type": "application/x-ndjson"})
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
