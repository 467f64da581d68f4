"""Rules to begin with, for what providers usually answer."""

from relaydesk.gateway.rules.schemas import RuleCreate, RulePreset

_NO_QUOTA = {
    "any": [
        {"json": {"path": "$.error.code", "equals": "insufficient_quota"}},
        {"json": {"path": "$.error.type", "equals": "insufficient_quota"}},
        {"body": {"regex": "insufficient_quota|exceeded your current quota"}},
        {"body": {"contains": "余额不足"}},
    ]
}

PRESETS = [
    RulePreset(
        key="invalid_key",
        rule=RuleCreate(
            name="Invalid key",
            condition={"status": {"in": [401]}},
            actions=[{"ban_key": {}}, {"retry": {}}, {"log": {"level": "warning"}}],
            priority=30,
        ),
    ),
    RulePreset(
        key="quota_exhausted",
        rule=RuleCreate(
            name="Quota exhausted",
            condition={"all": [{"status": {"in": [402, 403, 429]}}, _NO_QUOTA]},
            actions=[{"disable_key": {"for_s": 6 * 3600}}, {"retry": {}}, {"log": {"level": "warning"}}],
            priority=20,
        ),
    ),
    RulePreset(
        key="rate_limited",
        rule=RuleCreate(
            name="Rate limited",
            condition={"status": {"in": [429]}},
            actions=[{"cool_down": {"from": "retry_after", "default_s": 60}}, {"retry": {}}],
            priority=10,
        ),
    ),
    RulePreset(
        key="overloaded",
        rule=RuleCreate(name="Overloaded", condition={"status": {"in": [503, 529]}}, actions=[{"retry": {}}]),
    ),
    RulePreset(
        key="client_error",
        rule=RuleCreate(name="Client error", condition={"status": {"in": [400, 404, 413, 422]}}, actions=[]),
    ),
]
