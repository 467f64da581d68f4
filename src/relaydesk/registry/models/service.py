"""Rules of models and aliases: named once, never deleted while something points to them or serves them."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from relaydesk.identity.api import Principal, Resource, new_value, record_audit
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import listed
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry import store
from relaydesk.registry.errors import (
    ModelAliasNotFound,
    ModelDeployed,
    ModelInUse,
    ModelKept,
    ModelNameTaken,
    ModelNotFound,
    ModelVersionNotFound,
)
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.schemas import AliasOut, ModelOut
from relaydesk.registry.tables import AliasRow, DeploymentRow, ModelRow, VersionRow
from relaydesk.registry.types import DEPLOYMENTS_CHANNEL, DeploymentStatus


async def _check(db: Db, values: Mapping[str, Any], row: ModelRow | None) -> None:
    """Raises ModelNameTaken."""
    name = new_value(values, row, "name")
    if name is not None and await store.find_model(db, name):
        raise ModelNameTaken(name=name)


def _target(row: ModelRow) -> str:
    return f"model {row.name}"


MODELS = Resource(
    ModelRow,
    kind="model",
    label="name",
    target=_target,
    missing=lambda row_id: ModelNotFound(name=str(row_id)),
    check=_check,
)


async def get_model(db: ReadDb, name: str) -> ModelRow:
    """Raises ModelNotFound."""
    return _existing(await store.find_model(db, name), name)


async def lock_model(db: Db, name: str) -> ModelRow:
    """As `get_model`; until the transaction ends its versions and aliases are this caller's alone to change."""
    return _existing(await store.find_model_locked(db, name), name)


def _existing(row: ModelRow | None, name: str) -> ModelRow:
    if row is None:
        raise ModelNotFound(name=name)
    return row


async def get_versions(db: ReadDb, model: ModelRow, versions: Sequence[int]) -> Sequence[VersionRow]:
    """In the order given. Raises ModelVersionNotFound for one that there is not."""
    rows = await store.find_versions(db, model.id, versions)
    for version in versions:
        if version not in rows:
            raise ModelVersionNotFound(name=model.name, version=version)
    return [rows[version] for version in versions]


async def show_models(db: ReadDb, rows: Sequence[ModelRow]) -> list[ModelOut]:
    ids = [row.id for row in rows]
    figures = await store.figures_of_versions(db, ids)
    aliases: dict[int, dict[str, int]] = {model_id: {} for model_id in ids}
    for alias, version in await store.list_aliases(db, ids):
        aliases[alias.model_id][alias.name] = version
    stages = await store.stages_of_models(db, ids)
    deployments: dict[int, list[str]] = {model_id: [] for model_id in ids}
    for deployment in await store.deployments_of_models(db, ids):
        deployments[deployment.model_id or 0].append(deployment.name)
    nothing = store.VersionFigures()
    return [
        ModelOut(
            id=row.name,
            name=row.name,
            description=row.description,
            tags=row.tags,
            version_count=figures.get(row.id, nothing).count,
            latest_version=figures.get(row.id, nothing).latest,
            aliases=aliases[row.id],
            stages=stages.get(row.id, {}),
            deployments=deployments[row.id],
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


async def change_model(uow: UnitOfWork, principal: Principal, *, name: str, changes: Mapping[str, Any]) -> ModelRow:
    """Raises ModelNotFound."""
    row = await lock_model(uow.db, name)
    return await MODELS.change(uow, principal, row.id, changes)


async def delete_model(kernel: Kernel, files: ModelFiles, principal: Principal, *, name: str) -> None:
    """With all of its versions and their files.

    Raises:
        ModelNotFound, StorageFull, StorageUnavailable
        ModelInUse: as `refuse_in_use`.
    """
    async with contextlib.AsyncExitStack() as after, kernel.database.unit_of_work() as uow:
        model = await lock_model(uow.db, name)
        await refuse_in_use(uow.db, model, None)
        keys = await store.storage_keys_of_model(uow.db, model.id)
        await after.enter_async_context(files.pending(keys))
        await MODELS.delete(uow, principal, model.id, versions=len(keys))
    MODEL_OPERATIONS.labels("delete").inc()


async def refuse_in_use(db: ReadDb, model: ModelRow, version: int | None) -> None:
    """What points to a version keeps it, and its model; without `version` what points to any.

    Whatever else comes to work with versions is to be looked at here, too.

    Raises:
        ModelInUse: naming the aliases.
        ModelDeployed: naming the deployments.
        ModelKept: naming both.
    """
    pairs = await store.list_aliases(db, [model.id])
    aliases = listed([alias.name for alias, pointed in pairs if version in (None, pointed)])
    rows = await store.deployments_of_models(db, [model.id])
    deployments = listed([row.name for row in rows if version is None or version in versions_of(row)])
    if aliases and deployments:
        raise ModelKept(aliases=aliases, deployments=deployments)
    if aliases:
        raise ModelInUse(aliases=aliases)
    if deployments:
        raise ModelDeployed(deployments=deployments)


def versions_of(row: DeploymentRow) -> set[int]:
    """Those that a deployment serves, is to serve or may go back to."""
    return {share["version"] for share in (*row.traffic, *row.previous, *_served(row))}


def _served(row: DeploymentRow) -> list[dict[str, Any]]:
    """What answers, though it may be asked to no more: what is to come in its place has not been loaded."""
    return [one for one in row.live if one["weight"]] if row.is_running else []


async def point_alias(uow: UnitOfWork, principal: Principal, *, name: str, alias: str, version: int) -> AliasOut:
    """Makes or moves it. Raises ModelNotFound, ModelVersionNotFound."""
    model = await lock_model(uow.db, name)
    [pointed] = await get_versions(uow.db, model, [version])
    row = await store.find_alias(uow.db, model_id=model.id, name=alias)
    before = None if row is None else await store.number_of_version(uow.db, row.version_id)
    if row is None:
        row = AliasRow(model_id=model.id, name=alias, version_id=pointed.id)
        uow.db.add(row)
    if before != version:
        row.version_id, model.updated_at = pointed.id, utc_now()
        await uow.db.flush()
        await uow.db.refresh(row)
        change: dict[str, Any] = {"before": before and {"version": before}, "after": {"version": version}}
        record_audit(uow, principal, "model_alias.pointed", _target(model), model=model.name, alias=alias, **change)
        MODEL_OPERATIONS.labels("point_alias").inc()
        await _move_followers(uow, model, alias, version)
    return AliasOut(model=model.name, alias=alias, version=version, updated_at=row.updated_at)


async def _move_followers(uow: UnitOfWork, model: ModelRow, alias: str, version: int) -> None:
    """Deployments that follow the alias are to serve the version that it points to now."""
    for row in await store.followers_of_alias(uow.db, model_id=model.id, alias=alias):
        move_traffic(uow, row, [{"version": version, "weight": 100}])


def move_traffic(uow: UnitOfWork, row: DeploymentRow, traffic: list[dict[str, Any]]) -> None:
    """What it served before is what it may be rolled back to: not what has never been loaded. Of a locked row."""
    if row.traffic != traffic:
        served = {one["version"] for one in _served(row)}
        wished = {share["version"] for share in row.traffic if share["weight"]}
        if not served or served == wished or row.previous in ([], traffic):
            row.previous = row.traffic
        row.traffic = traffic
    wish(uow, row, row.is_running)


def wish(uow: UnitOfWork, row: DeploymentRow, is_running: bool) -> None:
    """Has whoever serves look at what is wished for now."""
    row.is_running = is_running
    if is_running:
        row.status = DeploymentStatus.LOADING
    elif row.status != DeploymentStatus.STOPPED:
        row.status = DeploymentStatus.DRAINING
    row.reason, row.revision = None, row.revision + 1
    uow.wake(DEPLOYMENTS_CHANNEL)


async def delete_alias(uow: UnitOfWork, principal: Principal, *, name: str, alias: str) -> None:
    """Raises ModelNotFound, ModelAliasNotFound, ModelDeployed where deployments follow it."""
    model = await lock_model(uow.db, name)
    row = await store.find_alias(uow.db, model_id=model.id, name=alias)
    if row is None:
        raise ModelAliasNotFound(name=name, alias=alias)
    if followers := await store.followers_of_alias(uow.db, model_id=model.id, alias=alias):
        raise ModelDeployed(deployments=listed([one.name for one in followers]))
    await uow.db.delete(row)
    model.updated_at = utc_now()
    record_audit(uow, principal, "model_alias.deleted", _target(model), model=model.name, alias=alias)
