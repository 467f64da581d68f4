"""The example of each JSON body in the OpenAPI document, sent as it stands to the endpoint that it belongs to."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, TypeAdapter

from relaydesk.gateway.keys.schemas import KeyImport
from relaydesk.main import ROUTERS

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
SECRETS = {"password", "invitation", "refresh_token", "access_token", "key_value", "signing_secret"}
# the body is read beside the loop, out of FastAPI's sight
READ_BY_THEMSELVES: dict[str, type[BaseModel]] = {"POST /api/admin/keys/import": KeyImport}
# what an example names and an empty installation lacks
MISSING = {"upstream_unknown"}


def _schemas(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of a body, or those of which it may have one."""
    for choice in content.get("anyOf", [content]):
        name = choice.get("$ref", "").rpartition("/")[2]
        yield DOCUMENT["components"]["schemas"][name] if name else choice


def _examples() -> dict[str, list[Any]]:
    return {
        f"{method.upper()} {path}": [
            example
            for schema in _schemas(operation["requestBody"]["content"]["application/json"]["schema"])
            for example in schema.get("examples", [])
        ]
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }


EXAMPLES = _examples()


def _models() -> dict[str, Any]:
    """What each endpoint reads its body as."""
    declared = {
        f"{method} {route.path}": route.body_field.field_info.annotation
        for router in ROUTERS
        for route in router.routes
        if getattr(route, "body_field", None) is not None
        for method in route.methods
    }
    return {**declared, **READ_BY_THEMSELVES}


MODELS = _models()


def test_every_json_body_has_one_example() -> None:
    assert {name: examples for name, examples in EXAMPLES.items() if len(examples) != 1} == {}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_is_accepted_by_the_model_of_its_body(name: str) -> None:
    [example] = EXAMPLES[name]
    body = TypeAdapter(MODELS[name]).validate_json(json.dumps(example))
    assert set(example) == body.model_fields_set


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str):
        yield name, value


def test_no_example_holds_what_looks_like_a_real_secret() -> None:
    texts = [text for examples in EXAMPLES.values() for example in examples for text in _texts(example)]
    assert {name for name, _ in texts} >= SECRETS
    assert [text for name, text in texts if name in SECRETS and "your" not in text] == []
    assert [text for _, text in texts if re.search(r"\b(sk|rd|shpat|eyJ)[-_][A-Za-z0-9]{12}", text)] == []


async def _refusal(owner: httpx.AsyncClient, name: str) -> set[str]:
    """What is wrong with the example of an endpoint, beside ids that are not there."""
    method, path = name.split(" ")
    values = {
        "platform": "shopify",
        "user_id": "user_0",
        "merchant_id": "merch_0",
        "assistant_id": "asst_0",
        "alias": "x",
    }
    url = re.sub(r"\{(\w+)\}", lambda parameter: values.get(parameter[1], "999999"), path)
    answer = await owner.request(method, url, json=EXAMPLES[name][0])
    if answer.status_code != 422:
        return {answer.text} if answer.status_code >= 500 else set()
    return {reason["type"] for reason in answer.json()["details"]["reasons"]} - MISSING


async def test_an_example_is_refused_at_most_for_what_it_names_and_is_not_there(owner: httpx.AsyncClient) -> None:
    refusals = {name: await _refusal(owner, name) for name in sorted(EXAMPLES)}
    assert {name: refusal for name, refusal in refusals.items() if refusal} == {}


NAMED = [
    call for call, bodies in EXAMPLES.items() if call.startswith("POST ") and "{" not in call and "name" in bodies[0]
]


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[31mred", "\x7f", "tea\u202egnp.exe"])
async def test_no_name_turns_what_stands_beside_it(owner: httpx.AsyncClient, name: str) -> None:
    assert len(NAMED) > 10
    for call in NAMED:
        answer = await owner.post(call.removeprefix("POST "), json={**EXAMPLES[call][0], "name": name})
        fields = [error["field"] for error in answer.json()["details"].get("errors", [])]
        assert (answer.status_code, fields) == (422, ["name"]), call
