"""Scripts from the admin API to live requests: versions, refusals, trial runs, what the request log says."""

import json
from typing import Any

import httpx
import pytest
from gateway_admin import Admin, eventually
from harness import People
from relay_kit import answer, upstream

ADD = "function onRequest(request) {\n  request.headers['x-shop'] = 'tea';\n}"
RESPOND = "function onResponse(response) { response.json.seen = true; }"


async def make(admin: Admin, source: str = ADD, **fields: Any) -> dict[str, Any]:
    return await admin.post("/api/admin/scripts", **{"name": "Add a header", "source": source, **fields})


async def in_use(admin: Admin, script_id: int, version: int | None) -> None:
    """Until the relay runs this version of a script; None: until it runs none."""
    relay = admin.stack.gateway.relay

    async def is_known() -> bool:
        return {s.id: s.version for s in relay.snapshot.scripts}.get(script_id) == version

    await eventually(is_known)


async def test_a_script_is_saved_changed_restored_switched_off_and_deleted_while_requests_flow(admin: Admin) -> None:
    async with upstream(answer()) as stub:
        await admin.key(await admin.upstream(stub), "sk-one")
        caller, _ = await admin.caller()
        made = await make(admin)
        path = f"/api/admin/scripts/{made['id']}"

        async def sent(version: int | None) -> str | None:
            await in_use(admin, made["id"], version)
            assert (await caller.get("/proxy/stub/x")).status_code == 200
            return stub.seen[-1].header("x-shop")

        assert await sent(1) == "tea"
        changed = await admin.http.patch(path, json={"source": ADD.replace("tea", "rum"), "timeout_ms": 20})
        assert await sent(2) == "rum"
        renamed = await admin.http.patch(path, json={"name": "Rum", "source": ADD.replace("tea", "rum")})
        restored = await admin.http.post(f"{path}/restore", json={"version": 1})
        assert await sent(3) == "tea"
        versions = (await admin.http.get(f"{path}/versions")).json()
        await admin.http.patch(path, json={"enabled": False})
        assert await sent(None) is None
        assert (await admin.http.delete(path)).status_code == 204
        gone = await admin.http.get(path)
    assert {k: v for k, v in made.items() if k not in ("created_at", "updated_at")} == {
        "id": made["id"],
        "name": "Add a header",
        "upstream_id": None,
        "source": ADD,
        "version": 1,
        "phases": ["request"],
        "on_error": "fail_open",
        "timeout_ms": 10,
        "memory_limit_mb": 16,
        "priority": 0,
        "enabled": True,
    }
    assert (changed.json()["version"], renamed.json()["version"], restored.json()["version"]) == (2, 2, 3)
    assert (renamed.json()["name"], restored.json()["source"]) == ("Rum", ADD)
    assert [(v["version"], v["author"], v["restored_from"]) for v in versions["items"]] == [
        (3, "Owner", 1),
        (2, "Owner", None),
        (1, "Owner", None),
    ]
    assert versions["items"][2]["source"] == ADD
    assert (gone.status_code, gone.json()["code"]) == (404, "SCRIPT_NOT_FOUND")


async def test_the_log_names_a_script_that_failed_and_a_request_that_one_rejected(admin: Admin) -> None:
    source = "function onRequest(r) { if (r.headers.bad) reject(403, 'not here'); nothing(); }"
    async with upstream(answer()) as stub:
        target = await admin.upstream(stub)
        await admin.key(target, "sk-one")
        caller, key = await admin.caller(budget={"period": "day", "requests": 2})
        made = await make(admin, source, name="Strict", upstream_id=target["id"])
        await in_use(admin, made["id"], 1)
        rejected = [await caller.get("/proxy/stub/x", headers={"bad": "1"}) for _ in range(4)]
        open_ = await caller.get("/proxy/stub/x")
        await admin.http.patch(f"/api/admin/scripts/{made['id']}", json={"on_error": "fail_closed"})

        async def is_closed() -> bool:
            return not admin.stack.gateway.relay.snapshot.scripts[0].is_fail_open

        await eventually(is_closed)
        closed = await caller.get("/proxy/stub/x")
        rows = await admin.logs(6, client_key_id=key["id"])
    assert {(r.status_code, r.json()["code"], r.json()["message"]) for r in rejected} == {
        (403, "SCRIPT_REJECTED", "not here")
    }
    assert (open_.status_code, closed.status_code, closed.json()["code"]) == (200, 502, "SCRIPT_FAILED")
    assert len(stub.seen) == 1
    assert [(r["status"], r["error"], r["tags"]) for r in rows] == [
        (502, "SCRIPT_FAILED", ["script_failed:Strict"]),
        (200, None, ["script_failed:Strict"]),
        *[(403, "SCRIPT_REJECTED", [])] * 4,
    ]


async def test_an_answer_on_v1_is_changed_by_a_script(admin: Admin) -> None:
    reply = answer(200, b'{"choices": []}', "Content-Type: application/json")
    async with upstream(reply) as stub:
        target = await admin.upstream(stub)
        await admin.key(target, "sk-one")
        await admin.post("/api/admin/routes", model="tea", targets=[{"upstream_id": target["id"]}])
        caller, _ = await admin.caller()
        made = await make(admin, RESPOND, upstream_id=target["id"])
        await in_use(admin, made["id"], 1)

        async def knows_the_model() -> bool:
            return (await caller.get("/v1/models/tea")).status_code == 200

        await eventually(knows_the_model)
        got = await caller.post("/v1/chat/completions", json={"model": "tea", "messages": []})
    assert got.json() == {"choices": [], "seen": True}


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"source": "const a = 1;\nfunction ("}, "source", "line 2: SyntaxError: function name expected"),
        ({"source": "\n\nnothing();"}, "source", "line 3: ReferenceError: 'nothing' is not defined"),
        ({"source": "const a = 1;"}, "source", "defines neither onRequest nor onResponse"),
        ({"source": "while (true) {}"}, "source", "it took longer than its time limit"),
        ({"source": "/^(a+)+$/.test('a'.repeat(60) + 'b')"}, "source", "it took longer than its time limit"),
        ({"source": ""}, "source", None),
        ({"source": "x" * 70_000}, "source", None),
        ({"source": ADD + "\x00"}, "source", None),
        ({"upstream_id": 99}, "upstream_id", "there is no upstream 99"),
        ({"timeout_ms": 101}, "timeout_ms", None),
        ({"memory_limit_mb": 65}, "memory_limit_mb", None),
        ({"on_error": "ignore"}, "on_error", None),
        ({"name": ""}, "name", None),
        ({"colour": "red"}, "colour", None),
    ],
)
async def test_what_is_wrong_with_a_script_is_named(
    admin: Admin, fields: dict[str, Any], field: str, said: str | None
) -> None:
    got = await admin.http.post("/api/admin/scripts", json={"name": "x", "source": ADD, **fields})
    assert got.status_code == 422
    [error] = got.json()["details"]["errors"]
    assert error["field"] == field
    assert said is None or error["message"] == said
    assert (await admin.http.get("/api/admin/scripts")).json()["total"] == 0


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "let a;\nlet b = ;",
            ("script_fault_at", {"line": 2, "why": "SyntaxError: unexpected token in expression: ';'"}),
        ),
        ("while (true) {}", ("script_timeout", None)),
    ],
)
async def test_why_a_script_does_not_load_has_a_reason(
    admin: Admin, source: str, reason: tuple[str, dict[str, object] | None]
) -> None:
    refused = await admin.post("/api/admin/scripts", status=422, name="x", source=source)
    [given] = refused["details"]["reasons"]
    assert (given["field"], given["type"], given.get("ctx")) == ("source", *reason)


async def test_a_broken_change_leaves_the_script_as_it_was(admin: Admin) -> None:
    made = await make(admin)
    other = await make(admin, name="Other", priority=5, enabled=False)
    path = f"/api/admin/scripts/{made['id']}"
    broken = await admin.http.patch(path, json={"source": "function ("})
    taken = await admin.http.patch(path, json={"name": "Other"})
    again = await admin.http.post("/api/admin/scripts", json={"name": "Other", "source": ADD})
    unknown = await admin.http.post(f"{path}/restore", json={"version": 9})
    assert [(r.status_code, r.json()["code"]) for r in (broken, taken, again, unknown)] == [
        (422, "VALIDATION_FAILED"),
        (409, "SCRIPT_NAME_TAKEN"),
        (409, "SCRIPT_NAME_TAKEN"),
        (404, "SCRIPT_VERSION_NOT_FOUND"),
    ]
    assert (await admin.http.get(path)).json() == made
    listed = (await admin.http.get("/api/admin/scripts")).json()
    assert [s["id"] for s in listed["items"]] == [other["id"], made["id"]]
    enabled = (await admin.http.get("/api/admin/scripts", params={"enabled": True, "q": "header"})).json()
    assert [s["id"] for s in enabled["items"]] == [made["id"]]


async def test_a_source_made_of_an_older_version_is_refused_once_there_is_a_newer_one(admin: Admin) -> None:
    made = await make(admin)
    path = f"/api/admin/scripts/{made['id']}"
    theirs = await admin.http.patch(path, json={"source": ADD.replace("tea", "rum"), "version": 1})
    mine = {"source": ADD.replace("tea", "milk"), "version": 1}
    refused = await admin.http.patch(path, json=mine)
    renamed = await admin.http.patch(path, json={"name": "Renamed", "version": 1})
    again = await admin.http.patch(path, json={**mine, "version": 2})
    assert theirs.json()["version"] == 2
    assert (refused.status_code, refused.json()["code"], refused.json()["details"]) == (
        409,
        "SCRIPT_MOVED",
        {"version": 2},
    )
    assert (renamed.json()["name"], renamed.json()["version"]) == ("Renamed", 2)
    assert (again.json()["source"], again.json()["version"]) == (mine["source"], 3)


# -- trial runs ------------------------------------------------------------------------------------------------------


async def trial(admin: Admin, source: str, phase: str = "request", **fields: Any) -> dict[str, Any]:
    return await admin.post("/api/admin/scripts/test", 200, source=source, phase=phase, **fields)


async def test_a_trial_run_shows_what_would_go_on_and_saves_nothing(admin: Admin) -> None:
    source = """function onRequest(request) {
      console.log('headers', request.headers);
      delete request.headers.a; request.headers['x-b'] = 1; request.json.n += 1;
    }"""
    request = {"headers": {"A": "1", "Authorization": "Bearer planted"}, "json": {"n": 1}, "model": "tea"}
    got = await trial(admin, source, request=request)
    assert got["output"] == {
        "method": "POST",
        "path": "/",
        "query": {},
        "headers": {"x-b": "1"},
        "json": {"n": 2},
        "upstream": "sample",
        "model": "tea",
        "client_key_id": None,
    }
    assert (got["logs"], got["error"], got["rejection"]) == (['headers {"a":"1"}'], None, None)
    assert isinstance(got["took_us"], int)
    assert (await admin.http.get("/api/admin/scripts")).json()["total"] == 0


async def test_a_trial_run_shows_answers_rejections_and_errors(admin: Admin) -> None:
    sample = {"status": 200, "headers": {"Content-Type": "application/json"}, "json": {"mail": "ann@shop.example"}}
    mask = "function onResponse(r, q) { r.json.mail = r.json.mail.replace(/@.*/, '@' + q.model); }"
    masked = await trial(admin, mask, "response", response=sample, request={"model": "tea"})
    rejected = await trial(admin, "function onRequest() { reject(451, 'no') }")
    failed = await trial(admin, "function onRequest() {\n console.log('so far');\n nothing();\n}")
    runaway = await trial(admin, "function onRequest() { while (true) {} }", timeout_ms=100)
    forbidden = await trial(admin, "function onRequest(r) { r.headers.host = 'x' }")
    syntax = await trial(admin, "function (")
    neither = await trial(admin, "const a = 1")
    assert masked["output"]["json"] == {"mail": "ann@tea"}
    assert (rejected["output"], rejected["rejection"]) == (None, {"status": 451, "message": "no"})
    assert (failed["error"], failed["logs"]) == (
        {"kind": "error", "message": "ReferenceError: 'nothing' is not defined", "line": 3},
        ["so far"],
    )
    assert runaway["error"]["kind"] == "timeout"
    assert forbidden["error"] == {
        "kind": "output",
        "message": "headers: 'host' is not a script's to change",
        "line": None,
    }
    assert syntax["error"]["kind"] == "syntax"
    assert neither["output"]["json"] is None
    missing = await admin.http.post("/api/admin/scripts/test", json={"source": mask, "phase": "response"})
    assert (missing.status_code, missing.json()["details"]["errors"][0]["field"]) == (422, "response")


async def test_who_has_no_right_to_scripts_neither_reads_nor_runs_them(people: People, admin: Admin) -> None:
    viewer: httpx.AsyncClient = await people.named("viewer")
    made = await make(admin)
    for path in ("/api/admin/scripts", f"/api/admin/scripts/{made['id']}/versions"):
        assert (await viewer.get(path)).status_code == 403
    for path, body in [
        ("/api/admin/scripts", {"name": "x", "source": ADD}),
        ("/api/admin/scripts/test", {"source": ADD, "phase": "request"}),
        (f"/api/admin/scripts/{made['id']}/restore", {"version": 1}),
    ]:
        assert (await viewer.post(path, content=json.dumps(body))).status_code == 403
