"""A LiteLLM configuration becomes upstreams, keys and routes that serve."""

from typing import Any

import pytest
from gateway_admin import Admin, eventually
from harness import People
from relay_kit import answer, upstream

from relaydesk.gateway.imports.child import read_apart
from relaydesk.gateway.imports.litellm import UnreadableConfigError

CONFIG = """
model_list:
  - model_name: gpt-4o
    litellm_params:
      {model: openai/gpt-4o-2024-11-20, api_base: "http://127.0.0.1:%d/v1", api_key: sk-litellm-one, weight: 3}
  - model_name: gpt-4o
    litellm_params: {model: openai/gpt-4o-2024-11-20, api_base: "http://127.0.0.1:%d/v1", api_key: os.environ/SECOND}
  - model_name: claude
    litellm_params: {model: anthropic/claude-sonnet-4-5, api_key: os.environ/MISSING, rpm: 5}
  - model_name: azure-one
    litellm_params: {model: azure/gpt-4, api_base: https://x.openai.azure.com}
  - model_name: "*"
    litellm_params: {model: "openai/*"}
router_settings:
  routing_strategy: latency-based-routing
  num_retries: 2
  model_group_alias: {smart: gpt-4o}
litellm_settings:
  request_timeout: 30
  fallbacks: [{claude: [gpt-4o, nobody]}]
general_settings: {master_key: sk-master}
"""


async def _import(admin: Admin, text: str, **given: Any) -> dict[str, Any]:
    environment = {"SECOND": "sk-litellm-two"}
    body = {"text": text, "environment": environment, "allow_private": True, **given}
    return await admin.post("/api/admin/import/litellm", 200, **body)


async def test_a_configuration_is_shown_then_made_then_serves(admin: Admin) -> None:
    async with upstream(answer(200, b'{"choices":[]}', "Content-Type: application/json")) as stub:
        text = CONFIG % (stub.port, stub.port)
        shown = await _import(admin, text)
        assert (await admin.http.get("/api/admin/upstreams", params={"q": "127"})).json()["total"] == 0
        made = await _import(admin, text, apply=True)
        assert made == {**shown, "applied": True}
        again = await _import(admin, text, apply=True)
        assert all(u["known"] for u in again["upstreams"])
        assert all(r["known"] for r in again["routes"])
        caller, _ = await admin.caller()

        async def served() -> bool:
            got = await caller.post("/v1/chat/completions", json={"model": "smart", "messages": []})
            return got.status_code == 200

        await eventually(served)
        assert b"gpt-4o-2024-11-20" in stub.seen[-1].body
    assert [(u["name"], u["keys"], u["known"]) for u in made["upstreams"]] == [
        ("127.0.0.1", 2, False),
        ("anthropic", 0, False),
    ]
    assert [(r["model"], r["targets"], r["fallbacks"]) for r in made["routes"]] == [
        ("gpt-4o", ["127.0.0.1: gpt-4o-2024-11-20"], []),
        ("claude", ["anthropic: claude-sonnet-4-5"], ["127.0.0.1: gpt-4o-2024-11-20"]),
        ("smart", ["127.0.0.1: gpt-4o-2024-11-20"], []),
    ]
    assert [note["message"] for note in made["notes"]] == [
        "model_list[3]: the key is in the variable MISSING, which was not given",
        "model_list[3]: rpm is not taken over; set it as a limit of the upstream or the route",
        "model_list[4]: the provider 'azure' speaks neither OpenAI's nor Anthropic's format",
        "model_list[5]: patterns such as '*' are not taken over; name the models",
        "routing_strategy latency-based-routing: keys are used in turn instead",
        "fallbacks of 'claude': there is no model 'nobody'",
        "general_settings.master_key: make client keys here; that one is not taken over",
    ]
    assert [made["notes"][i]["type"] for i in (1, 2)] == ["config_limit", "config_provider"]
    assert made["notes"][2]["ctx"] == {"place": "model_list[4]", "provider": "azure"}
    assert "sk-litellm" not in str(made)
    assert "sk-master" not in str(made)
    [first] = (await admin.http.get("/api/admin/upstreams", params={"q": "127"})).json()["items"]
    assert (first["retry"]["max_attempts"], first["timeout_ms"], first["strategy"]) == (3, 30_000, "round_robin")
    assert first["keys"]["active"] == 2


# of these PyYAML's own constructors say nothing but AttributeError, KeyError and the like
ODD = ("timestamp abc", "bool abc", "int ''", "float abc")


@pytest.mark.parametrize(
    ("text", "said", "reason"),
    [
        ("model_list: [\n  {a: b", "is not YAML at line 3", ("config_no_yaml_at", {"line": 3})),
        ("models: []", "has no model_list", ("config_no_models", None)),
        (
            "model_list: [{model_name: x}]",
            "model_list[1] needs model_name and litellm_params.model",
            ("config_entry", {"place": "model_list[1]"}),
        ),
        ("!!python/object/apply:os.system [id]", "is not YAML at line 1", ("config_no_yaml_at", {"line": 1})),
        *((f"a: !!{tag}", "has a value that cannot be read", ("config_value", None)) for tag in ODD),
        (
            "model_list: [{model_name: m, litellm_params: {model: openai/m, weight: 9000000}}]",
            "has a route that cannot be made: targets.0.weight: Input should be less than or equal to 1000000",
            (
                "import_impossible",
                {
                    "thing": "route",
                    "place": "targets.0.weight",
                    "why": "Input should be less than or equal to 1000000",
                    "why_type": "less_than_equal",
                    "le": 1_000_000,
                },
            ),
        ),
    ],
)
async def test_what_is_no_configuration_is_refused_and_nothing_is_made(
    admin: Admin, text: str, said: str, reason: tuple[str, dict[str, object] | None]
) -> None:
    for apply in (False, True):
        refused = await admin.http.post("/api/admin/import/litellm", json={"text": text, "apply": apply})
        assert refused.status_code == 422
        assert refused.json()["details"]["errors"] == [{"field": "text", "message": said}]
        [given] = refused.json()["details"]["reasons"]
        assert (given["field"], given["type"], given.get("ctx")) == ("text", *reason)
    assert (await admin.http.get("/api/admin/routes")).json()["total"] == 1  # the built-in one


async def test_a_name_of_the_environment_that_is_no_text_is_refused(admin: Admin) -> None:
    odd = '{"text": "model_list: []", "environment": {"\\ud800": "x"}}'
    headers = {"Content-Type": "application/json"}
    refused = await admin.http.post("/api/admin/import/litellm", content=odd, headers=headers)
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, "environment")


async def test_an_address_at_home_needs_leave(admin: Admin) -> None:
    text = CONFIG % (1, 1)
    body = {"text": text, "apply": True}
    refused = await admin.http.post("/api/admin/import/litellm", json=body)
    [reason] = refused.json()["details"]["reasons"]
    assert (refused.status_code, reason["field"], reason["type"]) == (422, "text", "import_address")
    assert (reason["ctx"]["place"], reason["ctx"]["why_type"]) == ("model_list[1] (gpt-4o)", "address_private")
    assert (await admin.http.get("/api/admin/routes")).json()["total"] == 1  # the built-in one


ONE_MODEL = """
model_list:
  - {model_name: %s, litellm_params: {model: openai/gpt-4o, api_base: "https://api.one.example/v1", api_key: sk-new}}
"""
ADDRESS = {"base_url": "https://api.one.example/v1"}


async def _previewed_and_made(admin: Admin, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    shown = await _import(admin, text, allow_private=False)
    return shown, await _import(admin, text, allow_private=False, apply=True)


async def _targets(admin: Admin, model: str) -> list[int]:
    [route] = (await admin.http.get("/api/admin/routes", params={"q": model})).json()["items"]
    return [target["upstream_id"] for target in route["targets"]]


async def test_a_preview_names_the_upstream_that_will_be_used(admin: Admin) -> None:
    used = await admin.post("/api/admin/upstreams", name="ours", **ADDRESS)
    shown, made = await _previewed_and_made(admin, ONE_MODEL % "one")
    assert [(u["name"], u["known"]) for u in shown["upstreams"]] == [("ours", True)]
    assert (shown["routes"][0]["targets"], shown["notes"]) == (["ours: gpt-4o"], [])
    assert made == {**shown, "applied": True}
    assert await _targets(admin, "one") == [used["id"]]


async def test_a_preview_names_a_new_upstream_as_it_will_be_called_where_its_name_is_taken(admin: Admin) -> None:
    for name in ("api.one.example", "api.one.example-2"):
        await admin.post("/api/admin/upstreams", name=name, base_url="https://another.example")
    shown, made = await _previewed_and_made(admin, ONE_MODEL % "one")
    assert [(u["name"], u["known"]) for u in shown["upstreams"]] == [("api.one.example-3", False)]
    assert shown["routes"][0]["targets"] == ["api.one.example-3: gpt-4o"]
    assert made == {**shown, "applied": True}
    names = [u["name"] for u in (await admin.http.get("/api/admin/upstreams")).json()["items"]]
    assert "api.one.example-3" in names


async def test_what_is_named_like_a_deployment_of_a_route_is_noted_and_left_out(admin: Admin) -> None:
    await admin.post("/api/deployments", name="one", route="relaydesk-extractive")
    shown, made = await _previewed_and_made(admin, ONE_MODEL % "one")
    assert [(route["model"], route["known"]) for route in shown["routes"]] == [("one", True)]
    assert shown["notes"] == [
        {
            "message": "'one' is the name of a deployment: no route is made",
            "type": "config_deployment",
            "ctx": {"model": "one"},
        }
    ]
    assert made == {**shown, "applied": True}


async def test_of_several_upstreams_with_an_address_the_oldest_that_serves_is_used(admin: Admin) -> None:
    made = {
        name: await admin.post("/api/admin/upstreams", name=name, **ADDRESS, **fields)
        for name, fields in {"keyless": {}, "off": {"enabled": False}, "idle": {}, "old": {}, "young": {}}.items()
    }
    for name in ("off", "idle", "old", "young"):
        key = await admin.key(made[name], f"sk-{name}")
        if name == "idle":
            await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": "disabled"})
    await admin.post("/api/admin/upstreams", name="other-format", format="anthropic", **ADDRESS)
    shown, done = await _previewed_and_made(admin, ONE_MODEL % "one")
    assert shown["upstreams"][0]["name"] == "old"
    assert shown["notes"] == [
        {
            "message": "https://api.one.example/v1: 5 upstreams have this address; 'old' is used",
            "type": "config_several",
            "ctx": {"address": "https://api.one.example/v1", "number": 5, "name": "old"},
        }
    ]
    assert done == {**shown, "applied": True}
    assert await _targets(admin, "one") == [made["old"]["id"]]


async def test_a_preview_is_refused_to_whom_the_import_is(admin: Admin, people: People) -> None:
    administrator = await people.named("admin")
    body = {"text": ONE_MODEL % "one", "allow_private": True}
    answers = [
        await administrator.post("/api/admin/import/litellm", json={**body, "apply": apply}) for apply in (False, True)
    ]
    assert [(a.status_code, a.json()["details"]) for a in answers] == [
        (403, {"permission": "private_networks.allow"})
    ] * 2
    await admin.post("/api/admin/upstreams", name="ours", **ADDRESS)  # none is to be made: there is nothing to allow
    answers = [
        await administrator.post("/api/admin/import/litellm", json={**body, "apply": apply}) for apply in (False, True)
    ]
    assert [a.status_code for a in answers] == [200, 200]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model_list: [" + "1:" * 200_000 + "1]", "model_list[1] needs model_name"),
        ("a: " + "1" * 10_000, "has a value that cannot be read"),
        ("a: 2001-99-99", "has a value that cannot be read"),
        ("a: [" * 100_000, "is nested too deep"),
    ],
)
async def test_a_hostile_configuration_is_refused_and_holds_nothing(admin: Admin, text: str, said: str) -> None:
    answer = await admin.http.post("/api/admin/import/litellm", json={"text": text})
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["details"]["errors"]
    assert error["field"] == "text"
    assert said in error["message"]


async def test_a_configuration_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableConfigError, match="too much time or memory"):
        await read_apart("model_list: []", {}, within_s=0.001)
