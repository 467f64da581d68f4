"""Rules of upstream keys: encrypted at rest, each secret once an upstream, every change reaches all processes."""

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import UpstreamKeyKnown, UpstreamKeyNotFound
from relaydesk.gateway.keys import store as history
from relaydesk.gateway.keys.store import Decision
from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.schemas import KeyOut, QuotaUsed
from relaydesk.gateway.upstreams.service import get_upstream
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.crypto import Vault, hash_token
from relaydesk.kernel.database import Db, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.events import Wakeups

HINT_LENGTH = 4
MAX_SECRET = 4096
MAX_WEIGHT = 1_000_000
_STATUS_OF = {"enable": "active", "disable": "disabled"}


def _sealed(vault: Vault, secret: str) -> dict[str, Any]:
    hint = secret[-HINT_LENGTH:] if len(secret) >= 2 * HINT_LENGTH else ""
    return {"secret": vault.encrypt(secret), "secret_hash": hash_token(secret), "key_hint": hint}


def _problem(secret: str) -> str | None:
    """What keeps a text from being sent as a header."""
    if not secret or len(secret) > MAX_SECRET:
        return f"must have 1 to {MAX_SECRET} characters"
    if not secret.isascii() or not secret.isprintable() or secret != secret.strip():
        return "must be printable ASCII without spaces around it"
    return None


def _checked(secret: str) -> str:
    problem = _problem(secret)
    if problem:
        raise Invalid.field("key_value", problem)
    return secret


async def add_key(
    db: Db, principal: Principal, vault: Vault, wakeups: Wakeups, *, secret: str, values: dict[str, Any]
) -> UpstreamKeyRow:
    await get_upstream(db, values["upstream_id"])
    row = await store.insert_key(db, {**values, **_sealed(vault, _checked(secret))})
    if row is None:
        raise UpstreamKeyKnown(upstream_id=values["upstream_id"])
    record_audit(db, principal, "upstream_key.created", f"upstream_key {row.id}", name=row.name)
    await config_moved(db, wakeups)
    return row


async def get_key(db: Db, key_id: int) -> UpstreamKeyRow:
    row = await store.find_key(db, key_id)
    if row is None:
        raise UpstreamKeyNotFound(key_id=key_id)
    return row


async def with_quotas(db: Db, rows: Sequence[UpstreamKeyRow]) -> list[KeyOut]:
    """As they are shown, with what is used of the quotas of those that have one."""
    used = await quotas.list_current(db, [row.id for row in rows if row.quota], utc_now())
    shown = []
    for row in rows:
        out, found = KeyOut.model_validate(row), used.get(row.id)
        if found is not None and found.resets_at is not None and out.quota and found.period == out.quota.period:
            out.quota_used = QuotaUsed(
                requests=found.requests_reserved,
                tokens=found.tokens_reserved,
                cost_micros=found.cost_nanos_reserved // 1000,
                resets_at=found.resets_at,
                is_exhausted=found.is_exhausted,
            )
        shown.append(out)
    return shown


async def change_key(
    db: Db,
    principal: Principal,
    vault: Vault,
    wakeups: Wakeups,
    *,
    key_id: int,
    secret: str | None,
    changes: dict[str, Any],
) -> UpstreamKeyRow:
    row = await get_key(db, key_id)
    if secret is not None:
        sealed = _sealed(vault, _checked(secret))
        if await store.has_secret(db, row.upstream_id, sealed["secret_hash"], except_key_id=key_id):
            raise UpstreamKeyKnown(upstream_id=row.upstream_id)
        changes = {**changes, **sealed}
    fields = sorted(set(changes) - {"secret", "secret_hash"})
    status = changes.get("status")
    if status is not None and (status != row.status or row.cool_until is not None):
        changes = {**changes, "status_reason": None, "status_until": None, "cool_until": None}
        await history.note(db, [Decision(key_id, utc_now(), status, f"by {principal.name}")])
    for column, value in changes.items():
        setattr(row, column, value)
    if "quota" in changes:
        await quotas.forget_exhausted(db, key_id)
    await db.flush()
    await db.refresh(row)
    record_audit(db, principal, "upstream_key.changed", f"upstream_key {key_id}", fields=fields)
    await config_moved(db, wakeups)
    return row


async def delete_key(db: Db, principal: Principal, wakeups: Wakeups, key_id: int) -> None:
    await get_key(db, key_id)
    await store.delete_keys(db, [key_id])
    record_audit(db, principal, "upstream_key.deleted", f"upstream_key {key_id}")
    await config_moved(db, wakeups)


async def change_in_bulk(
    db: Db,
    principal: Principal,
    wakeups: Wakeups,
    *,
    action: Literal["enable", "disable", "delete"],
    ids: Sequence[int],
) -> int:
    """How many keys it changed; ids that are gone are passed over."""
    if action == "delete":
        changed = await store.delete_keys(db, ids)
    else:
        status, now = _STATUS_OF[action], utc_now()
        done = await store.set_status(db, ids, status)
        await history.note(db, [Decision(key_id, now, status, f"by {principal.name}") for key_id in done])
        changed = len(done)
    record_audit(db, principal, f"upstream_key.bulk_{action}", f"{changed} upstream keys")
    if changed:
        await config_moved(db, wakeups)
    return changed


async def import_keys(
    db: Db, principal: Principal, vault: Vault, wakeups: Wakeups, *, upstream_id: int, text: str, weight: int
) -> tuple[int, int, list[tuple[int, str]]]:
    """Adds each key of a text: how many were new, how many known, and the lines that are wrong."""
    await get_upstream(db, upstream_id)
    good: dict[bytes, dict[str, Any]] = {}
    wrong: list[tuple[int, str]] = []
    known = 0
    for line, entry in read_keys(text, weight):
        problem = entry.get("problem") or _problem(entry["secret"])
        if problem:
            wrong.append((line, problem))
        elif (digest := hash_token(entry["secret"])) in good:
            known += 1
        else:
            good[digest] = {"line": line, **entry}
    rows = await asyncio.to_thread(_seal_all, vault, list(good.values()))
    created = await store.insert_keys(db, upstream_id, rows)
    record_audit(db, principal, "upstream_key.imported", f"upstream {upstream_id}", created=created)
    if created:
        await config_moved(db, wakeups)
    return created, known + len(rows) - created, wrong


def _seal_all(vault: Vault, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": entry["name"] or f"imported {entry['line']}",
            "weight": entry["weight"],
            **_sealed(vault, entry["secret"]),
        }
        for entry in entries
    ]


def read_keys(text: str, weight: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """`(line number, {secret, name, weight} or {problem})` of each entry; empty lines are passed over."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].lower()
    if "key_value" in first and ("," in first or first.strip() == "key_value"):
        yield from _read_csv(text.lstrip("\ufeff"), weight)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, {"secret": line.strip(), "name": "", "weight": weight}


def _read_csv(text: str, weight: int) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or []]
    for row in reader:
        given = (row.get("weight") or "").strip()
        if given and not (given.isascii() and given.isdigit() and int(given) <= MAX_WEIGHT):
            yield reader.line_num, {"problem": f"weight must be a number from 0 to {MAX_WEIGHT}"}
            continue
        name = (row.get("name") or "").strip()[:200]
        secret = (row.get("key_value") or "").strip()
        yield reader.line_num, {"secret": secret, "name": name, "weight": int(given) if given else weight}
