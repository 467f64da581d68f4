"""Keeping rules: nothing is saved that the engine could not run, every change reaches all processes."""

from collections.abc import Mapping
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
from relaydesk.gateway.upstreams.service import pin_upstream
from relaydesk.identity.api import Resource, new_value
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import Invalid


def check_rule(values: Mapping[str, Any], prefix: str = "") -> None:
    """Raises Invalid, naming the place in the tree; `prefix` is where the rule itself stands."""
    try:
        if "condition" in values:
            read_condition(values["condition"])
        if "actions" in values:
            read_actions(values["actions"])
    except BadRuleError as error:
        raise Invalid.field(prefix + error.field, error.message, reason=error.reason, **error.bounds) from None


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


async def _check(db: Db, values: Mapping[str, Any], row: RuleRow | None) -> None:
    """Raises Invalid, RuleNameTaken."""
    check_rule(values)
    await pin_upstream(db, new_value(values, row, "upstream_id"))
    name = new_value(values, row, "name")
    if name is not None and await store.find_rule_by_name(db, name):
        raise RuleNameTaken(name=name)


RULES = Resource(
    RuleRow,
    kind="rule",
    label="name",
    target=lambda row: f"rule {row.id}",
    missing=lambda row_id: RuleNotFound(rule_id=row_id),
    check=_check,
    saved=config_moved,
)
