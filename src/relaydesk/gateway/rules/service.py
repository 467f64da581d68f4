"""Keeping rules: nothing is saved that the engine could not run, every change reaches all processes."""

from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import RuleNameTaken, RuleNotFound
from relaydesk.gateway.relay.rules.actions import read_actions
from relaydesk.gateway.relay.rules.engine import CompiledRule, compile_rule
from relaydesk.gateway.relay.rules.fields import BadRuleError
from relaydesk.gateway.relay.rules.tree import read_condition
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.rules import store
from relaydesk.gateway.rules.schemas import RuleDraft
from relaydesk.gateway.rules.tables import RuleRow
from relaydesk.gateway.upstreams.store import known_upstream_ids
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid


def check_rule(values: dict[str, Any], prefix: str = "") -> None:
    """Raises Invalid, naming the place in the tree; `prefix` is where the rule itself stands."""
    try:
        if "condition" in values:
            read_condition(values["condition"])
        if "actions" in values:
            read_actions(values["actions"])
    except BadRuleError as error:
        raise Invalid.field(prefix + error.field, error.message) from None


def compile_draft(draft: RuleDraft) -> CompiledRule:
    """A rule that is not kept, to be tried; raises Invalid, naming the place in the tree."""
    check_rule(draft.model_dump(), "rule.")
    return compile_rule(
        Rule(
            id=0,
            name=draft.name,
            condition=draft.condition,
            actions=tuple(draft.actions),
            upstream_id=draft.upstream_id,
            threshold_count=draft.threshold.count,
            threshold_window_s=draft.threshold.window_s,
            cooldown_s=draft.cooldown_s,
            priority=draft.priority,
        )
    )


async def check_upstream(db: ReadDb, upstream_id: int | None, prefix: str = "") -> None:
    """Raises Invalid when there is no such upstream."""
    if upstream_id is not None and not await known_upstream_ids(db, [upstream_id]):
        field = f"{prefix}upstream_id"
        raise Invalid.field(field, f"there is no upstream {upstream_id}", reason="upstream_unknown", id=upstream_id)


async def create_rule(uow: UnitOfWork, principal: Principal, values: dict[str, Any]) -> RuleRow:
    check_rule(values)
    await check_upstream(uow.db, values["upstream_id"])
    if await store.find_rule_by_name(uow.db, values["name"]):
        raise RuleNameTaken(name=values["name"])
    row = RuleRow(**values)
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "rule.created", f"rule {row.id}", name=row.name)
    await config_moved(uow)
    return row


async def get_rule(db: ReadDb, rule_id: int) -> RuleRow:
    row = await store.find_rule(db, rule_id)
    if row is None:
        raise RuleNotFound(rule_id=rule_id)
    return row


async def change_rule(uow: UnitOfWork, principal: Principal, rule_id: int, changes: dict[str, Any]) -> RuleRow:
    row = await get_rule(uow.db, rule_id)
    check_rule(changes)
    await check_upstream(uow.db, changes.get("upstream_id"))
    name = changes.get("name", row.name)
    if name != row.name and await store.find_rule_by_name(uow.db, name):
        raise RuleNameTaken(name=name)
    await apply_changes(uow.db, row, changes)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "rule.changed", f"rule {row.id}", fields=sorted(changes))
    await config_moved(uow)
    return row


async def delete_rule(uow: UnitOfWork, principal: Principal, rule_id: int) -> None:
    row = await get_rule(uow.db, rule_id)
    await uow.db.delete(row)
    record_audit(uow, principal, "rule.deleted", f"rule {rule_id}", name=row.name)
    await config_moved(uow)
