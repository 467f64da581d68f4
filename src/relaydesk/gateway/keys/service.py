"""Rules of upstream keys: encrypted at rest, each secret once an upstream, every change reaches all processes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import UpstreamKeyKnown, UpstreamKeyNotFound, UpstreamNotFound
from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.parse import problem_of
from relaydesk.gateway.keys.schemas import KeyOut, QuotaUsed
from relaydesk.gateway.keys.sealing import ensure_hashes, sealed
from relaydesk.gateway.keys.store import Decision
from relaydesk.gateway.keys.types import Action, ChangePayload, KeyFilter, KeyState
from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.types import Reason, UpstreamZoneChanged
from relaydesk.gateway.upstreams.service import UPSTREAMS
from relaydesk.gateway.upstreams.store import awaiting_keys, present_moment
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow
from relaydesk.identity.api import Principal, record_audit
from relaydesk.identity.types import Period, period_of
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.daily.time_zones import get_time_zone
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.tasks.api import Kind

CHANGE = Kind(name="gateway.change_keys", payload=ChangePayload, timeout_s=3600)
AT_ONCE = 10_000  # more than these are changed part by part, by a task
_OTHER_ZONE = Reason.of("the time zone of its quota was changed", reason="key_quota_zone_changed")
_INNER = {"secret", "secret_hash", "given_at", "status_because"}  # columns of a key that nobody set by name
_OTHER_QUOTA = Reason.of("its quota was changed", reason="key_quota_changed")
_STATUS_OF = {"enable": "active", "disable": "disabled", "ban": "banned"}


def _checked(secret: str) -> str:
    problem = problem_of(secret)
    if problem:
        raise Invalid.field("key_value", problem.message, reason=problem.type, **problem.ctx)
    return secret


async def add_key(
    uow: UnitOfWork, principal: Principal, vault: Vault, *, secret: str, values: dict[str, Any]
) -> UpstreamKeyRow:
    await ensure_hashes(uow.db, vault, values["upstream_id"])
    row = await store.insert_key(uow.db, {**values, **sealed(vault, _checked(secret))})
    if row is None:
        raise UpstreamKeyKnown(upstream_id=values["upstream_id"])
    await _note_change(uow, principal, row, "created")
    await config_moved(uow)
    return row


async def get_key(db: ReadDb, key_id: int) -> UpstreamKeyRow:
    row = await store.find_key(db, key_id)
    if row is None:
        raise UpstreamKeyNotFound(key_id=key_id)
    return row


async def _lock_key(db: Db, key_id: int) -> UpstreamKeyRow:
    row = await db.get_locked(UpstreamKeyRow, key_id)
    if row is None:
        raise UpstreamKeyNotFound(key_id=key_id)
    return row


async def with_quotas(db: ReadDb, rows: Sequence[UpstreamKeyRow]) -> list[KeyOut]:
    """As they are shown, with what is used of the quotas of those that have one."""
    now = utc_now()
    used = await quotas.list_current(db, [row.id for row in rows if row.quota], now)
    awaiting = await awaiting_keys(db, [row.id for row in rows])
    shown = []
    for row in rows:
        out, usage = KeyOut.model_validate(row), used.get(row.id)
        if usage is not None and usage.resets_at is not None:
            out.quota_used = QuotaUsed(
                requests=usage.requests_reserved,
                tokens=usage.tokens_reserved,
                cost_micros=usage.cost_nanos_reserved // 1000,
                resets_at=usage.resets_at,
                is_exhausted=usage.is_exhausted,
            )
        out.state = "awaiting" if out.status == "active" and row.id in awaiting else _state(out, now)
        shown.append(out)
    return shown


def _state(key: KeyOut, now: datetime) -> KeyState:
    if key.status != "active":
        return key.status
    if key.quota_used is not None and key.quota_used.is_exhausted:
        return "exhausted"
    return "cooling" if key.cool_until is not None and key.cool_until > now else "active"


async def change_key(
    uow: UnitOfWork,
    principal: Principal,
    vault: Vault,
    *,
    key_id: int,
    secret: str | None,
    changes: dict[str, Any],
) -> UpstreamKeyRow:
    if secret is not None:
        await ensure_hashes(uow.db, vault, (await get_key(uow.db, key_id)).upstream_id)
    row = await _lock_key(uow.db, key_id)
    if secret is not None:
        columns = sealed(vault, _checked(secret))
        if await store.has_secret(uow.db, row.upstream_id, columns["secret_hash"], except_key_id=key_id):
            raise UpstreamKeyKnown(upstream_id=row.upstream_id)
        changes = {**changes, **columns, "given_at": await present_moment(uow.db)}
    status = changes.get("status")
    if status is not None and (status != row.status or row.cool_until is not None):
        changes = {**changes, "status_reason": None, "status_because": None, "status_until": None, "cool_until": None}
        await store.note(uow.db, [Decision(key_id, utc_now(), status, _by(principal.name))])
    fields = await apply_changes(uow.db, row, changes)
    if not fields:
        return row
    if "quota" in fields:
        await _begin_quota_anew(uow, row)
    await uow.db.flush()
    await uow.db.refresh(row)
    shown = [field for field in fields if field not in _INNER]
    await _note_change(uow, principal, row, "changed", fields=shown)
    await config_moved(uow)
    return row


async def _begin_quota_anew(uow: UnitOfWork, row: UpstreamKeyRow) -> None:
    """By another quota there may be something left again, or nothing any more; the history says why that is so."""
    await quotas.judge_exhausted(uow.db, row.id)
    now = utc_now()
    used = (await quotas.list_current(uow.db, [row.id], now)).get(row.id)
    until = await store.exhausted_until(uow.db, row.id)
    if used is not None and used.is_exhausted:
        if until != used.resets_at:
            why = store.USED_UP[used.period]
            await store.note(uow.db, [Decision(row.id, now, "exhausted", why, until=used.resets_at)])
    elif row.status == "active" and until is not None and until > now:
        await store.note(uow.db, [Decision(row.id, now, "active", _OTHER_QUOTA)])


async def zone_changed(uow: UnitOfWork, event: UpstreamZoneChanged) -> None:
    """Days and months of the upstream's quotas begin and end elsewhere now: those of the zone before are over."""
    try:
        upstream = await UPSTREAMS.get(uow.db, event.upstream_id)
    except UpstreamNotFound:
        return
    now, zone = utc_now(), get_time_zone(upstream.time_zone)
    periods = {name: period_of(name, now, zone) for name in get_args(Period)}
    freed = await quotas.move_periods(uow.db, upstream.id, now, periods)
    await store.note(uow.db, [Decision(key_id, now, "active", _OTHER_ZONE) for key_id in sorted(freed)])
    await config_moved(uow)


async def _note_change(uow: UnitOfWork, principal: Principal, row: UpstreamKeyRow, verb: str, **details: Any) -> None:
    """By the names that it and its upstream have now."""
    upstream = await UPSTREAMS.get(uow.db, row.upstream_id)
    named: dict[str, Any] = {"name": row.name, "upstream": upstream.name, "upstream_id": upstream.id, **details}
    record_audit(uow, principal, f"upstream_key.{verb}", f"upstream_key {row.id}", **named)


def _by(name: str) -> Reason:
    return Reason.of(f"by {name}", reason="key_by_person", name=name)


async def delete_key(uow: UnitOfWork, principal: Principal, key_id: int) -> None:
    row = await _lock_key(uow.db, key_id)
    await store.delete_keys(uow.db, KeyFilter(now=utc_now(), ids=(key_id,)))
    await _note_change(uow, principal, row, "deleted")
    await config_moved(uow)


async def change_in_bulk(
    uow: UnitOfWork, principal: Principal, *, action: Action, wanted: KeyFilter, weight: int
) -> int:
    """How many keys it changed; ids that are gone are passed over. `weight` is for `set_weight`."""
    changed = await apply_change(uow, action=action, wanted=wanted, weight=weight, by=principal.name)
    record_audit(uow, principal, f"upstream_key.bulk_{action}", f"{changed} upstream keys")
    return changed


async def start_change(
    uow: UnitOfWork, principal: Principal, *, action: Action, wanted: KeyFilter, weight: int
) -> str | None:
    """The id of the task that does it to the keys that match now, where these are very many; else None."""
    count, up_to_id = await store.count_keys(uow.db, wanted)
    if count <= AT_ONCE:
        return None
    wanted_now = replace(wanted, up_to_id=up_to_id).payload()
    payload = ChangePayload(filter=wanted_now, action=action, weight=weight, by=principal.name)
    task_id, _ = await CHANGE.enqueue(uow, payload)
    record_audit(uow, principal, f"upstream_key.bulk_{action}", task_id, kind=CHANGE.name, keys=count)
    return task_id


async def apply_change(uow: UnitOfWork, *, action: Action, wanted: KeyFilter, weight: int, by: str) -> int:
    """How many keys it changed, in this unit of work; `by` is named in their histories."""
    if action == "delete":
        changed = await store.delete_keys(uow.db, wanted)
    elif action == "set_weight":
        changed = await store.set_weight(uow.db, wanted, weight)
    else:
        changed = await store.set_status(uow.db, wanted, _STATUS_OF[action], _by(by))
    if changed:
        await config_moved(uow)
    return changed
