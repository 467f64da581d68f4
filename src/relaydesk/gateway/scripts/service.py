"""Keeping scripts: nothing is saved that does not load, every source that was saved stays as a version."""

from collections.abc import Mapping
from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import (
    ScriptMoved,
    ScriptNameTaken,
    ScriptNotFound,
    ScriptSandboxBusy,
    ScriptVersionNotFound,
)
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Fault, Job, Phase
from relaydesk.gateway.scripts import store
from relaydesk.gateway.scripts.schemas import MAX_MEMORY_MB, MAX_TIMEOUT_MS
from relaydesk.gateway.scripts.tables import ScriptRow, ScriptVersionRow
from relaydesk.gateway.upstreams.service import pin_upstream
from relaydesk.identity.api import Principal, Resource, new_value
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, UnitOfWork
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
        raise _refusal(ran.fault)
    if not ran.phases:
        raise Invalid.field("source", "defines neither onRequest nor onResponse", reason="script_without_phase")
    return ran.phases


def _refusal(fault: Fault) -> Invalid:
    if fault.kind == "timeout":
        return Invalid.field("source", fault.message, reason="script_timeout")
    if fault.kind == "memory":
        return Invalid.field("source", fault.message, reason="script_memory")
    if fault.line is None:
        return Invalid.field("source", fault.message, reason="script_fault", why=fault.message)
    message = f"line {fault.line}: {fault.message}"
    return Invalid.field("source", message, reason="script_fault_at", line=fault.line, why=fault.message)


async def _check(db: Db, values: Mapping[str, Any], row: ScriptRow | None) -> None:
    """Raises Invalid, ScriptNameTaken."""
    await pin_upstream(db, new_value(values, row, "upstream_id"))
    name = new_value(values, row, "name")
    if name is not None and await store.find_script_by_name(db, name):
        raise ScriptNameTaken(name=name)


SCRIPTS = Resource(
    ScriptRow,
    kind="script",
    label="name",
    target=lambda row: f"script {row.id}",
    missing=lambda row_id: ScriptNotFound(script_id=row_id),
    check=_check,
    saved=config_moved,
)


async def create_script(
    uow: UnitOfWork, principal: Principal, values: dict[str, Any], phases: tuple[Phase, ...]
) -> ScriptRow:
    row = await SCRIPTS.create(uow, principal, {**values, "phases": list(phases), "version": 1})
    _keep_version(uow.db, principal, row)
    return row


async def change_script(
    uow: UnitOfWork,
    principal: Principal,
    script_id: int,
    changes: dict[str, Any],
    phases: tuple[Phase, ...] | None,
    *,
    made_of: int | None = None,
) -> ScriptRow:
    """`phases` are those of a new source, which becomes a version of its own where it differs.

    Raises:
        ScriptMoved: the source was `made_of` a version that is not the newest any more.
    """
    row = await SCRIPTS.lock(uow.db, script_id)
    await _check(uow.db, changes, row)
    is_new = "source" in changes and changes["source"] != row.source
    if is_new and made_of not in (None, row.version):
        raise ScriptMoved(version=row.version)
    fields = await apply_changes(uow.db, row, changes)
    if not fields:
        return row
    if is_new and phases is not None:
        row.phases, row.version = list(phases), row.version + 1
        _keep_version(uow.db, principal, row)
    return await SCRIPTS.save(uow, principal, row, "changed", fields=fields, version=row.version)


async def restore_script(uow: UnitOfWork, principal: Principal, script_id: int, version: int) -> ScriptRow:
    """Take up an earlier version's source again, as a new version."""
    row = await SCRIPTS.lock(uow.db, script_id)
    earlier = await store.find_version(uow.db, script_id, version)
    if earlier is None:
        raise ScriptVersionNotFound(script_id=script_id, version=version)
    row.source, row.phases, row.version = earlier.source, list(earlier.phases), row.version + 1
    _keep_version(uow.db, principal, row, restored_from=version)
    return await SCRIPTS.save(uow, principal, row, "restored", version=row.version, restored_from=version)


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
