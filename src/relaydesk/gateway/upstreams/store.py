"""Every query on upstreams, upstream keys and routes."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from relaydesk.gateway.upstreams.tables import RouteRow, UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Db

_BATCH = 5000


async def list_upstreams(db: Db, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[UpstreamRow], int]:
    where: list[ColumnElement[bool]] = []
    if query:
        where.append(UpstreamRow.name.icontains(query, autoescape=True))
    rows = await db.scalars(select(UpstreamRow).where(*where).order_by(UpstreamRow.name).limit(limit).offset(offset))
    return rows.all(), await db.scalar(select(func.count()).select_from(UpstreamRow).where(*where)) or 0


async def all_upstreams(db: Db) -> Sequence[UpstreamRow]:
    return (await db.scalars(select(UpstreamRow).order_by(UpstreamRow.id))).all()


async def find_upstream(db: Db, upstream_id: int) -> UpstreamRow | None:
    return await db.scalar(select(UpstreamRow).where(UpstreamRow.id == upstream_id))


async def find_upstream_by_name(db: Db, name: str) -> UpstreamRow | None:
    return await db.scalar(select(UpstreamRow).where(UpstreamRow.name == name))


async def known_upstream_ids(db: Db, upstream_ids: Iterable[int]) -> set[int]:
    rows = await db.scalars(select(UpstreamRow.id).where(UpstreamRow.id.in_(set(upstream_ids))))
    return set(rows.all())


async def count_keys(db: Db, upstream_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Keys by upstream and status."""
    query = (
        select(UpstreamKeyRow.upstream_id, UpstreamKeyRow.status, func.count())
        .where(UpstreamKeyRow.upstream_id.in_(upstream_ids))
        .group_by(UpstreamKeyRow.upstream_id, UpstreamKeyRow.status)
    )
    found: dict[int, dict[str, int]] = {}
    for upstream_id, status, count in (await db.execute(query)).all():
        found.setdefault(upstream_id, {})[status] = count
    return found


async def list_keys(
    db: Db, *, upstream_id: int | None, status: str | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[UpstreamKeyRow], int]:
    where: list[ColumnElement[bool]] = []
    if upstream_id is not None:
        where.append(UpstreamKeyRow.upstream_id == upstream_id)
    if status is not None:
        where.append(UpstreamKeyRow.status == status)
    if query:
        where.append(UpstreamKeyRow.name.icontains(query, autoescape=True))
    page = select(UpstreamKeyRow).where(*where).order_by(UpstreamKeyRow.id).limit(limit).offset(offset)
    total = await db.scalar(select(func.count()).select_from(UpstreamKeyRow).where(*where))
    return (await db.scalars(page)).all(), total or 0


class ActiveKey(NamedTuple):
    """`secret` is encrypted."""

    id: int
    upstream_id: int
    secret: str
    weight: int
    quota: dict[str, Any] | None


async def active_keys(db: Db) -> list[ActiveKey]:
    """All keys that may be picked."""
    key = UpstreamKeyRow
    query = select(key.id, key.upstream_id, key.secret, key.weight, key.quota)
    rows = await db.execute(query.where(key.status == "active").order_by(key.id))
    return [ActiveKey(*row) for row in rows.all()]


async def upstreams_with_keys(db: Db) -> set[int]:
    return set((await db.scalars(select(UpstreamKeyRow.upstream_id).distinct())).all())


async def find_key(db: Db, key_id: int) -> UpstreamKeyRow | None:
    return await db.scalar(select(UpstreamKeyRow).where(UpstreamKeyRow.id == key_id))


async def find_active_key(db: Db, upstream_id: int) -> UpstreamKeyRow | None:
    return await db.scalar(
        select(UpstreamKeyRow)
        .where(UpstreamKeyRow.upstream_id == upstream_id, UpstreamKeyRow.status == "active")
        .order_by(UpstreamKeyRow.id)
        .limit(1)
    )


async def insert_key(db: Db, values: dict[str, Any]) -> UpstreamKeyRow | None:
    """The new row, or None when the upstream has this secret already."""
    statement = insert(UpstreamKeyRow).values(values)
    return await db.scalar(statement.on_conflict_do_nothing().returning(UpstreamKeyRow))


_INSERT_MANY = text(
    "INSERT INTO gateway_upstream_key (upstream_id, name, secret, secret_hash, key_hint, weight) "
    "SELECT :upstream_id, * FROM unnest(CAST(:name AS text[]), CAST(:secret AS text[]), CAST(:secret_hash AS bytea[]), "
    "CAST(:key_hint AS text[]), CAST(:weight AS bigint[])) ON CONFLICT DO NOTHING RETURNING id"
)


async def insert_keys(db: Db, upstream_id: int, rows: Sequence[dict[str, Any]]) -> int:
    """How many were new. One statement a batch: a VALUES list of thousands of rows takes seconds to compile."""
    created = 0
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        columns = {c: [row[c] for row in batch] for c in ("name", "secret", "secret_hash", "key_hint", "weight")}
        created += len((await db.execute(_INSERT_MANY, {"upstream_id": upstream_id, **columns})).all())
    return created


async def has_secret(db: Db, upstream_id: int, secret_hash: bytes, *, except_key_id: int) -> bool:
    query = select(UpstreamKeyRow.id).where(
        UpstreamKeyRow.upstream_id == upstream_id,
        UpstreamKeyRow.secret_hash == secret_hash,
        UpstreamKeyRow.id != except_key_id,
    )
    return await db.scalar(query) is not None


async def set_status(db: Db, key_ids: Sequence[int], status: str) -> list[int]:
    """The ids of those that had another status."""
    statement = update(UpstreamKeyRow).where(UpstreamKeyRow.id.in_(key_ids), UpstreamKeyRow.status != status)
    values = statement.values(status=status, status_reason=None, status_until=None, cool_until=None)
    return list((await db.scalars(values.returning(UpstreamKeyRow.id))).all())


async def delete_keys(db: Db, key_ids: Sequence[int]) -> int:
    statement = delete(UpstreamKeyRow).where(UpstreamKeyRow.id.in_(key_ids))
    return len((await db.scalars(statement.returning(UpstreamKeyRow.id))).all())


async def list_routes(db: Db, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[RouteRow], int]:
    where: list[ColumnElement[bool]] = []
    if query:
        where.append(RouteRow.model.icontains(query, autoescape=True))
    rows = await db.scalars(select(RouteRow).where(*where).order_by(RouteRow.model).limit(limit).offset(offset))
    return rows.all(), await db.scalar(select(func.count()).select_from(RouteRow).where(*where)) or 0


async def all_routes(db: Db) -> Sequence[RouteRow]:
    return (await db.scalars(select(RouteRow).order_by(RouteRow.id))).all()


async def find_route(db: Db, route_id: int) -> RouteRow | None:
    return await db.scalar(select(RouteRow).where(RouteRow.id == route_id))


async def find_route_by_model(db: Db, model: str) -> RouteRow | None:
    return await db.scalar(select(RouteRow).where(RouteRow.model == model))
