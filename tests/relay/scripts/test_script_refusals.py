"""Scripts that reject or fail: what the client is told, what is logged, who else is held up."""

import asyncio
import logging
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    Running,
    ask,
    client_key,
    relay_to,
    to_stub,
    upstream,
)
from script_kit import JSON, chat, request_script

from relaydesk.gateway.relay.scripts import book
from relaydesk.gateway.relay.snapshot import Budget, Script


async def test_a_rejected_request_reaches_no_upstream_is_logged_and_costs_no_budget(tmp_path: Path) -> None:
    key = client_key(budget=Budget("day", requests=5))
    async with (
        upstream() as stub,
        relay_to(
            tmp_path,
            to_stub(stub),
            client_keys=[key],
            scripts=[request_script("if (request.json) reject(422, 'no tea: ' + request.json.model)")],
        ) as running,
    ):
        left = [
            await ask(running.port, method="POST", headers=[AUTH, JSON], body=b'{"model":"secret-tea"}')
            for _ in range(7)  # more often than the budget would let through
        ]
        shaped = await chat(running)
        anthropic = await chat(running, "/v1/messages", max_tokens=5)
        rows = await running.logged(9)
    assert {got.status for got in left} == {422}
    assert (left[0].json()["code"], left[0].json()["message"]) == ("SCRIPT_REJECTED", "no tea: secret-tea")
    assert (shaped.status, shaped.json()["error"]["code"]) == (422, "script_rejected")
    assert (anthropic.status, anthropic.json()["type"]) == (422, "error")
    assert stub.seen == []
    assert {(r.status, r.end_reason, r.error, len(r.attempts)) for r in rows} == {
        (422, "refused", "SCRIPT_REJECTED", 0)
    }
    assert "secret-tea" not in running.journal_text()


@pytest.mark.parametrize(
    "body", ["throw new Error(JSON.stringify(request.json))", "while (true) {}", "/^(a+)+$/.test('a'.repeat(60) + 'b')"]
)
async def test_a_script_that_fails_open_changes_nothing_and_one_that_fails_closed_stops_the_request(
    tmp_path: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    failing = f"request.headers.x = 'half done'; {body}"
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=[request_script(failing)]) as running:
        got = await ask(running.port, method="POST", headers=[AUTH, JSON], body=b'{"a": "planted-body"}')
        [row] = await running.logged(1)
    assert (got.status, stub.seen[0].body, stub.seen[0].header("x")) == (200, b'{"a": "planted-body"}', None)
    assert row.tags == ["script_failed:script 1"]
    closed = [request_script(failing, is_fail_open=False)]
    async with upstream() as stub, relay_to(tmp_path / "closed", to_stub(stub), scripts=closed) as running:
        own = await ask(running.port, method="POST", headers=[AUTH, JSON], body=b'{"a": "planted-body"}')
        openai = await chat(running)
        rows = await running.logged(2)
    assert (own.status, own.json()["code"]) == (502, "SCRIPT_FAILED")
    assert (openai.status, openai.json()["error"]["code"]) == (502, "script_failed")
    assert stub.seen == []
    assert {(r.status, r.error, *r.tags) for r in rows} == {(502, "SCRIPT_FAILED", "script_failed:script 1")}
    assert b"planted" not in own.body
    assert "script 'script 1' (1) failed" in caplog.text
    assert "planted" not in caplog.text + running.journal_text()


async def test_other_upstreams_answer_while_a_script_burns_its_time(tmp_path: Path) -> None:
    slow = request_script("while (true) {}", upstream_id=1, timeout_ms=100)
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), to_stub(stub, id=2, name="other"), scripts=[slow]) as running,
    ):
        burning = asyncio.create_task(ask(running.port))
        answered = 0
        while not burning.done():
            assert (await ask(running.port, "/proxy/other/x")).status == 200
            answered += not burning.done()
        assert answered > 0
        assert burning.result().status == 200


async def test_a_script_that_keeps_running_out_of_time_is_suspended_until_it_is_saved_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    source = "if (!request.headers['x-good']) while (true) {} request.headers.ran = 'yes'"
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=[request_script(source)]) as running:
        good = [AUTH, ("X-Good", "1")]
        await ask(running.port)
        await ask(running.port, headers=good)  # not in a row
        for _ in range(book.SUSPEND_AFTER):
            await ask(running.port)
        await ask(running.port, headers=good)
        assert stub.seen[1].header("ran") == "yes"
        assert stub.seen[-1].header("ran") is None
        assert caplog.text.count("keeps running into its limits") == 1
        rows = await running.logged(len(stub.seen))
        assert rows[-1].tags == ["script_failed:script 1"]
        running.relay.swap(_with_scripts(running, request_script(source, version=2)))
        await ask(running.port, headers=good)
        assert stub.seen[-1].header("ran") == "yes"


def _with_scripts(running: Running, *scripts: Script) -> object:
    held = running.relay.snapshot
    fields = {name: getattr(held, name) for name in held.__struct_fields__}
    return type(held)(**{**fields, "scripts": scripts})
