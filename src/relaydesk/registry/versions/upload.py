"""Owns an upload from its first byte to its version: nothing is kept of one that is cut, refused or overtaken."""

from typing import Any

import msgspec

from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.body import UploadBody
from relaydesk.registry.errors import ChecksumMismatch
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.models.service import get_model, lock_model
from relaydesk.registry.receiving import receive, refuse_lost
from relaydesk.registry.schemas import VersionOut
from relaydesk.registry.storage.port import Contents
from relaydesk.registry.tables import VersionRow
from relaydesk.registry.types import READY, ModelDescription
from relaydesk.registry.versions.service import show_version

DEFAULT_FILENAME = "model.onnx"


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
        contents = await receive(kernel, principal, body, incoming)
        if sha256 is not None and contents.sha256 != sha256.lower():
            raise ChecksumMismatch(sha256=contents.sha256)
        description = await files.describe(incoming)
        row = _row(description, contents, key=key, filename=filename or body.filename or DEFAULT_FILENAME)
        async with kernel.database.unit_of_work() as uow:
            await refuse_lost(uow.db, principal)
            shown = await _add(uow, principal, name, row)
        MODEL_OPERATIONS.labels("upload").inc()
        return shown


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
