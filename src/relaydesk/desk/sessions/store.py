"""Every query on sessions and their events."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    SQLColumnExpression,
    String,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from relaydesk.desk.sessions.tables import Session, SessionCount, SessionCountChange, SessionEvent
from relaydesk.desk.types import Appended, Heading, Kind, Speaker, State
from relaydesk.desk.words import query_of
from relaydesk.kernel.database import MOST_COUNTED, Database, Db, ReadDb, SingleWrite, utc_now
from relaydesk.kernel.postgres.statements import Statement

OPERATOR_LOCK = 7_305_517
COUNT_LOCK = 7_305_517_220_003
_NEWEST = (Session.updated_at.desc(), Session.id.desc())
_PROBED, _COMMON = 200, 80  # words that so many of the newest have are common
_WALKED = 25_000  # of the newest, to find as many as are counted
# Made once: each message asks for its session.
_BY_NAME = select(Session).where(Session.name == bindparam("name"))
_BY_NAME_LOCKED = _BY_NAME.with_for_update()
_APPEND_TO_SERVED = Statement(
    text("""
WITH changed AS (
  UPDATE desk_session
  SET last_seq = last_seq + 1, last_message = :preview, unread = 0,
    updated_at = greatest(updated_at, CAST(:now AS timestamptz) + (clock_timestamp() - statement_timestamp()))
  WHERE name = :name AND status = 'human' AND operator_id = :operator_id
    AND NOT EXISTS (
      SELECT FROM desk_event
      WHERE session_id = desk_session.id AND role = 'operator' AND client_message_id = :client_message_id
    )
  RETURNING id, last_seq, updated_at
)
INSERT INTO desk_event (session_id, seq, kind, role, content, payload, client_message_id, created_at)
SELECT id, last_seq, 'message', 'operator', :content, :payload, :client_message_id, updated_at FROM changed
RETURNING session_id, seq, kind, role, content, payload, client_message_id, created_at
""").bindparams(
        bindparam("preview", type_=String),
        bindparam("now", type_=DateTime(timezone=True)),
        bindparam("name", type_=String),
        bindparam("operator_id", type_=BigInteger),
        bindparam("client_message_id", type_=String),
        bindparam("content", type_=String),
        bindparam("payload", type_=JSONB),
    )
)
_HEADINGS = Statement(
    select(
        Session.id, Session.name, Session.status, Session.epoch, Session.last_seq, Session.operator_name,
        Session.expires_at,
    ).where(Session.id == func.any(bindparam("ids", type_=ARRAY(BigInteger))))
)  # fmt: skip
_NEW_EVENTS = Statement(
    text("""
SELECT session_id, desk_event.seq, kind, role, content, payload, client_message_id, created_at
FROM unnest(CAST(:ids AS bigint[]), CAST(:seqs AS bigint[])) AS wanted (id, seq)
JOIN desk_event ON desk_event.session_id = wanted.id AND desk_event.seq > wanted.seq
ORDER BY session_id, desk_event.seq
LIMIT :most
""").bindparams(bindparam("most", type_=BigInteger))
)
_CHANGED_OR_OVER = Statement(
    text("""
SELECT wanted.id FROM unnest(CAST(:ids AS bigint[]), CAST(:seqs AS bigint[])) AS wanted (id, seq)
LEFT JOIN desk_session ON desk_session.id = wanted.id
WHERE desk_session.id IS NULL OR desk_session.last_seq > wanted.seq
  OR desk_session.expires_at <= CAST(:now AS timestamptz)
""")
)
# Asked every two seconds.
_COUNT_CHANGES = Statement(select(exists().where(SessionCountChange.id.is_not(None)).label("are_there")))
_EXPIRED = Statement(
    select(Session.name).where(Session.status != State.CLOSED, Session.expires_at < bindparam("now")).limit(50)
)
_STALE_OFFERS = Statement(select(Session.name).where(Session.offered_until < bindparam("now")).limit(50))


async def find_session(db: ReadDb, name: str) -> Session | None:
    return await db.scalar(_BY_NAME, {"name": name})


async def lock_name(db: Db, name: str) -> None:
    """Serialises the making of sessions under one name."""
    await db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


async def lock_session(db: Db, name: str) -> Session | None:
    """The session with its row locked until the transaction ends."""
    return await db.scalar(_BY_NAME_LOCKED, {"name": name})


async def append_to_served(
    write: SingleWrite,
    *,
    name: str,
    operator_id: int,
    content: str,
    preview: str,
    payload: dict[str, Any],
    client_message_id: str | None,
    now: datetime,
) -> Appended | None:
    """One more message of the operator who serves the session, `seq` taken under its row's lock; None when not so.

    `now` is when the statement leaves. What it waits for the lock is added: times rise with `seq`, and whoever looks
    for what changed of late finds it.

    Raises:
        Conflict: the same client id was written at the same moment.
    """
    values = {
        "name": name,
        "operator_id": operator_id,
        "content": content,
        "preview": preview,
        "payload": orjson.dumps(payload).decode(),
        "client_message_id": client_message_id,
        "now": now,
    }
    row = await write.first(_APPEND_TO_SERVED, values)
    return Appended(**row) if row is not None else None


async def lock_operator(db: Db, operator_id: int) -> None:
    """Serialises what one operator takes, so that the capacity holds under parallel takeovers."""
    await db.execute(
        text("SELECT pg_advisory_xact_lock(:space, :operator)"), {"space": OPERATOR_LOCK, "operator": operator_id}
    )


async def count_served(db: ReadDb, operator_id: int) -> int:
    where = (Session.operator_id == operator_id, Session.status == State.HUMAN)
    return await db.scalar(select(func.count()).select_from(Session).where(*where)) or 0


async def count_served_by_each(db: ReadDb, operator_ids: Sequence[int]) -> dict[int, int]:
    """How many sessions each of these operators serves; who serves none is not in it."""
    where = (Session.operator_id.in_(operator_ids), Session.status == State.HUMAN)
    rows = await db.execute(select(Session.operator_id, func.count()).where(*where).group_by(Session.operator_id))
    return {operator_id: count for operator_id, count in rows.all() if operator_id is not None}


async def list_sessions(
    db: ReadDb,
    *,
    statuses: Sequence[State],
    operator_id: int | None,
    offered_to_id: int | None,
    query: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Session], int]:
    """Waiting ones by who waits longest, those that came back from an operator first; all others by who wrote last."""
    where: list[ColumnElement[bool]] = []
    if statuses:
        where.append(Session.status.in_(statuses))
    if operator_id is not None:
        where.append(Session.operator_id == operator_id)
    if offered_to_id is not None:
        where.extend((Session.offered_to_id == offered_to_id, Session.offered_until > utc_now()))
    waiting = (Session.is_returned.desc(), Session.waiting_since.asc(), Session.id)
    order = waiting if list(statuses) == [State.WAITING] else _NEWEST
    if query and order is _NEWEST:
        return await _newest_with(db, where, query, limit=limit, offset=offset)
    if query:
        where.append(_has(Session.name, Session.words, query))
    return await db.page(select(Session).where(*where).order_by(*order), limit=limit, offset=offset)


def _has(name: SQLColumnExpression[str], words: SQLColumnExpression[str], query: str) -> ColumnElement[bool]:
    return (name == query) | words.bool_op("@@")(func.to_tsquery("simple", query_of(query)))


async def _newest_with(
    db: ReadDb, where: Sequence[ColumnElement[bool]], query: str, *, limit: int, offset: int
) -> tuple[Sequence[Session], int]:
    """A page of those with these words. Where they are few, they are collected before they are ordered.

    PostgreSQL takes any search for common enough to look through all sessions, newest first, until it has a page, and
    for rare enough to count by the index of words, which takes long for words that most of them have.
    """
    rows = select(Session).where(*where, _has(Session.name, Session.words, query)).order_by(*_NEWEST)
    is_common = await _count_among_newest(db, where, query, among=_PROBED) >= _COMMON
    total = await _count_among_newest(db, where, query, among=_WALKED) if is_common else 0
    if total <= MOST_COUNTED:
        total = await db.count(rows)
    if total > MOST_COUNTED:
        return (await db.scalars(rows.limit(limit).offset(offset))).all(), total
    matching = rows.with_only_columns(Session.id, Session.updated_at).order_by(None).cte().prefix_with("MATERIALIZED")
    newest = select(matching.c.id).order_by(matching.c.updated_at.desc(), matching.c.id.desc())
    ids = (await db.scalars(newest.limit(limit).offset(offset))).all()
    return (await db.scalars(select(Session).where(Session.id.in_(ids)).order_by(*_NEWEST))).all(), total


async def _count_among_newest(db: ReadDb, where: Sequence[ColumnElement[bool]], query: str, *, among: int) -> int:
    """How many of so many of the newest have these words, counted as lists are."""
    newest = select(Session.name, Session.words).where(*where).order_by(*_NEWEST).limit(among).subquery()
    return await db.count(select(newest.c.name).where(_has(newest.c.name, newest.c.words, query)))


async def list_changed(db: ReadDb, *, after: tuple[datetime, int], limit: int) -> Sequence[Session]:
    """Oldest change first; `after` is when the last one known was changed, and its id."""
    moment, session_id = after
    is_later = or_(Session.updated_at > moment, Session.id > session_id)
    changed = select(Session).where(Session.updated_at >= moment, is_later)
    return (await db.scalars(changed.order_by(Session.updated_at, Session.id).limit(limit))).all()


async def list_headings(database: Database, session_ids: Collection[int]) -> Sequence[Heading]:
    """What streams need to know of many sessions at once."""
    return [Heading(**row) for row in await database.ask(_HEADINGS, {"ids": list(session_ids)})]


async def list_changed_or_over(database: Database, after: Mapping[int, int], now: datetime) -> Sequence[int]:
    """Of many sessions, each with a seq, those that have gone on after it, whose time is over, or that are erased."""
    values = {"ids": list(after), "seqs": list(after.values()), "now": now}
    return [row["id"] for row in await database.ask(_CHANGED_OR_OVER, values)]


async def list_new_events(database: Database, after: Mapping[int, int], *, limit: int) -> Sequence[Appended]:
    """The events of many sessions, each after its own seq, in order of session and seq."""
    values = {"ids": list(after), "seqs": list(after.values()), "most": limit}
    return [Appended(**row) for row in await database.ask(_NEW_EVENTS, values)]


async def list_expired(database: Database, now: datetime) -> Sequence[str]:
    """The names of some open sessions whose time is over."""
    return [row["name"] for row in await database.ask(_EXPIRED, {"now": now})]


async def count_by_status(db: ReadDb) -> dict[str, int]:
    """From the counts that the writes keep: the time it takes does not grow with the sessions."""
    folded = select(SessionCount.status, SessionCount.count.label("change"))
    fresh = select(SessionCountChange.status, SessionCountChange.change)
    both = folded.union_all(fresh).subquery()
    rows = await db.execute(select(both.c.status, func.sum(both.c.change)).group_by(both.c.status))
    by_status = {row[0]: int(row[1]) for row in rows.all()}
    return {state.value: by_status.get(state.value, 0) for state in State}


async def has_count_changes(database: Database) -> bool:
    (row,) = await database.ask(_COUNT_CHANGES, {})
    return bool(row["are_there"])


async def fold_counts(db: Db, *, limit: int) -> None:
    """Adds changes to the counts; another process that is at it is left to it."""
    if not await db.scalar(select(func.pg_try_advisory_xact_lock(COUNT_LOCK))):
        return
    some = select(SessionCountChange.id).order_by(SessionCountChange.id).limit(limit)
    gone = delete(SessionCountChange).where(SessionCountChange.id.in_(some))
    rows = await db.execute(gone.returning(SessionCountChange.status, SessionCountChange.change))
    sums: Counter[str] = Counter()
    for status, change in rows:
        sums[status] += change
    for status, change in sums.items():
        statement = insert(SessionCount).values(status=status, count=change)
        added = {"count": SessionCount.count + statement.excluded.count}
        await db.execute(statement.on_conflict_do_update(index_elements=["status"], set_=added))


async def list_served_by(db: ReadDb, operator_id: int) -> Sequence[str]:
    """The names of the sessions that an operator serves or is offered."""
    served = (Session.operator_id == operator_id) & (Session.status == State.HUMAN)
    offered = Session.offered_to_id == operator_id
    return (await db.scalars(select(Session.name).where(served | offered).order_by(Session.name))).all()


async def list_stale_offers(database: Database, now: datetime) -> Sequence[str]:
    """The names of some sessions that nobody took in time."""
    return [row["name"] for row in await database.ask(_STALE_OFFERS, {"now": now})]


async def delete_session(db: Db, session: Session) -> None:
    """With its events."""
    await db.execute(delete(Session).where(Session.id == session.id))


async def delete_closed(db: Db, *, before: datetime, limit: int) -> int:
    """Erases sessions that were closed and not written in since; how many."""
    where = (Session.status == State.CLOSED, Session.updated_at < before)
    some = select(Session.id).where(*where).limit(limit).with_for_update(skip_locked=True)
    gone = await db.scalars(delete(Session).where(Session.id.in_(some)).returning(Session.id))
    return len(gone.all())


async def find_by_client_id(db: ReadDb, session_id: int, role: Speaker, client_message_id: str) -> SessionEvent | None:
    return await db.scalar(
        select(SessionEvent).where(
            SessionEvent.session_id == session_id,
            SessionEvent.role == role,
            SessionEvent.client_message_id == client_message_id,
        )
    )


async def list_events(
    db: ReadDb, session_id: int, *, after_seq: int, kinds: Collection[Kind], limit: int
) -> Sequence[SessionEvent]:
    where = (SessionEvent.session_id == session_id, SessionEvent.seq > after_seq, SessionEvent.kind.in_(kinds))
    rows = await db.scalars(select(SessionEvent).where(*where).order_by(SessionEvent.seq).limit(limit))
    return rows.all()


async def list_recent_messages(db: ReadDb, session_id: int, *, limit: int) -> list[SessionEvent]:
    """The last `limit` messages, oldest first."""
    where = (SessionEvent.session_id == session_id, SessionEvent.kind == Kind.MESSAGE)
    rows = await db.scalars(select(SessionEvent).where(*where).order_by(SessionEvent.seq.desc()).limit(limit))
    return list(reversed(rows.all()))


async def last_visitor_seq(db: ReadDb, session_id: int) -> int:
    where = (SessionEvent.session_id == session_id, SessionEvent.role == Speaker.VISITOR)
    return await db.scalar(select(func.max(SessionEvent.seq)).where(*where)) or 0


async def find_answer(db: ReadDb, session_id: int, question_seq: int) -> SessionEvent | None:
    """The first message that answers the visitor's message `question_seq`, from an assistant or about its failure."""
    return await db.scalar(
        select(SessionEvent)
        .where(
            SessionEvent.session_id == session_id,
            SessionEvent.kind == Kind.MESSAGE,
            SessionEvent.role.in_([Speaker.ASSISTANT, Speaker.SYSTEM]),
            SessionEvent.payload["in_reply_to"].as_integer() >= question_seq,
        )
        .order_by(SessionEvent.seq)
        .limit(1)
    )
