"""Every query on upstream keys and on what becomes of them: decisions of rules and people, their ends, the history."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Result,
    and_,
    any_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from relaydesk.gateway.keys.types import KeyFilter, KeySort
from relaydesk.gateway.quotas.tables import KeyQuotaRow
from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams.store import is_awaiting
from relaydesk.gateway.upstreams.tables import KeyEventRow, UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Database, Db, ReadDb
from relaydesk.kernel.postgres.statements import Statement

_TIME_OVER = Reason.of("its time out is over", reason="key_time_over")
USED_UP: Final[dict[str, Reason]] = {
    "day": Reason.of("its quota of this day is used up", reason="key_quota_used_day"),
    "month": Reason.of("its quota of this month is used up", reason="key_quota_used_month"),
}
# asked every two seconds
_REVIVABLE = Statement(
    select(
        exists()
        .where(UpstreamKeyRow.status == "disabled", UpstreamKeyRow.status_until <= bindparam("now"))
        .label("is_due")
    )
)


class Decision(NamedTuple):
    """`status` `cooling` leaves a key active and rests it; `until` None is for good."""

    key_id: int
    at: datetime
    status: str
    reason: Reason
    rule_id: int | None = None
    until: datetime | None = None


async def decide(db: Db, decision: Decision) -> bool:
    """Write a decision down; False when the key is gone. A rest only ever gets longer.

    `active` takes back what rules decided; what a person decided has no reason beside it and stays.
    """
    row = UpstreamKeyRow
    statement = update(row).where(row.id == decision.key_id)
    if decision.status == "cooling":
        changed = statement.values(cool_until=func.greatest(row.cool_until, decision.until))
    elif decision.status == "active":
        by_rule = or_(row.status_reason.is_not(None), row.cool_until.is_not(None))
        changed = statement.where(by_rule).values(
            status="active", status_until=None, cool_until=None, **_reason_columns(None)
        )
    else:
        changed = statement.values(
            status=decision.status, status_until=decision.until, cool_until=None, **_reason_columns(decision.reason)
        )
    has_changed = (await db.scalars(changed.returning(row.id))).first() is not None
    if has_changed:
        await note(db, [decision])
    return has_changed


def _reason_columns(reason: Reason | None) -> dict[str, Any]:
    return {"status_reason": reason and reason.message, "status_because": reason and reason.stored()}


async def hold_upstream(db: Db, upstream_id: int, until: datetime | None, why: Reason | None) -> str | None:
    """Tell all processes, and people, until when an upstream is not asked; None lets it be asked again.

    Returns:
        The upstream's name; None when it is gone.
    """
    row = UpstreamRow
    columns = {"held_reason": why and why.message, "held_because": why and why.stored()}
    changed = update(row).where(row.id == upstream_id).values(held_until=until, **columns)
    return await db.scalar(changed.returning(row.name))


async def names_of_keys_and_upstreams(db: ReadDb, key_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The name of each key, and its upstream's."""
    key, upstream = UpstreamKeyRow, UpstreamRow
    condition = key.id == any_(bindparam("ids", list(key_ids), type_=ARRAY(BigInteger)))
    query = select(key.id, key.name, upstream.name).join(upstream, upstream.id == key.upstream_id).where(condition)
    rows = await db.execute(query) if key_ids else ()
    return {key_id: (name, of) for key_id, name, of in rows}


async def note(db: Db, decisions: Sequence[Decision]) -> None:
    """Add to the histories of keys."""
    if decisions:
        whys = ({"reason": one.reason.message, "because": one.reason.stored()} for one in decisions)
        rows = [{**one._asdict(), **why} for one, why in zip(decisions, whys, strict=True)]
        await db.execute(insert(KeyEventRow), rows)


async def exhausted_until(db: ReadDb, key_id: int) -> datetime | None:
    """The end of the period that a key's history has as used up, with nothing after that which made it usable."""
    row = KeyEventRow
    newest = select(row.status, row.until).where(row.key_id == key_id, row.status.in_(("exhausted", "active")))
    event = (await db.execute(newest.order_by(row.id.desc()).limit(1))).first()
    return event.until if event is not None and event.status == "exhausted" else None


async def have_some_to_revive(database: Database, now: datetime) -> bool:
    (row,) = await database.ask(_REVIVABLE, {"now": now})
    return bool(row["is_due"])


async def revive(db: Db, now: datetime) -> list[int]:
    """Bring the disabled keys back whose time is over: their ids."""
    row = UpstreamKeyRow
    over = update(row).where(_in_order(row.status == "disabled", row.status_until <= now))
    back = over.values(status="active", status_until=None, **_reason_columns(None)).returning(row.id)
    ids = list((await db.scalars(back)).all())
    await note(db, [Decision(key_id, now, "active", _TIME_OVER) for key_id in ids])
    return ids


async def cooling(db: ReadDb, now: datetime) -> dict[int, datetime]:
    """The active keys that rest, and until when."""
    row = UpstreamKeyRow
    rows = await db.execute(select(row.id, row.cool_until).where(row.status == "active", row.cool_until > now))
    return {key_id: until for key_id, until in rows.all() if until is not None}


async def names_of_keys(db: ReadDb, key_ids: Collection[int]) -> dict[int, str]:
    """Of those that are still there."""
    rows = await db.execute(select(UpstreamKeyRow.id, UpstreamKeyRow.name).where(UpstreamKeyRow.id.in_(key_ids)))
    return dict(rows.all())


async def list_events(db: ReadDb, key_id: int, *, limit: int, offset: int) -> tuple[Sequence[KeyEventRow], int]:
    """A key's history, newest first."""
    rows = select(KeyEventRow).where(KeyEventRow.key_id == key_id).order_by(KeyEventRow.id.desc())
    return await db.page(rows, limit=limit, offset=offset)


def _state(now: datetime) -> ColumnElement[str]:
    """What has become of a key by now: one of `types.STATES`."""
    row, used = UpstreamKeyRow, KeyQuotaRow
    spent = row.id.in_(select(used.key_id).where(used.is_exhausted, used.resets_at > now))
    return case(
        (row.status != "active", row.status),
        (is_awaiting(), "awaiting"),
        (spent, "exhausted"),
        (row.cool_until > now, "cooling"),
        else_="active",
    )


def _where(wanted: KeyFilter) -> list[ColumnElement[bool]]:
    row = UpstreamKeyRow
    where: list[ColumnElement[bool]] = []
    if wanted.upstream_id is not None:
        where.append(row.upstream_id == wanted.upstream_id)
    if wanted.status is not None:
        where.append(row.status == wanted.status)
    if wanted.state is not None:
        status = wanted.state if wanted.state in ("disabled", "banned") else "active"
        where.append(row.status == status)
        if status == "active":
            where.append(_state(wanted.now) == wanted.state)
    if wanted.query:
        name_or_hint = [column.icontains(wanted.query, autoescape=True) for column in (row.name, row.key_hint)]
        where.append(or_(*name_or_hint))
    if wanted.ids is not None:
        where.append(row.id == any_(bindparam("ids", list(wanted.ids), type_=ARRAY(BigInteger))))
    if wanted.up_to_id is not None:
        where.append(row.id <= wanted.up_to_id)
    return where


def _in_order(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those keys, each locked after those with lower ids: two who change many at once never wait for each other."""
    row = UpstreamKeyRow
    locked = select(row.id).where(*where).order_by(row.id).with_for_update(of=row).cte("locked")
    return row.id.in_(select(locked.c.id))


async def count_keys(db: ReadDb, wanted: KeyFilter) -> tuple[int, int]:
    """How many match, and the highest id among them (0 of none)."""
    row = UpstreamKeyRow
    count, highest_id = (await db.execute(select(func.count(), func.max(row.id)).where(*_where(wanted)))).one()
    return count, highest_id or 0


async def ids_after(db: ReadDb, wanted: KeyFilter, after_id: int, limit: int) -> tuple[int, ...]:
    """Part by part, by id."""
    row = UpstreamKeyRow
    query = select(row.id).where(*_where(wanted), row.id > after_id).order_by(row.id).limit(limit)
    return tuple((await db.scalars(query)).all())


async def list_keys(
    db: ReadDb, wanted: KeyFilter, *, sort: KeySort, limit: int, offset: int
) -> tuple[Sequence[UpstreamKeyRow], int]:
    row = UpstreamKeyRow
    by = {"name": row.name, "status": row.status}.get(sort.lstrip("-"), row.id)  # ids grow with time
    order = [column.desc() if sort.startswith("-") else column.asc() for column in dict.fromkeys((by, row.id))]
    return await db.page(select(row).where(*_where(wanted)).order_by(*order), limit=limit, offset=offset)


async def count_states(db: ReadDb, wanted: KeyFilter) -> dict[str, int]:
    state = _state(wanted.now).label("state")
    rows = await db.execute(select(state, func.count()).where(*_where(wanted)).group_by(state))
    return {str(name): int(count) for name, count in rows.all()}


async def keys_after(
    db: ReadDb, wanted: KeyFilter, after_id: int, limit: int
) -> Sequence[tuple[UpstreamKeyRow, UpstreamRow, str]]:
    """Part by part, by id: keys with their upstreams and states."""
    row, own = UpstreamKeyRow, UpstreamRow
    query = select(row, own, _state(wanted.now)).join(own, own.id == row.upstream_id)
    rows = await db.execute(query.where(*_where(wanted), row.id > after_id).order_by(row.id).limit(limit))
    return [(key, upstream, state) for key, upstream, state in rows.all()]


def _disabled_by_itself() -> ColumnElement[bool]:
    """Disabled by a rule or a test: what a person decides has no reason."""
    return and_(UpstreamKeyRow.status == "disabled", UpstreamKeyRow.status_reason.is_not(None))


async def keys_to_test_again(db: ReadDb, limit: int) -> Sequence[tuple[UpstreamKeyRow, UpstreamRow]]:
    """Keys that no person disabled, of upstreams that test theirs by themselves; by chance, so each has its turn."""
    row, own = UpstreamKeyRow, UpstreamRow
    where = (_disabled_by_itself(), own.auto_test, own.enabled, not_(is_awaiting()))
    query = select(row, own).join(own, own.id == row.upstream_id).where(*where).order_by(func.random()).limit(limit)
    return [(key, upstream) for key, upstream in (await db.execute(query)).all()]


async def bring_back(db: Db, key_ids: Sequence[int], now: datetime, reason: Reason) -> int:
    """Enable keys that no person has disabled by now: how many."""
    row = UpstreamKeyRow
    back = (
        update(row)
        .where(_in_order(*_where(KeyFilter(now=now, ids=tuple(key_ids))), _disabled_by_itself()))
        .values(status="active", status_until=None, cool_until=None, **_reason_columns(None))
    )
    ids = (await db.scalars(back.returning(row.id))).all()
    await note(db, [Decision(key_id, now, "active", reason) for key_id in sorted(ids)])
    return len(ids)


async def find_key(db: ReadDb, key_id: int) -> UpstreamKeyRow | None:
    return await db.scalar(select(UpstreamKeyRow).where(UpstreamKeyRow.id == key_id))


async def insert_key(db: ReadDb, values: dict[str, Any]) -> UpstreamKeyRow | None:
    """The new row, or None when the upstream has this secret already."""
    statement = upsert(UpstreamKeyRow).values(values)
    return await db.scalar(statement.on_conflict_do_nothing().returning(UpstreamKeyRow))


_INSERT_MANY = text(
    "INSERT INTO gateway_upstream_key (upstream_id, name, secret, secret_hash, key_hint, weight) "
    "SELECT :upstream_id, * FROM unnest(CAST(:name AS text[]), CAST(:secret AS text[]), CAST(:secret_hash AS bytea[]), "
    "CAST(:key_hint AS text[]), CAST(:weight AS bigint[])) ON CONFLICT DO NOTHING RETURNING id"
)


async def insert_keys(db: ReadDb, upstream_id: int, rows: Sequence[dict[str, Any]]) -> int:
    """How many were new. One statement: a VALUES list of thousands of rows takes seconds to compile.

    Asking first which hashes the pool has would be cheaper for known keys, but PostgreSQL may answer that through the
    pool's index, each time past all of its keys, where it planned while pools were small; a conflict always goes
    through the unique index.
    """
    columns = {c: [row[c] for row in rows] for c in ("name", "secret", "secret_hash", "key_hint", "weight")}
    return len((await db.execute(_INSERT_MANY, {"upstream_id": upstream_id, **columns})).all())


async def secrets_after(db: ReadDb, upstream_id: int, after_id: int, limit: int) -> Sequence[tuple[int, str]]:
    """Part by part, by id: keys of a pool with what their secrets are encrypted to."""
    row = UpstreamKeyRow
    query = select(row.id, row.secret).where(row.upstream_id == upstream_id, row.id > after_id)
    return [(key_id, secret) for key_id, secret in await db.execute(query.order_by(row.id).limit(limit))]


_SET_HASHES = text(
    "UPDATE gateway_upstream_key SET secret_hash = given.secret_hash FROM unnest(CAST(:ids AS bigint[]), "
    "CAST(:hashes AS bytea[])) AS given (id, secret_hash) WHERE gateway_upstream_key.id = given.id"
)


async def forget_hashes(db: Db, upstream_id: int) -> None:
    pool = _in_order(UpstreamKeyRow.upstream_id == upstream_id)
    await db.execute(update(UpstreamKeyRow).where(pool).values(secret_hash=None))


async def set_hashes(db: ReadDb, hashes: dict[bytes, int]) -> None:
    """By hash: the key that has it."""
    await db.execute(_SET_HASHES, {"ids": list(hashes.values()), "hashes": list(hashes)})


async def has_secret(db: ReadDb, upstream_id: int, secret_hash: bytes, *, except_key_id: int) -> bool:
    query = select(UpstreamKeyRow.id).where(
        UpstreamKeyRow.upstream_id == upstream_id,
        UpstreamKeyRow.secret_hash == secret_hash,
        UpstreamKeyRow.id != except_key_id,
    )
    return await db.scalar(query) is not None


async def set_status(db: Db, wanted: KeyFilter, status: str, reason: Reason, *, is_kept: bool = False) -> int:
    """How many of them had another status, or rested; their histories say why, with `is_kept` the keys do too."""
    row = UpstreamKeyRow
    differs = or_(row.status != status, and_(row.status == "active", row.cool_until > wanted.now))
    values: dict[str, Any] = {"status": status, "status_until": None, "cool_until": None}
    values.update(_reason_columns(reason if is_kept else None))
    changed = update(row).where(_in_order(*_where(wanted), differs)).values(values).returning(row.id).cte("changed")
    why = (literal(reason.message), literal(reason.stored(), JSONB))
    events = select(changed.c.id, literal(status), *why, literal(wanted.now))
    noted = insert(KeyEventRow).from_select(["key_id", "status", "reason", "because", "at"], events)
    return _affected(await db.execute(noted))


async def set_weight(db: Db, wanted: KeyFilter, weight: int) -> int:
    row = UpstreamKeyRow
    differ = _in_order(*_where(wanted), row.weight != weight)
    return _affected(await db.execute(update(row).where(differ).values(weight=weight)))


async def delete_keys(db: Db, wanted: KeyFilter) -> int:
    return _affected(await db.execute(delete(UpstreamKeyRow).where(_in_order(*_where(wanted)))))


def _affected(result: Result[Any]) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
