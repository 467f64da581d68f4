"""Every query on models, versions, aliases and deployments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Text, any_, bindparam, delete, exists, func, or_, select, tuple_, union_all, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import defer

from relaydesk.kernel.database import Db, ReadDb
from relaydesk.registry.tables import AliasRow, BatchPartRow, BatchRow, DeploymentRow, ModelRow, VersionRow
from relaydesk.registry.types import DeploymentKind, Stage

LONG_COLUMNS = (VersionRow.inputs, VersionRow.outputs, VersionRow.details)


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """Of one model: how many versions it has, and the newest one's number."""

    count: int = 0
    latest: int | None = None


async def find_model(db: ReadDb, name: str) -> ModelRow | None:
    return await db.scalar(select(ModelRow).where(ModelRow.name == name))


async def find_model_locked(db: Db, name: str) -> ModelRow | None:
    """Until the transaction ends nobody else gives it versions or aliases, or takes them away."""
    return await db.scalar(select(ModelRow).where(ModelRow.name == name).with_for_update())


async def list_models(
    db: ReadDb, *, query: str | None, tag: str | None, limit: int, offset: int
) -> tuple[Sequence[ModelRow], int]:
    """Newest first; `query` is a part of a name, of a description or of a tag."""
    rows = select(ModelRow)
    if query:
        tag_text = func.jsonb_array_elements_text(ModelRow.tags, type_=Text).column_valued("tag")
        in_a_tag = exists().where(tag_text.icontains(query, autoescape=True))
        texts = (ModelRow.name, ModelRow.description)
        rows = rows.where(or_(*(text.icontains(query, autoescape=True) for text in texts), in_a_tag))
    if tag is not None:
        rows = rows.where(ModelRow.tags.cast(JSONB).contains([tag]))
    return await db.page(rows.order_by(ModelRow.id.desc()), limit=limit, offset=offset)


async def figures_of_versions(db: ReadDb, model_ids: Collection[int]) -> Mapping[int, VersionFigures]:
    """By model; those without versions are left out."""
    figures = select(VersionRow.model_id, func.count(), func.max(VersionRow.version))
    rows = await db.execute(figures.where(VersionRow.model_id.in_(model_ids)).group_by(VersionRow.model_id))
    return {model_id: VersionFigures(count, latest) for model_id, count, latest in rows}


async def stages_of_models(db: ReadDb, model_ids: Collection[int]) -> Mapping[int, dict[str, int]]:
    """By model the newest version of each stage; those of none are left out."""
    newest = select(VersionRow.model_id, VersionRow.stage, func.max(VersionRow.version))
    rows = newest.where(VersionRow.model_id.in_(model_ids), VersionRow.stage != Stage.NONE)
    stages: dict[int, dict[str, int]] = {}
    for model_id, stage, version in await db.execute(rows.group_by(VersionRow.model_id, VersionRow.stage)):
        stages.setdefault(model_id, {})[stage] = version
    return stages


async def list_aliases(db: ReadDb, model_ids: Collection[int]) -> Sequence[tuple[AliasRow, int]]:
    """Of all these models, by name, each with the number of the version that it points to."""
    rows = select(AliasRow, VersionRow.version).join(VersionRow, VersionRow.id == AliasRow.version_id)
    pairs = await db.execute(rows.where(AliasRow.model_id.in_(model_ids)).order_by(AliasRow.name))
    return [(alias, version) for alias, version in pairs]


async def find_alias(db: ReadDb, *, model_id: int, name: str) -> AliasRow | None:
    return await db.scalar(select(AliasRow).where(AliasRow.model_id == model_id, AliasRow.name == name))


async def list_versions(db: ReadDb, model_id: int, *, limit: int, offset: int) -> tuple[Sequence[VersionRow], int]:
    """Newest first; without the columns that may be long."""
    rows = select(VersionRow).where(VersionRow.model_id == model_id).order_by(VersionRow.version.desc())
    rows = rows.options(*(defer(column, raiseload=True) for column in LONG_COLUMNS))
    return await db.page(rows, limit=limit, offset=offset)


async def find_versions(db: ReadDb, model_id: int, versions: Collection[int]) -> Mapping[int, VersionRow]:
    """By number; those that there are not are left out."""
    where = (VersionRow.model_id == model_id, VersionRow.version.in_(versions))
    rows = await db.scalars(select(VersionRow).where(*where))
    return {row.version: row for row in rows}


async def number_of_version(db: ReadDb, version_id: int) -> int | None:
    return await db.scalar(select(VersionRow.version).where(VersionRow.id == version_id))


async def storage_keys_of_model(db: ReadDb, model_id: int) -> Sequence[str]:
    return (await db.scalars(select(VersionRow.storage_key).where(VersionRow.model_id == model_id))).all()


async def storage_keys_in_use(db: ReadDb, keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` that a version or a batch has."""
    wanted = any_(bindparam("keys", list(keys), type_=ARRAY(String)))
    columns = (VersionRow.storage_key, BatchRow.storage_key, BatchPartRow.storage_key)
    return frozenset(await db.scalars(union_all(*(select(one).where(one == wanted) for one in columns))))


async def find_deployment(db: ReadDb, public_id: str) -> DeploymentRow | None:
    return await db.scalar(select(DeploymentRow).where(DeploymentRow.public_id == public_id))


async def find_deployment_locked(db: Db, public_id: str) -> DeploymentRow | None:
    return await db.scalar(select(DeploymentRow).where(DeploymentRow.public_id == public_id).with_for_update())


async def find_deployment_named(db: ReadDb, name: str) -> DeploymentRow | None:
    return await db.scalar(select(DeploymentRow).where(DeploymentRow.name == name))


async def list_deployments(
    db: ReadDb, *, query: str | None, model: str | None, kind: DeploymentKind | None, limit: int, offset: int
) -> tuple[Sequence[DeploymentRow], int]:
    """Newest first; of one model where it is named. `query` is a part of a name."""
    rows = select(DeploymentRow).order_by(DeploymentRow.id.desc())
    if query:
        rows = rows.where(DeploymentRow.name.icontains(query, autoescape=True))
    if kind is not None:
        rows = rows.where(DeploymentRow.model_id.is_(None) == (kind is DeploymentKind.ROUTE))
    if model is not None:
        rows = rows.join(ModelRow, ModelRow.id == DeploymentRow.model_id).where(ModelRow.name == model)
    return await db.page(rows, limit=limit, offset=offset)


async def count_batches(db: ReadDb, deployment_ids: Collection[int]) -> Mapping[int, int]:
    """By deployment; those without inferences over files are left out."""
    counts = select(BatchRow.deployment_id, func.count()).where(BatchRow.deployment_id.in_(deployment_ids))
    rows = await db.execute(counts.group_by(BatchRow.deployment_id))
    return {deployment_id: count for deployment_id, count in rows if deployment_id is not None}


async def lock_batches(db: Db, deployment_id: int) -> None:
    """Nobody adds answers until the transaction ends."""
    batches = select(BatchRow.id).where(BatchRow.deployment_id == deployment_id)
    await db.execute(batches.order_by(BatchRow.id).with_for_update())


async def keys_of_batches(db: ReadDb, deployment_id: int) -> Sequence[str]:
    """Of files of requests and of answers."""
    batches = select(BatchRow.id).where(BatchRow.deployment_id == deployment_id)
    requests = select(BatchRow.storage_key).where(BatchRow.deployment_id == deployment_id)
    answers = select(BatchPartRow.storage_key).where(BatchPartRow.batch_id.in_(batches))
    return (await db.scalars(union_all(requests, answers))).all()


async def delete_batches(db: Db, deployment_id: int) -> None:
    await db.execute(delete(BatchRow).where(BatchRow.deployment_id == deployment_id))


async def count_deployments(db: ReadDb) -> Mapping[str, int]:
    """Those of models, by status."""
    of_models = select(DeploymentRow.status, func.count()).where(DeploymentRow.model_id.is_not(None))
    rows = await db.execute(of_models.group_by(DeploymentRow.status))
    return {status: count for status, count in rows}  # noqa: C416 - rows are no pairs to `dict`


async def names_of_models(db: ReadDb, model_ids: Collection[int]) -> Mapping[int, str]:
    rows = await db.execute(select(ModelRow.id, ModelRow.name).where(ModelRow.id.in_(model_ids)))
    return {model_id: name for model_id, name in rows}  # noqa: C416 - rows are no pairs to `dict`


async def deployments_of_models(db: ReadDb, model_ids: Collection[int]) -> Sequence[DeploymentRow]:
    rows = select(DeploymentRow).where(DeploymentRow.model_id.in_(model_ids)).order_by(DeploymentRow.name)
    return (await db.scalars(rows)).all()


async def followers_of_alias(db: Db, *, model_id: int, alias: str) -> Sequence[DeploymentRow]:
    """Locked, in one order for whoever locks several."""
    where = (DeploymentRow.model_id == model_id, DeploymentRow.alias == alias)
    rows = select(DeploymentRow).where(*where).order_by(DeploymentRow.id).with_for_update()
    return (await db.scalars(rows)).all()


async def list_all_deployments(db: ReadDb) -> Sequence[tuple[DeploymentRow, Sequence[VersionRow]]]:
    """Of models, each with the versions of its traffic, for the process that serves them."""
    of_models = select(DeploymentRow).where(DeploymentRow.model_id.is_not(None))
    rows = (await db.scalars(of_models.order_by(DeploymentRow.id))).all()
    wanted = {(row.model_id, share["version"]) for row in rows for share in row.traffic}
    where = tuple_(VersionRow.model_id, VersionRow.version).in_(wanted)
    known = await db.scalars(select(VersionRow).where(where)) if wanted else ()
    versions: dict[tuple[int | None, int], VersionRow] = {(one.model_id, one.version): one for one in known}
    return [
        (row, [v for share in row.traffic if (v := versions.get((row.model_id, share["version"]))) is not None])
        for row in rows
    ]


async def write_status(
    db: Db, *, deployment_id: int, revision: int, status: str, reason: str | None, live: list[dict[str, Any]]
) -> None:
    """Nothing where somebody has wished for something else meanwhile."""
    where = (DeploymentRow.id == deployment_id, DeploymentRow.revision == revision)
    values = {"status": status, "reason": reason, "live": live, "updated_at": DeploymentRow.updated_at}
    await db.execute(update(DeploymentRow).where(*where).values(**values))
