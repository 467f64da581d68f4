"""A value that another thing has already is refused with its own code, and told at its field."""

from typing import Any

import httpx
import pytest

UPSTREAM = {"name": "one", "base_url": "https://api.example.com"}
SCRIPT = "function onRequest(request) {}"
RULE = {"name": "one", "condition": {"status": {"in": [429]}}, "actions": [{"retry": {}}]}
SCHEDULE = {"name": "one", "kind": "demo.echo", "payload": {"n": 1}, "cron": "30 2 * * *"}
PERSON = {"email": "one@shop.example", "password": "long enough", "name": "Ada", "role": "staff"}
CHANNEL = {"name": "one", "kind": "webhook", "url": "https://hooks.example.com/one"}
PRICE = {"model": "one", "input_micros_per_million": 2_500_000, "output_micros_per_million": 10_000_000}
# what is made twice; the code, field and facts of the second one's refusal
TAKEN: list[tuple[str, dict[str, Any], str, str, dict[str, Any]]] = [
    ("/api/admin/upstreams", UPSTREAM, "UPSTREAM_NAME_TAKEN", "name", {"name": "one"}),
    ("/api/admin/rules", RULE, "RULE_NAME_TAKEN", "name", {"name": "one"}),
    ("/api/admin/prices", PRICE, "PRICE_KNOWN", "model", {"model": "one"}),
    ("/api/admin/scripts", {"name": "one", "source": SCRIPT}, "SCRIPT_NAME_TAKEN", "name", {"name": "one"}),
    ("/api/schedules", SCHEDULE, "SCHEDULE_NAME_TAKEN", "name", {"name": "one"}),
    ("/api/users", PERSON, "EMAIL_TAKEN", "email", {}),
    ("/api/assistants", {"name": "one"}, "ASSISTANT_NAME_TAKEN", "name", {"name": "one"}),
    ("/api/admin/channels", CHANNEL, "CHANNEL_NAME_TAKEN", "name", {"name": "one"}),
]


async def _refuse_second(
    owner: httpx.AsyncClient, path: str, body: dict[str, Any], code: str, field: str, facts: dict[str, Any]
) -> None:
    made = await owner.post(path, json=body)
    assert made.status_code == 201, made.text
    refused = await owner.post(path, json=body)
    answer = refused.json()
    assert (refused.status_code, answer["code"]) == (409, code)
    assert answer["details"] == {
        **facts,
        "errors": [{"field": field, "message": answer["message"]}],
        "reasons": [{"field": field, "type": code.lower(), **({"ctx": facts} if facts else {})}],
    }


@pytest.mark.parametrize(("path", "body", "code", "field", "facts"), TAKEN, ids=[one[2] for one in TAKEN])
async def test_a_taken_value_is_told_at_its_field(
    owner: httpx.AsyncClient, path: str, body: dict[str, Any], code: str, field: str, facts: dict[str, Any]
) -> None:
    await _refuse_second(owner, path, body, code, field, facts)


async def test_what_an_upstream_has_already_is_told_at_its_field(owner: httpx.AsyncClient) -> None:
    upstream_id = (await owner.post("/api/admin/upstreams", json=UPSTREAM)).json()["id"]
    key = {"upstream_id": upstream_id, "name": "one", "key_value": "sk-one-and-only"}
    facts = {"upstream_id": upstream_id}
    await _refuse_second(owner, "/api/admin/keys", key, "UPSTREAM_KEY_KNOWN", "key_value", facts)
    route = {"model": "one", "targets": [{"upstream_id": upstream_id}]}
    await _refuse_second(owner, "/api/admin/routes", route, "ROUTE_MODEL_TAKEN", "model", {"model": "one"})
