"""Rules of versions that are there: shown with their aliases, changed, compared, deleted with their files."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes, is_same
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry import store
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.models.service import get_model, get_versions, lock_model, refuse_in_use
from relaydesk.registry.schemas import (
    ComparedMetric,
    ComparedTensor,
    ComparedValue,
    ComparisonOut,
    TensorOut,
    VersionOut,
    VersionSummary,
)
from relaydesk.registry.tables import ModelRow, VersionRow

_OF_OTHER_ROWS = {"model", "aliases"}
_COLUMNS = VersionSummary.model_fields.keys() - _OF_OTHER_ROWS


def show_version(model: ModelRow, row: VersionRow, aliases: Sequence[str]) -> VersionOut:
    return VersionOut.model_validate(
        {**_summary(model, row, aliases), "inputs": row.inputs, "outputs": row.outputs, "metadata": row.details}
    )


def _summary(model: ModelRow, row: VersionRow, aliases: Sequence[str]) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _COLUMNS}, "model": model.name, "aliases": aliases}


async def _aliases(db: ReadDb, model: ModelRow) -> Mapping[int, list[str]]:
    """By the ids of versions."""
    aliases: dict[int, list[str]] = {}
    for alias, _ in await store.list_aliases(db, [model.id]):
        aliases.setdefault(alias.version_id, []).append(alias.name)
    return aliases


async def show_versions(db: ReadDb, model: ModelRow, rows: Sequence[VersionRow]) -> list[VersionOut]:
    aliases = await _aliases(db, model)
    return [show_version(model, row, aliases.get(row.id, [])) for row in rows]


async def list_versions(db: ReadDb, *, name: str, limit: int, offset: int) -> tuple[list[VersionSummary], int]:
    """Newest first, and how many there are. Raises ModelNotFound."""
    model = await get_model(db, name)
    rows, total = await store.list_versions(db, model.id, limit=limit, offset=offset)
    aliases = await _aliases(db, model)
    return [VersionSummary.model_validate(_summary(model, row, aliases.get(row.id, []))) for row in rows], total


async def get_version(db: ReadDb, *, name: str, version: int) -> VersionOut:
    """Raises ModelNotFound, ModelVersionNotFound."""
    model = await get_model(db, name)
    [shown] = await show_versions(db, model, await get_versions(db, model, [version]))
    return shown


async def get_file(db: ReadDb, *, name: str, version: int) -> VersionRow:
    """Raises ModelNotFound, ModelVersionNotFound."""
    [row] = await get_versions(db, await get_model(db, name), [version])
    return row


async def change_version(
    uow: UnitOfWork, principal: Principal, *, name: str, version: int, changes: Mapping[str, Any]
) -> VersionOut:
    """`changes` have the names of the wire. Raises ModelNotFound, ModelVersionNotFound."""
    model = await lock_model(uow.db, name)
    rows = await get_versions(uow.db, model, [version])
    [row] = rows
    columns = {"details" if field == "metadata" else field: value for field, value in changes.items()}
    if changed := await apply_changes(uow.db, row, columns):
        await uow.db.flush()
        await uow.db.refresh(row)
        fields = sorted("metadata" if field == "details" else field for field in changed)
        named: dict[str, Any] = {"model": model.name, "version": version}
        record_audit(uow, principal, "model_version.changed", f"model {model.name}", **named, fields=fields)
    [shown] = await show_versions(uow.db, model, rows)
    return shown


async def delete_version(kernel: Kernel, files: ModelFiles, principal: Principal, *, name: str, version: int) -> None:
    """With its file; its number is not given again.

    Raises:
        ModelNotFound, ModelVersionNotFound, StorageFull, StorageUnavailable
        ModelInUse: an alias points to it.
    """
    async with contextlib.AsyncExitStack() as after, kernel.database.unit_of_work() as uow:
        model = await lock_model(uow.db, name)
        [row] = await get_versions(uow.db, model, [version])
        await refuse_in_use(uow.db, model, version)
        await after.enter_async_context(files.pending([row.storage_key]))
        await uow.db.delete(row)
        named: dict[str, Any] = {"model": model.name, "version": version, "filename": row.filename}
        record_audit(uow, principal, "model_version.deleted", f"model {model.name}", **named)
    MODEL_OPERATIONS.labels("delete_version").inc()


async def compare(db: ReadDb, *, name: str, versions: Sequence[int]) -> ComparisonOut:
    """Raises ModelNotFound, ModelVersionNotFound."""
    model = await get_model(db, name)
    shown = await show_versions(db, model, await get_versions(db, model, versions))
    return ComparisonOut(
        model=model.name,
        versions=shown,
        is_same_file=len({one.sha256 for one in shown}) == 1,
        size_difference=shown[-1].size_bytes - shown[0].size_bytes,
        metrics=[_metric(metric, shown) for metric in _names(shown, lambda one: one.metrics)],
        metadata=[_value(value, shown) for value in _names(shown, lambda one: one.metadata)],
        inputs=_tensors([one.inputs for one in shown]),
        outputs=_tensors([one.outputs for one in shown]),
    )


def _names(shown: Sequence[VersionOut], of: Callable[[VersionOut], Iterable[str]]) -> list[str]:
    return sorted({name for one in shown for name in of(one)})


def _metric(name: str, shown: Sequence[VersionOut]) -> ComparedMetric:
    values = [one.metrics.get(name) for one in shown]
    first, last = values[0], values[-1]
    difference = None if first is None or last is None else last - first
    return ComparedMetric(name=name, values=values, difference=difference)


def _value(name: str, shown: Sequence[VersionOut]) -> ComparedValue:
    values: list[JsonValue] = [one.metadata.get(name) for one in shown]
    return ComparedValue(name=name, values=values, is_same=all(is_same(value, values[0]) for value in values))


def _tensors(signatures: Sequence[Sequence[TensorOut]]) -> list[ComparedTensor]:
    """By name, in the order in which they first come."""
    names = dict.fromkeys(tensor.name for signature in signatures for tensor in signature)
    by_name = [{tensor.name: tensor for tensor in signature} for signature in signatures]
    rows = [(name, [signature.get(name) for signature in by_name]) for name in names]
    return [
        ComparedTensor(name=name, tensors=tensors, is_same=all(tensor == tensors[0] for tensor in tensors))
        for name, tensors in rows
    ]
