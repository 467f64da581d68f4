"""Rules of assistants: unique names, exactly one default, each change is a new version."""

from collections.abc import Sequence
from typing import Any

from relaydesk.assistants.errors import AssistantNameTaken, AssistantNotFound, LastAssistant
from relaydesk.assistants.profiles import store
from relaydesk.assistants.profiles.schemas import AssistantIn, AssistantOut
from relaydesk.assistants.profiles.tables import Assistant
from relaydesk.assistants.turns import store as turn_store
from relaydesk.assistants.types import AssistantProfile
from relaydesk.gateway.api import find_offered_models
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_public_id


async def create_assistant(uow: UnitOfWork, principal: Principal, body: AssistantIn) -> Assistant:
    if await store.find_by_name(uow.db, body.name):
        raise AssistantNameTaken(name=body.name)
    if body.is_default:
        await _clear_default(uow.db, is_enabled=body.is_enabled)
    row = Assistant(public_id=new_public_id("asst"), **body.model_dump())
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "assistant.created", row.public_id, name=row.name)
    return row


async def _clear_default(db: Db, *, is_enabled: bool) -> None:
    """Makes room for another default, which is to be enabled. Raises Invalid."""
    if not is_enabled:
        raise Invalid.field("is_enabled", "must be true for the default assistant", reason="default_enabled")
    await store.clear_default(db)


async def get_assistant(db: ReadDb, assistant_id: str) -> Assistant:
    row = await store.find_assistant(db, assistant_id)
    if row is None:
        raise AssistantNotFound(assistant=assistant_id)
    return row


async def shown_assistants(db: ReadDb, rows: Sequence[Assistant]) -> list[AssistantOut]:
    """With how many turns each has had today, and whether the gateway offers its model."""
    turns = await turn_store.count_turns_of(db, [row.public_id for row in rows], day=utc_now().date())
    offered = await find_offered_models(db, {row.model for row in rows})
    shown = [AssistantOut.model_validate(row) for row in rows]
    return [
        one.model_copy(update={"turns_today": turns.get(one.id, 0), "is_model_offered": one.model in offered})
        for one in shown
    ]


async def _lock_assistant(db: Db, assistant_id: str) -> Assistant:
    row = await store.lock_assistant(db, assistant_id)
    if row is None:
        raise AssistantNotFound(assistant=assistant_id)
    return row


async def change_assistant(
    uow: UnitOfWork, principal: Principal, assistant_id: str, changes: dict[str, Any]
) -> Assistant:
    row = await _lock_assistant(uow.db, assistant_id)
    if row.is_default and (changes.get("is_enabled") is False or changes.get("is_default") is False):
        raise LastAssistant
    taken = await store.find_by_name(uow.db, changes["name"]) if "name" in changes else None
    if taken and taken.id != row.id:
        raise AssistantNameTaken(name=changes["name"])
    if changes.get("is_default") and not row.is_default:
        await _clear_default(uow.db, is_enabled=changes.get("is_enabled", row.is_enabled))
    fields = await apply_changes(uow.db, row, changes)
    if not fields:
        return row
    row.version += 1
    record_audit(uow, principal, "assistant.changed", assistant_id, name=row.name, fields=fields)
    await uow.db.flush()
    await uow.db.refresh(row)
    return row


async def delete_assistant(uow: UnitOfWork, principal: Principal, assistant_id: str) -> None:
    row = await _lock_assistant(uow.db, assistant_id)
    if row.is_default:
        raise LastAssistant
    await uow.db.delete(row)
    await turn_store.forget_count(uow.db, assistant_id)
    record_audit(uow, principal, "assistant.deleted", assistant_id, name=row.name)


async def get_profile(db: ReadDb, reference: str | None) -> AssistantProfile:
    """The enabled assistant with this id or name, or the default one. Raises AssistantNotFound."""
    row = await store.find_enabled(db, reference)
    if row is None:
        raise AssistantNotFound(assistant=reference or "by default")
    return AssistantProfile(
        id=row.public_id,
        name=row.name,
        version=row.version,
        persona=row.persona,
        model=row.model,
        temperature=row.temperature,
        opening_line=row.opening_line,
        merchant_id=row.merchant_id,
        max_turns_per_day=row.max_turns_per_day,
    )
