"""Rules of deployments: what people wish for is written down here; the inference process makes it so."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from relaydesk.gateway.api import (
    ModelUsers,
    ReasonOut,
    RouteStanding,
    create_alias,
    delete_alias,
    enable_alias,
    standings_of_aliases,
)
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_public_id
from relaydesk.kernel.observe.metrics import MODEL_OPERATIONS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry import store
from relaydesk.registry.deployments.schemas import DeploymentCreate, DeploymentOut, FollowIn, TrafficIn
from relaydesk.registry.errors import (
    DeploymentChanged,
    DeploymentNameTaken,
    DeploymentNotFound,
    DeploymentOfRoute,
    ModelAliasNotFound,
    ModelWithoutVersion,
    NothingToRollBack,
)
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.models.service import get_versions, lock_model, move_traffic, wish
from relaydesk.registry.tables import DeploymentRow, ModelRow
from relaydesk.registry.types import DEPLOYMENTS_CHANNEL, DeploymentKind, DeploymentStatus

ALL_TRAFFIC = 100
OF_MODELS = frozenset({"version", "alias", "replicas", "max_batch_rows", "sticky", "unload_after_s"})


async def show_deployments(db: ReadDb, rows: Sequence[DeploymentRow]) -> list[DeploymentOut]:
    models = await store.names_of_models(db, {row.model_id for row in rows if row.model_id is not None})
    standings = await standings_of_aliases(db, [row.name for row in rows if row.model_id is None])
    batches = await store.count_batches(db, [row.id for row in rows])
    return [
        _shown(row, models.get(row.model_id or 0), standings.get(row.name), batches=batches.get(row.id, 0))
        for row in rows
    ]


def _shown(row: DeploymentRow, model: str | None, standing: RouteStanding | None, *, batches: int) -> DeploymentOut:
    status, problem = DeploymentStatus(row.status), None
    if standing is not None and row.is_running:
        problem = standing.problem
        status = DeploymentStatus.FAILED if problem is not None else DeploymentStatus.READY
    return DeploymentOut(
        id=row.public_id,
        name=row.name,
        kind=DeploymentKind.ROUTE if row.model_id is None else DeploymentKind.MODEL,
        model=model,
        alias=row.alias,
        route=standing.model if standing is not None else None,
        route_id=standing.route_id if standing is not None else None,
        status=status,
        reason=problem.message if problem is not None else row.reason,
        because=ReasonOut.model_validate(problem) if problem is not None else None,
        replicas=row.replicas,
        max_batch_rows=row.max_batch_rows,
        sticky=row.is_sticky,
        unload_after_s=row.unload_after_s,
        traffic=row.traffic,
        previous_traffic=row.previous,
        revision=row.revision,
        live=row.live,
        batches=batches,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def show_deployment(db: ReadDb, row: DeploymentRow) -> DeploymentOut:
    [shown] = await show_deployments(db, [row])
    return shown


async def get_deployment(db: ReadDb, public_id: str) -> DeploymentRow:
    """Raises DeploymentNotFound."""
    return _existing(await store.find_deployment(db, public_id))


def _existing(row: DeploymentRow | None) -> DeploymentRow:
    if row is None:
        raise DeploymentNotFound
    return row


async def get_model_deployment(db: ReadDb, public_id: str) -> DeploymentRow:
    """Raises DeploymentNotFound, DeploymentOfRoute."""
    row = await get_deployment(db, public_id)
    if row.model_id is None:
        raise DeploymentOfRoute(name=row.name)
    return row


async def _lock_of_model(db: Db, public_id: str, revision: int | None = None) -> DeploymentRow:
    """Raises DeploymentNotFound, DeploymentOfRoute, DeploymentChanged."""
    await get_model_deployment(db, public_id)  # one never becomes the other
    return await _lock(db, public_id, revision)


async def _lock(db: Db, public_id: str, revision: int | None = None) -> DeploymentRow:
    """Its model first, as whoever moves an alias does. Raises DeploymentNotFound, DeploymentChanged."""
    model_id = (await get_deployment(db, public_id)).model_id
    models = await store.names_of_models(db, [model_id]) if model_id is not None else {}
    for name in models.values():
        await lock_model(db, name)
    row = _existing(await store.find_deployment_locked(db, public_id))
    await db.refresh(row)
    if revision not in (None, row.revision):
        raise DeploymentChanged
    return row


async def create_deployment(uow: UnitOfWork, principal: Principal, body: DeploymentCreate) -> DeploymentRow:
    """Of a model or of a route.

    Raises:
        ModelNotFound, ModelVersionNotFound, ModelAliasNotFound, ModelWithoutVersion, DeploymentNameTaken
        RouteAliasTaken: a route has that name.
        Invalid
    """
    if body.model is None:
        return await _create_of_route(uow, principal, body)
    if body.route is not None:
        raise Invalid.field("route", "must not be there beside model", reason="model_or_route")
    return await _create_of_model(uow, principal, body, body.model)


async def _create_of_route(uow: UnitOfWork, principal: Principal, body: DeploymentCreate) -> DeploymentRow:
    if body.route is None:
        raise Invalid.field("model", "must be there, or else route", reason="model_or_route")
    if others := sorted(body.model_fields_set & OF_MODELS):
        raise Invalid.field(others[0], "is for deployments of models", reason="not_of_route")
    if await store.find_deployment_named(uow.db, body.name):
        raise DeploymentNameTaken(name=body.name)
    await create_alias(uow, name=body.name, model=body.route)
    row = DeploymentRow(
        public_id=new_public_id("dep"),
        name=body.name,
        model_id=None,
        alias=None,
        is_running=True,
        replicas=0,
        max_batch_rows=0,
        is_sticky=False,
        traffic=[],
        status=DeploymentStatus.READY,
    )
    uow.db.add(row)
    record_audit(uow, principal, "deployment.created", _target(row), name=row.name, route=body.route)
    return await _stored(uow, row)


async def _create_of_model(
    uow: UnitOfWork, principal: Principal, body: DeploymentCreate, model_name: str
) -> DeploymentRow:
    if body.version is not None and body.alias is not None:
        raise Invalid.field("alias", "must not be there beside version", reason="version_or_alias")
    model = await lock_model(uow.db, model_name)
    version = await _version(uow.db, model, version=body.version, alias=body.alias)
    if await store.find_deployment_named(uow.db, body.name):
        raise DeploymentNameTaken(name=body.name)
    row = DeploymentRow(
        public_id=new_public_id("dep"),
        name=body.name,
        model_id=model.id,
        alias=body.alias,
        is_running=True,
        replicas=body.replicas,
        max_batch_rows=body.max_batch_rows,
        is_sticky=body.sticky,
        unload_after_s=body.unload_after_s,
        traffic=[{"version": version, "weight": ALL_TRAFFIC}],
        status=DeploymentStatus.LOADING,
    )
    uow.db.add(row)
    uow.wake(DEPLOYMENTS_CHANNEL)
    named: dict[str, Any] = {"name": row.name, "model": model.name, "version": version, "alias": body.alias}
    record_audit(uow, principal, "deployment.created", _target(row), **named)
    return await _stored(uow, row)


async def _version(db: ReadDb, model: ModelRow, *, version: int | None, alias: str | None) -> int:
    if version is not None:
        [row] = await get_versions(db, model, [version])
        return row.version
    if alias is None:
        figures = await store.figures_of_versions(db, [model.id])
        latest = figures[model.id].latest if model.id in figures else None
        if latest is None:
            raise ModelWithoutVersion(name=model.name)
        return latest
    pairs = {row.name: pointed for row, pointed in await store.list_aliases(db, [model.id])}
    if alias not in pairs:
        raise ModelAliasNotFound(name=model.name, alias=alias)
    return pairs[alias]


async def change_deployment(
    uow: UnitOfWork, principal: Principal, public_id: str, changes: Mapping[str, Any]
) -> DeploymentRow:
    """Raises DeploymentNotFound, DeploymentOfRoute."""
    row = await _lock_of_model(uow.db, public_id)
    columns = {("is_sticky" if name == "sticky" else name): value for name, value in changes.items()}
    before = {column: getattr(row, column) for column in columns}
    changed = {column.removeprefix("is_"): column for column in await apply_changes(uow.db, row, columns)}
    if not changed:
        return row
    wish(uow, row, row.is_running)
    values: dict[str, Any] = {
        "before": {name: before[column] for name, column in changed.items()},
        "after": {name: columns[column] for name, column in changed.items()},
    }
    record_audit(uow, principal, "deployment.changed", _target(row), name=row.name, **values)
    return await _stored(uow, row)


async def start(uow: UnitOfWork, principal: Principal, public_id: str) -> DeploymentRow:
    """Has it served; one that failed is tried again. Raises DeploymentNotFound."""
    row = await _lock(uow.db, public_id)
    await _turn(uow, row, is_running=True)
    record_audit(uow, principal, "deployment.started", _target(row), name=row.name)
    return await _stored(uow, row)


async def stop(uow: UnitOfWork, principal: Principal, public_id: str) -> DeploymentRow:
    """Ends its replicas once they have answered what they have; a route's name is refused from now on.

    Raises DeploymentNotFound.
    """
    row = await _lock(uow.db, public_id)
    await _turn(uow, row, is_running=False)
    record_audit(uow, principal, "deployment.stopped", _target(row), name=row.name)
    return await _stored(uow, row)


async def _turn(uow: UnitOfWork, row: DeploymentRow, *, is_running: bool) -> None:
    if row.model_id is not None:
        wish(uow, row, is_running)
        return
    await enable_alias(uow, row.name, enabled=is_running)
    row.is_running, row.revision = is_running, row.revision + 1
    row.status = DeploymentStatus.READY if is_running else DeploymentStatus.STOPPED


async def split(uow: UnitOfWork, principal: Principal, public_id: str, body: TrafficIn) -> DeploymentRow:
    """Gives its traffic to these versions, in one step once all of them are loaded. It follows no alias from then on.

    Raises:
        DeploymentNotFound, DeploymentOfRoute, ModelVersionNotFound
        DeploymentChanged: it has another `revision` than the one that the split was made for.
    """
    row = await _lock_of_model(uow.db, public_id, body.revision)
    versions = [share.version for share in body.weights]
    if len(set(versions)) != len(versions):
        raise Invalid.field("weights", "must not name a version twice", reason="version_twice")
    if not any(share.weight for share in body.weights):
        raise Invalid.field("weights", "must not all be 0", reason="weights_all_zero")
    model = await uow.db.get(ModelRow, row.model_id)
    assert model is not None  # noqa: S101 - a deployment keeps its model
    await get_versions(uow.db, model, versions)
    row.alias = None
    row.is_sticky = row.is_sticky if body.sticky is None else body.sticky
    traffic = [share.model_dump() for share in body.weights]
    move_traffic(uow, row, traffic)
    record_audit(uow, principal, "deployment.split", _target(row), name=row.name, traffic=traffic)
    return await _stored(uow, row)


async def follow(uow: UnitOfWork, principal: Principal, public_id: str, body: FollowIn) -> DeploymentRow:
    """Gives its traffic to what the alias points to, now and whenever that moves.

    Raises:
        DeploymentNotFound, DeploymentOfRoute, ModelAliasNotFound
        DeploymentChanged: it has another `revision` than the one that was looked at.
    """
    row = await _lock_of_model(uow.db, public_id, body.revision)
    model = await uow.db.get(ModelRow, row.model_id)
    assert model is not None  # noqa: S101 - a deployment keeps its model
    version = await _version(uow.db, model, version=None, alias=body.alias)
    row.alias = body.alias
    move_traffic(uow, row, [{"version": version, "weight": ALL_TRAFFIC}])
    named: dict[str, Any] = {"name": row.name, "alias": body.alias, "version": version}
    record_audit(uow, principal, "deployment.followed", _target(row), **named)
    return await _stored(uow, row)


async def roll_back_unless_changed(uow: UnitOfWork, principal: Principal, public_id: str, *, revision: int) -> bool:
    """Whether it has been: not where somebody has deleted it or wished for something else since `revision`."""
    try:
        await roll_back(uow, principal, public_id, revision=revision)
    except (DeploymentNotFound, DeploymentChanged, NothingToRollBack):
        return False
    return True


async def roll_back(
    uow: UnitOfWork, principal: Principal, public_id: str, *, revision: int | None = None
) -> DeploymentRow:
    """To the traffic before; again, it goes forth. An alias moves it on only when it is pointed anew.

    Raises:
        DeploymentNotFound, DeploymentOfRoute
        DeploymentChanged: it has another `revision` than the one that was looked at.
        NothingToRollBack: its traffic has never been moved.
    """
    row = await _lock_of_model(uow.db, public_id, revision)
    if not row.previous:
        raise NothingToRollBack
    move_traffic(uow, row, row.previous)
    record_audit(uow, principal, "deployment.rolled_back", _target(row), name=row.name, traffic=row.traffic)
    return await _stored(uow, row)


async def delete_deployment(
    kernel: Kernel, files: ModelFiles, users: ModelUsers, principal: Principal, public_id: str
) -> None:
    """With its inferences over files, which nobody could find without it.

    Raises:
        DeploymentNotFound
        ModelOfAssistants: it is of a route, and they speak by its name.
    """
    async with kernel.database.read() as db:
        known = await store.keys_of_batches(db, (await get_deployment(db, public_id)).id)
    async with files.pending(known), contextlib.AsyncExitStack() as after, kernel.database.unit_of_work() as uow:
        row = await _lock(uow.db, public_id)
        if row.model_id is None:
            await delete_alias(uow, row.name, users)
        await store.lock_batches(uow.db, row.id)
        if late := set(await store.keys_of_batches(uow.db, row.id)).difference(known):
            await after.enter_async_context(files.pending(late))
        batches = (await store.count_batches(uow.db, [row.id])).get(row.id, 0)
        await store.delete_batches(uow.db, row.id)
        await uow.db.delete(row)
        uow.wake(DEPLOYMENTS_CHANNEL)
        record_audit(uow, principal, "deployment.deleted", _target(row), name=row.name, batches=batches)


async def _stored(uow: UnitOfWork, row: DeploymentRow) -> DeploymentRow:
    await uow.db.flush()
    await uow.db.refresh(row)
    MODEL_OPERATIONS.labels("deploy").inc()
    return row


def _target(row: DeploymentRow) -> str:
    return f"deployment {row.name}"
