"""Keeping scripts: nothing is saved that does not load, every source that was saved stays as a version."""

from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import ScriptNameTaken, ScriptNotFound, ScriptSandboxBusy, ScriptVersionNotFound
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Job, Phase
from relaydesk.gateway.scripts import store
from relaydesk.gateway.scripts.schemas import MAX_MEMORY_MB, MAX_TIMEOUT_MS
from relaydesk.gateway.scripts.tables import ScriptRow, ScriptVersionRow
from relaydesk.gateway.upstreams.store import known_upstream_ids
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid


async def load(sandboxes: Sandboxes, source: str) -> tuple[Phase, ...]:
    """Run a source's top level as every request would; the functions that it defines.

    Raises:
        Invalid: it does not load, or defines neither function; the message names the line.
        ScriptSandboxBusy: nobody could tell in time.
    """
    ran = await sandboxes.run(Job(source, timeout_ms=MAX_TIMEOUT_MS, memory_limit_mb=MAX_MEMORY_MB))
    if ran.fault is not None:
        if ran.fault.kind in ("busy", "crashed"):
            raise ScriptSandboxBusy
        where = f"line {ran.fault.line}: " if ran.fault.line is not None else ""
        raise Invalid.field("source", where + ran.fault.message)
    if not ran.phases:
        raise Invalid.field("source", "defines neither onRequest nor onResponse", reason="script_without_phase")
    return ran.phases


async def get_script(db: ReadDb, script_id: int) -> ScriptRow:
    return _existing_script(await store.find_script(db, script_id), script_id)


def _existing_script(row: ScriptRow | None, script_id: int) -> ScriptRow:
    if row is None:
        raise ScriptNotFound(script_id=script_id)
    return row


async def create_script(
    uow: UnitOfWork, principal: Principal, values: dict[str, Any], phases: tuple[Phase, ...]
) -> ScriptRow:
    await _check_upstream(uow.db, values["upstream_id"])
    if await store.find_script_by_name(uow.db, values["name"]):
        raise ScriptNameTaken(name=values["name"])
    row = ScriptRow(**values, phases=list(phases), version=1)
    uow.db.add(row)
    await uow.db.flush()
    _keep_version(uow.db, principal, row)
    return await _saved(uow, principal, row, "script.created", name=row.name)


async def change_script(
    uow: UnitOfWork,
    principal: Principal,
    script_id: int,
    changes: dict[str, Any],
    phases: tuple[Phase, ...] | None,
) -> ScriptRow:
    """`phases` are those of a new source, which becomes a version of its own where it differs."""
    row = _existing_script(await store.lock_script(uow.db, script_id), script_id)
    await _check_upstream(uow.db, changes.get("upstream_id"))
    name = changes.get("name", row.name)
    if name != row.name and await store.find_script_by_name(uow.db, name):
        raise ScriptNameTaken(name=name)
    is_new = "source" in changes and changes["source"] != row.source
    await apply_changes(uow.db, row, changes)
    if is_new and phases is not None:
        row.phases, row.version = list(phases), row.version + 1
        _keep_version(uow.db, principal, row)
    return await _saved(uow, principal, row, "script.changed", fields=sorted(changes), version=row.version)


async def restore_script(uow: UnitOfWork, principal: Principal, script_id: int, version: int) -> ScriptRow:
    """Take up an earlier version's source again, as a new version."""
    row = _existing_script(await store.lock_script(uow.db, script_id), script_id)
    earlier = await store.find_version(uow.db, script_id, version)
    if earlier is None:
        raise ScriptVersionNotFound(script_id=script_id, version=version)
    row.source, row.phases, row.version = earlier.source, list(earlier.phases), row.version + 1
    _keep_version(uow.db, principal, row, restored_from=version)
    return await _saved(uow, principal, row, "script.restored", version=row.version, restored_from=version)


async def delete_script(uow: UnitOfWork, principal: Principal, script_id: int) -> None:
    row = await get_script(uow.db, script_id)
    await uow.db.delete(row)
    record_audit(uow, principal, "script.deleted", f"script {script_id}", name=row.name)
    await config_moved(uow)


def _keep_version(db: Db, principal: Principal, row: ScriptRow, restored_from: int | None = None) -> None:
    db.add(
        ScriptVersionRow(
            script_id=row.id,
            version=row.version,
            source=row.source,
            phases=row.phases,
            author_id=principal.public_id,
            author=principal.name,
            restored_from=restored_from,
        )
    )


async def _saved(uow: UnitOfWork, principal: Principal, row: ScriptRow, action: str, **details: Any) -> ScriptRow:
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, action, f"script {row.id}", **details)
    await config_moved(uow)
    return row


async def _check_upstream(db: ReadDb, upstream_id: int | None) -> None:
    if upstream_id is not None and not await known_upstream_ids(db, [upstream_id]):
        raise Invalid.field(
            "upstream_id", f"there is no upstream {upstream_id}", reason="upstream_unknown", id=upstream_id
        )
