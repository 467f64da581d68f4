"""Every query on upstreams, upstream keys, routes and their aliases."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, and_, column, exists, func, not_, or_, select, table, text, union
from sqlalchemy.orm import aliased

from relaydesk.gateway.upstreams.tables import RouteAliasRow, RouteRow, UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Db, ReadDb


async def list_upstreams(
    db: ReadDb, *, query: str | None, limit: int, offset: int
) -> tuple[Sequence[UpstreamRow], int]:
    where: list[ColumnElement[bool]] = []
    if query:
        where.append(UpstreamRow.name.icontains(query, autoescape=True))
    rows = select(UpstreamRow).where(*where).order_by(UpstreamRow.name)
    return await db.page(rows, limit=limit, offset=offset)


async def all_upstreams(db: ReadDb) -> Sequence[UpstreamRow]:
    return (await db.scalars(select(UpstreamRow).order_by(UpstreamRow.id))).all()


# what goes with an upstream by its foreign key: the table, and the column that names a row
_BELONGING = {
    "keys": ("gateway_upstream_key", "name"),
    "rules": ("gateway_rule", "name"),
    "prices": ("gateway_price", "model"),
    "scripts": ("gateway_script", "name"),
}


async def lock_belonging(db: Db, upstream_id: int, *, most_names: int) -> dict[str, dict[str, Any]]:
    """How many there are of each kind and the first names, without the kinds that there are none of.

    They are locked in the order of their ids, as others do who change many at once.
    """
    belonging: dict[str, dict[str, Any]] = {}
    for kind, (name, label) in _BELONGING.items():
        rows = table(name, column("id"), column("upstream_id"), column(label))
        own = select(rows).where(rows.c.upstream_id == upstream_id).order_by(rows.c.id).with_for_update().cte("own")
        names = func.array_agg(own.c[label])[1:most_names]
        count, first_names = (await db.execute(select(func.count(), names).select_from(own))).one()
        if count:
            belonging[kind] = {"count": count, "names": first_names}
    return belonging


async def find_upstream_by_name(db: ReadDb, name: str) -> UpstreamRow | None:
    return await db.scalar(select(UpstreamRow).where(UpstreamRow.name == name))


async def names_of_upstreams(db: ReadDb, upstream_ids: Collection[int]) -> dict[int, str]:
    """Of those that are still there."""
    rows = await db.execute(select(UpstreamRow.id, UpstreamRow.name).where(UpstreamRow.id.in_(upstream_ids)))
    return dict(rows.all())


async def has_keys(db: ReadDb, upstream_id: int) -> bool:
    query = select(UpstreamKeyRow.id).where(UpstreamKeyRow.upstream_id == upstream_id).limit(1)
    return await db.scalar(query) is not None


async def present_moment(db: ReadDb) -> datetime:
    """By PostgreSQL's clock, as it is now, not as the transaction began."""
    moment: datetime = (await db.execute(select(func.clock_timestamp()))).scalar_one()
    return moment


def is_awaiting() -> ColumnElement[bool]:
    """Whether a key was given before its upstream pointed to where it does now."""
    key, moved, own = UpstreamKeyRow, aliased(UpstreamRow), aliased(UpstreamRow)
    # most upstreams have none that rest: the first, which is looked up once, spares the second for each key
    any_rest = key.upstream_id.in_(select(moved.id).where(moved.keys_rest_since.is_not(None)))
    since = select(own.keys_rest_since).where(own.id == key.upstream_id).correlate(key).scalar_subquery()
    return and_(any_rest, key.given_at <= since)


async def count_awaiting(db: ReadDb, upstream_ids: Sequence[int]) -> dict[int, int]:
    """Keys that must be given again, by upstream; those without any are left out."""
    key = UpstreamKeyRow
    query = select(key.upstream_id, func.count()).where(key.upstream_id.in_(upstream_ids), is_awaiting())
    return {row[0]: row[1] for row in (await db.execute(query.group_by(key.upstream_id))).all()}


async def awaiting_keys(db: ReadDb, key_ids: Sequence[int]) -> set[int]:
    """Those of the keys that must be given again."""
    rows = await db.scalars(select(UpstreamKeyRow.id).where(UpstreamKeyRow.id.in_(key_ids), is_awaiting()))
    return set(rows.all())


async def known_upstream_ids(db: ReadDb, upstream_ids: Iterable[int]) -> set[int]:
    rows = await db.scalars(select(UpstreamRow.id).where(UpstreamRow.id.in_(set(upstream_ids))))
    return set(rows.all())


async def pin_upstreams(db: Db, upstream_ids: Iterable[int]) -> set[int]:
    """As `known_upstream_ids`; those are not deleted before the unit of work ends."""
    query = select(UpstreamRow.id).where(UpstreamRow.id.in_(set(upstream_ids))).order_by(UpstreamRow.id)
    rows = await db.scalars(query.with_for_update(read=True, key_share=True))
    return set(rows.all())


async def count_keys(db: ReadDb, upstream_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Keys by upstream and status."""
    query = (
        select(UpstreamKeyRow.upstream_id, UpstreamKeyRow.status, func.count())
        .where(UpstreamKeyRow.upstream_id.in_(upstream_ids))
        .group_by(UpstreamKeyRow.upstream_id, UpstreamKeyRow.status)
    )
    counts: dict[int, dict[str, int]] = {}
    for upstream_id, status, count in (await db.execute(query)).all():
        counts.setdefault(upstream_id, {})[status] = count
    return counts


BLOCK = 512


class ActiveKey(NamedTuple):
    """`secret` is encrypted."""

    id: int
    upstream_id: int
    secret: str
    weight: int
    quota: dict[str, Any] | None
    given_at: datetime


class BlockSum(NamedTuple):
    """Of a block of keys, by id: how many there are, and a sum that moves with every change of one of them."""

    keys: int
    versions: int


# xmin is the transaction that wrote a row's current version (PostgreSQL, "System Columns")
_SUM_KEYS = text(
    "SELECT id / :block AS number, count(*), bit_xor(hashint8extended(id, xmin::text::bigint)) "
    "FROM gateway_upstream_key GROUP BY number"
)


async def sum_keys(db: ReadDb) -> dict[int, BlockSum]:
    """By number of a block of `BLOCK` ids: what tells whether anything in it changed."""
    rows = await db.execute(_SUM_KEYS, {"block": BLOCK})
    return {number: BlockSum(keys, versions) for number, keys, versions in rows.all()}


async def active_keys(db: ReadDb, blocks: Sequence[int]) -> list[ActiveKey]:
    """Those of some blocks of ids that may be picked, by id."""
    key = UpstreamKeyRow
    query = select(key.id, key.upstream_id, key.secret, key.weight, key.quota, key.given_at)
    inside = or_(*(key.id.between(number * BLOCK, number * BLOCK + BLOCK - 1) for number in blocks))
    rows = await db.execute(query.where(key.status == "active", inside).order_by(key.id))
    return [ActiveKey(*row) for row in rows.all()]


async def upstreams_with_keys(db: ReadDb) -> set[int]:
    return set((await db.scalars(select(UpstreamKeyRow.upstream_id).distinct())).all())


async def upstreams_with_active_keys(db: ReadDb) -> set[int]:
    """Those with keys that may be sent to where they point."""
    query = select(UpstreamKeyRow.upstream_id).where(UpstreamKeyRow.status == "active", not_(is_awaiting()))
    return set((await db.scalars(query.distinct())).all())


async def find_active_key(db: ReadDb, upstream_id: int) -> UpstreamKeyRow | None:
    """One that may be sent to where the upstream points."""
    return await db.scalar(
        select(UpstreamKeyRow)
        .where(UpstreamKeyRow.upstream_id == upstream_id, UpstreamKeyRow.status == "active", not_(is_awaiting()))
        .order_by(UpstreamKeyRow.id)
        .limit(1)
    )


async def list_routes(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[RouteRow], int]:
    where: list[ColumnElement[bool]] = []
    if query:
        where.append(RouteRow.model.icontains(query, autoescape=True))
    rows = select(RouteRow).where(*where).order_by(RouteRow.model)
    return await db.page(rows, limit=limit, offset=offset)


async def all_routes(db: ReadDb) -> Sequence[RouteRow]:
    return (await db.scalars(select(RouteRow).order_by(RouteRow.id))).all()


async def find_offered_models(db: ReadDb, models: Collection[str]) -> set[str]:
    """Those of these models that an enabled route offers, by its own name or an alias."""
    offered = _offered().subquery()
    return set(await db.scalars(select(offered.c.model).where(offered.c.model.in_(models))))


async def list_offered_models(db: ReadDb) -> list[str]:
    """Those that enabled routes offer, by name."""
    offered = _offered().subquery()
    return list(await db.scalars(select(offered.c.model).order_by(offered.c.model)))


def _offered() -> CompoundSelect[tuple[str]]:
    alias = RouteAliasRow
    own = select(RouteRow.model.label("model")).where(RouteRow.enabled)
    others = select(alias.name).join(RouteRow, RouteRow.id == alias.route_id).where(RouteRow.enabled, alias.enabled)
    return union(own, others)


async def find_route_by_model(db: ReadDb, model: str) -> RouteRow | None:
    return await db.scalar(select(RouteRow).where(RouteRow.model == model))


async def lock_model_names(db: Db) -> None:
    """Until the unit of work ends nobody else gives a route or an alias a name."""
    await db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('gateway.model_names', 0))"))


async def pin_route_by_model(db: Db, model: str) -> RouteRow | None:
    """It is not deleted before the unit of work ends."""
    query = select(RouteRow).where(RouteRow.model == model)
    return await db.scalar(query.with_for_update(read=True, key_share=True))


async def all_aliases(db: ReadDb) -> Sequence[RouteAliasRow]:
    return (await db.scalars(select(RouteAliasRow).order_by(RouteAliasRow.id))).all()


async def find_alias(db: ReadDb, name: str) -> RouteAliasRow | None:
    return await db.scalar(select(RouteAliasRow).where(RouteAliasRow.name == name))


async def names_of_aliases(db: ReadDb, route_id: int) -> Sequence[str]:
    query = select(RouteAliasRow.name).where(RouteAliasRow.route_id == route_id).order_by(RouteAliasRow.name)
    return (await db.scalars(query)).all()


async def routes_of_aliases(db: ReadDb, names: Collection[str]) -> dict[str, RouteRow]:
    """By alias."""
    query = select(RouteAliasRow.name, RouteRow).join(RouteRow, RouteRow.id == RouteAliasRow.route_id)
    rows = await db.execute(query.where(RouteAliasRow.name.in_(names)))
    return {name: route for name, route in rows.all()}  # noqa: C416 - rows are no pairs to `dict`


class Ability(NamedTuple):
    """An upstream, and whether it lacks a key that it could be asked with."""

    upstream: UpstreamRow
    lacks_key: bool


async def abilities_of_upstreams(db: ReadDb, upstream_ids: Collection[int]) -> dict[int, Ability]:
    """Of those that are there."""
    key = UpstreamKeyRow
    own = exists().where(key.upstream_id == UpstreamRow.id)
    usable = exists().where(key.upstream_id == UpstreamRow.id, key.status == "active", not_(is_awaiting()))
    rows = await db.execute(select(UpstreamRow, and_(own, not_(usable))).where(UpstreamRow.id.in_(upstream_ids)))
    return {row.id: Ability(row, lacks_key) for row, lacks_key in rows.all()}
