"""Owns an upload from its first byte to its version: nothing is kept of one that is cut, refused or overtaken."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import msgspec

from relaydesk.identity.api import Principal, access_of, find_lost, record_audit
from relaydesk.kernel.background import Draining
from relaydesk.kernel.database import Db, UnitOfWork
from relaydesk.kernel.errors import BodyTooLarge
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.errors import ChecksumMismatch, UploadInterrupted
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.models.service import get_model, lock_model
from relaydesk.registry.schemas import VersionOut
from relaydesk.registry.storage.port import Contents, Incoming
from relaydesk.registry.tables import VersionRow
from relaydesk.registry.types import READY, ModelDescription
from relaydesk.registry.versions.body import UploadBody
from relaydesk.registry.versions.service import show_version

DEFAULT_FILENAME = "model.onnx"
# less than a web process has to end its requests
GRACE_S = 5.0
RETRY_AFTER_S = 5


async def upload_version(
    kernel: Kernel,
    files: ModelFiles,
    principal: Principal,
    *,
    name: str,
    body: UploadBody,
    filename: str | None,
    sha256: str | None,
) -> VersionOut:
    """A version with what comes, once all of it is on the disk and was read. `sha256` is what it is to be.

    Raises:
        ModelNotFound
        UploadCut, UploadUnreadable, UploadWithoutFile, UploadInterrupted, BodyTooLarge, ChecksumMismatch
        StorageFull, StorageUnavailable
        ModelNotOnnx, ModelTruncated, ModelWithoutGraph, ModelHasExternalData, ModelTooComplex
        Unauthenticated, PermissionMissing: whoever sends it has lost the right to meanwhile.
    """
    async with kernel.database.read() as db:
        await get_model(db, name)
    async with files.incoming() as (key, incoming):
        async with _unless_stopped(kernel.draining):
            contents = await _receive(body, incoming, kernel.options.model_upload_max_bytes)
        if sha256 is not None and contents.sha256 != sha256.lower():
            raise ChecksumMismatch(sha256=contents.sha256)
        description = await files.describe(incoming)
        row = _row(description, contents, key=key, filename=filename or body.filename or DEFAULT_FILENAME)
        async with kernel.database.unit_of_work() as uow:
            await _refuse_lost(uow.db, principal)
            shown = await _add(uow, principal, name, row)
        MODEL_OPERATIONS.labels("upload").inc()
        return shown


async def _receive(body: UploadBody, incoming: Incoming, limit_bytes: int) -> Contents:
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


async def _refuse_lost(db: Db, principal: Principal) -> None:
    """An upload may take hours: its sender may have been signed out. That a token has run out is no reason."""
    access = replace(access_of(principal, "models.write"), expires_at_s=None)
    lost = await find_lost(db, [access])
    if access in lost:
        raise lost[access]


def _row(description: ModelDescription, contents: Contents, *, key: str, filename: str) -> VersionRow:
    return VersionRow(
        status=READY,
        filename=filename,
        storage_key=key,
        sha256=contents.sha256,
        size_bytes=contents.size_bytes,
        **msgspec.to_builtins(description),
    )


async def _add(uow: UnitOfWork, principal: Principal, name: str, row: VersionRow) -> VersionOut:
    """With the model's next number, which is nobody else's: the model is locked."""
    model = await lock_model(uow.db, name)
    model.last_version += 1
    row.model_id, row.version = model.id, model.last_version
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    named: dict[str, Any] = {
        "model": model.name,
        "version": row.version,
        "filename": row.filename,
        "sha256": row.sha256,
    }
    record_audit(uow, principal, "model_version.created", f"model {model.name}", **named)
    return show_version(model, row, [])
