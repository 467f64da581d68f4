"""Rules of inferences over files: asked for with an upload, read for as long as they are kept, and forgotten."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.batches import store
from relaydesk.registry.batches.runner import INFER, InferPayload
from relaydesk.registry.batches.schemas import InferenceBatchAccepted, InferenceBatchOut
from relaydesk.registry.batches.store import Done
from relaydesk.registry.body import UploadBody
from relaydesk.registry.deployments.service import get_deployment, get_model_deployment
from relaydesk.registry.errors import DeploymentFailed, DeploymentStopped, InferenceBatchNotFound, UploadWithoutFile
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.receiving import receive, refuse_lost
from relaydesk.registry.storage.port import Contents
from relaydesk.registry.tables import BatchRow, DeploymentRow
from relaydesk.registry.types import DeploymentStatus
from relaydesk.tasks.api import EnqueueOptions, Status, find_recent, find_statuses

KEEP = timedelta(days=7)
DEFAULT_FILENAME = "requests.jsonl"
_FORGOTTEN_AT_ONCE = 50


async def begin_batch(
    kernel: Kernel,
    files: ModelFiles,
    principal: Principal,
    *,
    deployment_id: str,
    body: UploadBody,
    filename: str | None,
    version: int | None,
) -> InferenceBatchAccepted:
    """A task that answers each line of what comes, once all of that is on the disk.

    Raises:
        DeploymentNotFound, DeploymentOfRoute, DeploymentStopped, DeploymentFailed
        Invalid: the version is not deployed.
        UploadCut, UploadUnreadable, UploadWithoutFile, UploadInterrupted, BodyTooLarge
        StorageFull, StorageUnavailable
        Unauthenticated, PermissionMissing: whoever sends it has lost the right to meanwhile.
    """
    async with kernel.database.read() as db:
        check_served(await get_model_deployment(db, deployment_id), version)
    async with files.incoming() as (key, incoming):
        contents = await receive(kernel, principal, body, incoming)
        if not contents.size_bytes:
            raise UploadWithoutFile
        async with kernel.database.unit_of_work() as uow:
            await refuse_lost(uow.db, principal)
            deployment = await get_model_deployment(uow.db, deployment_id)
            check_served(deployment, version)
            row = _row(deployment, contents, key=key, filename=filename or body.filename, version=version)
            return await _begin(uow, principal, deployment, row)


def check_served(deployment: DeploymentRow, version: int | None) -> None:
    """Answers may come: what is loading will, what is stopped or cannot be loaded waits for people."""
    if version is not None and version not in {share["version"] for share in deployment.traffic}:
        raise Invalid.field("version", "is not deployed", reason="version_not_deployed")
    if not deployment.is_running:
        raise DeploymentStopped(name=deployment.name)
    versions = [one for one in deployment.live if version in {None, one["version"]}]
    if versions and all(one["status"] == DeploymentStatus.FAILED and not one["replicas"] for one in versions):
        raise DeploymentFailed(name=deployment.name)


def _row(
    deployment: DeploymentRow, contents: Contents, *, key: str, filename: str | None, version: int | None
) -> BatchRow:
    return BatchRow(
        deployment_id=deployment.id,
        model_version=version,
        filename=filename or DEFAULT_FILENAME,
        storage_key=key,
        size_bytes=contents.size_bytes,
    )


async def _begin(
    uow: UnitOfWork, principal: Principal, deployment: DeploymentRow, row: BatchRow
) -> InferenceBatchAccepted:
    payload = InferPayload(deployment=deployment.name, filename=row.filename)
    task = await INFER.enqueue(uow, payload, EnqueueOptions(owner=principal.public_id))
    row.task_id = task.id
    uow.db.add(row)
    await uow.db.flush()
    named: dict[str, Any] = {"name": deployment.name, "filename": row.filename, "task": task.id}
    record_audit(uow, principal, "deployment.batch_begun", f"deployment {deployment.name}", **named)
    return InferenceBatchAccepted(id=task.id, status=task.status)


async def list_batches(
    db: ReadDb, *, deployment_id: str, limit: int, offset: int
) -> tuple[list[InferenceBatchOut], int]:
    """Newest first. Raises DeploymentNotFound."""
    deployment = await get_deployment(db, deployment_id)
    rows, total = await store.list_batches(db, deployment, limit=limit, offset=offset)
    return await _show(db, rows), total


async def get_batch(db: ReadDb, *, deployment_id: str, task_id: str) -> InferenceBatchOut:
    """Raises DeploymentNotFound, InferenceBatchNotFound."""
    [shown] = await _show(db, [await _find(db, deployment_id, task_id)])
    return shown


async def _find(db: ReadDb, deployment_id: str, task_id: str) -> BatchRow:
    deployment = await get_deployment(db, deployment_id)
    row = await store.find_batch(db, task_id)
    if row is None or row.deployment_id != deployment.id:
        raise InferenceBatchNotFound
    return row


async def _show(db: ReadDb, rows: Sequence[BatchRow]) -> list[InferenceBatchOut]:
    done = await store.done_of(db, rows)
    statuses = await find_statuses(db, [row.task_id for row in rows])
    return [_shown(row, done.get(row.id, Done()), statuses.get(row.task_id)) for row in rows]


def _shown(row: BatchRow, done: Done, status: Status | None) -> InferenceBatchOut:
    return InferenceBatchOut(
        id=row.task_id,
        status=status,
        version=row.model_version,
        filename=row.filename,
        size_bytes=row.size_bytes,
        read_bytes=done.read_bytes,
        lines=done.lines,
        refused=done.refused,
        output_bytes=done.size_bytes,
        created_at=row.created_at,
    )


async def output_of(
    db: ReadDb, files: ModelFiles, *, deployment_id: str, task_id: str
) -> tuple[str, int, AsyncIterator[bytes]]:
    """The name of the file of requests, how many octets, and the answers so far, in the order of the lines.

    All are of one moment, however many more answers come.

    Raises DeploymentNotFound, InferenceBatchNotFound.
    """
    row = await _find(db, deployment_id, task_id)
    parts = [(part.storage_key, part.size_bytes) for part in await store.list_parts(db, row)]

    async def pieces() -> AsyncIterator[bytes]:
        for key, _ in parts:
            async for piece in await files.read(key):
                yield piece

    return row.filename, sum(size_bytes for _, size_bytes in parts), pieces()


async def delete_batch(
    kernel: Kernel, files: ModelFiles, principal: Principal, *, deployment_id: str, task_id: str
) -> None:
    """Its file and its answers; a task that still works on them fails. Raises as `get_batch`."""
    async with kernel.database.read() as db:
        known = await _keys_of(db, await _find(db, deployment_id, task_id))
    async with files.pending(known), contextlib.AsyncExitStack() as after, kernel.database.unit_of_work() as uow:
        row = await _find(uow.db, deployment_id, task_id)
        deployment = await get_deployment(uow.db, deployment_id)
        await store.lock_batch(uow.db, row.id)
        if late := set(await _keys_of(uow.db, row)).difference(known):
            await after.enter_async_context(files.pending(late))
        await store.delete_batch(uow.db, row.id)
        named: dict[str, Any] = {"name": deployment.name, "filename": row.filename, "task": task_id}
        record_audit(uow, principal, "deployment.batch_deleted", f"deployment {deployment.name}", **named)


async def _keys_of(db: ReadDb, row: BatchRow) -> list[str]:
    return [row.storage_key, *await store.keys_of_parts(db, row)]


async def forget_batches(kernel: Kernel, files: ModelFiles) -> int:
    """Those whose task ended more than a week ago, with their files. Returns how many."""
    forgotten, behind, before = 0, 0, utc_now() - KEEP
    while True:
        async with kernel.database.read() as db:
            rows = await store.oldest_before(db, before, behind=behind, limit=_FORGOTTEN_AT_ONCE)
            if not rows:
                return forgotten
            behind = rows[-1].id
            recent = await find_recent(db, [row.task_id for row in rows], since=before)
            keys = {row.id: await _keys_of(db, row) for row in rows if row.task_id not in recent}
        for row_id, own in keys.items():
            async with files.pending(own), kernel.database.unit_of_work() as uow:
                await store.delete_batch(uow.db, row_id)
            forgotten += 1
