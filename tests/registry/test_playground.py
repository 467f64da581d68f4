"""The chat playground: a person asks a model through the relay, for as long as they may."""

import asyncio
import contextlib
import errno
import json
import logging
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from harness import People, Stack
from relay_kit import Seen, StubUpstream, answer, upstream

from relaydesk.identity.api import authenticate
from relaydesk.registry.playground import service
from relaydesk.registry.playground.bounds import MOST_OF_PERSON, OpenChats
from relaydesk.registry.playground.schemas import PlaygroundChat

CHAT = "/api/playground/chat"
HELMET = {"model": "large", "messages": [{"role": "user", "content": "A secret helmet?"}]}
Event = tuple[str, dict[str, Any]]


@pytest.fixture
async def admin(owner: httpx.AsyncClient, stack: Stack) -> AsyncIterator[Admin]:
    made = Admin(owner, stack)
    yield made
    await made.close()


def _event(content: dict[str, Any]) -> bytes:
    data = b"data: " + json.dumps(content).encode() + b"\n\n"
    return b"%x\r\n%b\r\n" % (len(data), data)


def _delta(text: str) -> bytes:
    return _event({"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]})


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
USAGE = _event({"id": "1", "choices": [], "usage": {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6}})
END = b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


class Model:
    """Says "Yes, " and, once it may, "sir."."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.was_left = asyncio.Event()
        self.finish: str | None = None

    async def __call__(self, _seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + _delta("Yes, "))
        going_on = asyncio.create_task(self.may_go_on.wait())
        leaving = asyncio.create_task(reader.read(1))
        await asyncio.wait([going_on, leaving], return_when=asyncio.FIRST_COMPLETED)
        if leaving.done():
            self.was_left.set()
            going_on.cancel()
            return
        leaving.cancel()
        await asyncio.wait([leaving])
        ending = _event({"id": "1", "choices": [{"index": 0, "delta": {}, "finish_reason": self.finish}]})
        writer.write(_delta("sir.") + ending + USAGE + END)


@pytest.fixture
async def model(admin: Admin) -> AsyncIterator[Model]:
    """Behind the route `large`."""
    script = Model()
    async with upstream(script) as stub:
        made = await admin.upstream(stub)
        await admin.key(made, "sk-only-key-1")
        await admin.post("/api/admin/routes", model="large", targets=[{"upstream_id": made["id"]}])
        prices = {"input_micros_per_million": 1_000_000, "output_micros_per_million": 2_000_000}
        await admin.post("/api/admin/prices", model="large", currency="EUR", **prices)
        await admin.stack.gateway.refresh()
        yield script
        script.may_go_on.set()


async def _events(answer: httpx.Response) -> AsyncIterator[Event]:
    name = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


async def _ask(http: httpx.AsyncClient, **values: Any) -> list[Event]:
    async with http.stream("POST", CHAT, json={**HELMET, **values}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [event async for event in _events(answer)]


async def _ask_of(admin: Admin, stub: StubUpstream) -> list[Event]:
    made = await admin.upstream(stub)
    await admin.post("/api/admin/routes", model="large", targets=[{"upstream_id": made["id"]}])
    await admin.stack.gateway.refresh()
    return await _ask(admin.http)


async def test_a_person_asks_a_model_and_is_told_what_it_came_to(admin: Admin, model: Model, people: People) -> None:
    developer = await people.named("developer")
    events = await _ask(developer, temperature=0.5, max_tokens=20)
    assert [name for name, _ in events] == ["begun", "delta", "delta", "done", "usage"]
    assert "".join(data["text"] for name, data in events if name == "delta") == "Yes, sir."
    request_id = events[0][1]["request_id"]
    assert events[-1][1] == {
        "request_id": request_id,
        "upstream": "stub",
        "tokens_in": 4,
        "tokens_out": 2,
        "tokens_estimated": False,
        "cost_nanos": 8000,
        "currency": "EUR",
    }
    [row] = await admin.logs(1, model="large")
    assert (row["request_id"], row["client_key_id"], row["status"]) == (request_id, None, 200)
    assert (row["caller"].partition(":")[0], row["person"] is not None) == ("user", True)
    detail = (await admin.http.get(f"/api/admin/logs/{row['id']}")).json()
    assert "helmet" not in json.dumps(detail)


async def test_what_goes_wrong_is_an_event_with_a_code(admin: Admin, model: Model) -> None:
    assert [(name, data.get("code")) for name, data in await _ask(admin.http, model="none")][1:] == [
        ("error", "MODEL_NOT_FOUND")
    ]
    made = await admin.post("/api/deployments", name="support", route="large")
    await admin.stack.gateway.refresh()
    assert ("done", {"finish": None}) in await _ask(admin.http, model="support")
    await admin.post(f"/api/deployments/{made['id']}/stop", status=200)
    await admin.stack.gateway.refresh()
    assert ("error", "MODEL_STOPPED") in [(n, d.get("code")) for n, d in await _ask(admin.http, model="support")]


async def test_a_refusal_of_the_upstream_is_told_and_counted(admin: Admin) -> None:
    async with upstream(answer(400, b'{"error": {"message": "too long"}}', "Content-Type: application/json")) as stub:
        events = await _ask_of(admin, stub)
    assert [name for name, _ in events] == ["begun", "error", "usage"]
    assert events[1][1]["code"] == "UPSTREAM_REFUSED"
    assert "too long" in events[1][1]["message"]


async def test_an_error_within_the_stream_is_told_without_secrets(admin: Admin) -> None:
    failure = b'data: {"error": {"message": "no memory left for sk-secret-0123456789"}}\n\ndata: [DONE]\n\n'
    async with upstream(answer(200, failure, "Content-Type: text/event-stream")) as stub:
        events = await _ask_of(admin, stub)
    assert [name for name, _ in events] == ["begun", "error", "usage"]
    assert events[1][1]["code"] == "UPSTREAM_BROKE_OFF"
    assert events[1][1]["message"].endswith("no memory left for [redacted]")


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("application/json", '{"error": {"message": "no memory"}}', "no memory"),
        ("application/json; charset=utf-8", '{"object": "error", "message": "no memory", "code": 500}', "no memory"),
        ("text/event-stream", 'data: {"object": "error", "message": "no memory", "code": 500}\n\n', "no memory"),
        ("text/event-stream", 'event: error\ndata: {"message": "no memory"}\n\n', "no memory"),
        ("text/event-stream", 'data: {"error": {"detail": "no memory"}}\n\n', "no memory"),
        ("text/event-stream", 'data: {"error": {"code": 7}}\n\n', "broke off."),
        ("application/json", '["what"]', "broke off."),
    ],
)
async def test_an_answer_that_is_an_error_is_told_however_it_is_written(
    admin: Admin, kind: str, body: str, said: str
) -> None:
    async with upstream(answer(200, body.encode(), f"Content-Type: {kind}")) as stub:
        events = await _ask_of(admin, stub)
    assert [name for name, _ in events] == ["begun", "error", "usage"]
    assert events[1][1]["code"] == "UPSTREAM_BROKE_OFF"
    assert events[1][1]["message"].endswith(said)
    [row] = await admin.logs(1, model="large")
    assert row["end_reason"] == "truncated"


@pytest.mark.parametrize("status", [200, 401])
async def test_a_key_that_the_upstream_repeats_is_not_shown(admin: Admin, status: int) -> None:
    key = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"  # looks like nothing that must be a secret
    said = json.dumps({"error": {"message": f"Incorrect API key: {key}. See https://h/?key={key}"}}).encode()
    async with upstream(answer(status, said, "Content-Type: application/json")) as stub:
        made = await admin.upstream(stub)
        await admin.key(made, key)
        await admin.post("/api/admin/routes", model="large", targets=[{"upstream_id": made["id"]}])
        await admin.stack.gateway.refresh()
        events = await _ask(admin.http)
    assert events[1][0] == "error"
    assert "Incorrect API key: [redacted]" in events[1][1]["message"]
    assert key not in json.dumps(events)


async def test_an_upstream_that_knows_no_streams_is_read_as_a_whole(admin: Admin) -> None:
    choice = {"index": 0, "message": {"role": "assistant", "content": "Yes, sir."}, "finish_reason": "stop"}
    whole = json.dumps({"id": "1", "choices": [choice]}).encode()
    async with upstream(answer(200, whole, "Content-Type: application/json")) as stub:
        events = await _ask_of(admin, stub)
    assert events[1:3] == [("delta", {"text": "Yes, sir."}), ("done", {"finish": "stop"})]


async def test_there_is_something_to_read_while_a_model_thinks(
    admin: Admin, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CHECK_EVERY_S", 0.05)
    monkeypatch.setattr(service, "BEAT_AFTER_S", 0.1)
    model.may_go_on.clear()
    async with asyncio.timeout(10), admin.http.stream("POST", CHAT, json=HELMET) as answer:
        lines = [line async for line in answer.aiter_lines() if _let_go_on(model, line)]
    assert ": heartbeat" in lines
    assert "event: done" in lines


def _let_go_on(model: Model, line: str) -> bool:
    if line == ": heartbeat":
        model.may_go_on.set()
    return True


async def test_a_person_has_a_few_chats_at_a_time(admin: Admin, model: Model, people: People) -> None:
    developer = await people.named("developer")
    model.may_go_on.clear()
    async with contextlib.AsyncExitStack() as streams:
        for _ in range(MOST_OF_PERSON):
            opened = await streams.enter_async_context(developer.stream("POST", CHAT, json=HELMET))
            assert opened.status_code == 200
        refusal = await developer.post(CHAT, json=HELMET)
        assert (refusal.status_code, refusal.json()["code"]) == (429, "TOO_MANY_CHATS")
        assert int(refusal.headers["retry-after"]) > 0
        async with admin.http.stream("POST", CHAT, json=HELMET) as other:
            assert other.status_code == 200
    model.may_go_on.set()

    async def may_ask() -> bool:
        async with developer.stream("POST", CHAT, json=HELMET) as answer:
            return answer.status_code == 200

    async with asyncio.timeout(5):
        while not await may_ask():  # noqa: ASYNC110 - the relay ends them, one by one
            await asyncio.sleep(0.05)


async def test_a_refusal_that_has_no_row_waits_for_none(
    admin: Admin, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_USAGE_AT_FAILURE_WITHIN_S", 60.0)
    async with asyncio.timeout(10):
        assert [name for name, _ in await _ask(admin.http, model="none")] == ["begun", "error"]


async def test_a_long_conversation_is_taken(admin: Admin, model: Model) -> None:
    messages = [{"role": "user", "content": "盔" * 100_000}, {"role": "assistant", "content": "Yes"}]
    assert "done" in [name for name, _ in await _ask(admin.http, messages=[*messages, *HELMET["messages"]])]


async def test_why_an_answer_ended_is_told_and_what_a_refusal_answered(admin: Admin, model: Model) -> None:
    model.finish = "length"
    assert ("done", {"finish": "length"}) in await _ask(admin.http)
    async with upstream(
        answer(401, b'{"error": {"message": "no such key"}}', "Content-Type: application/json")
    ) as stub:
        made = await admin.upstream(stub, name="other")
        await admin.post("/api/admin/routes", model="refused", targets=[{"upstream_id": made["id"]}])
        await admin.stack.gateway.refresh()
        events = await _ask(admin.http, model="refused")
    assert [(data["code"], data["status"]) for name, data in events if name == "error"] == [("UPSTREAM_REFUSED", 401)]


async def test_whoever_leaves_leaves_the_upstream(admin: Admin, model: Model) -> None:
    model.may_go_on.clear()
    async with admin.http.stream("POST", CHAT, json=HELMET) as answer:
        async for name, _ in _events(answer):
            if name == "delta":
                break
    await asyncio.wait_for(model.was_left.wait(), 5)
    [row] = await admin.logs(1, model="large")
    assert row["end_reason"] == "client_gone"


async def test_a_sign_out_ends_it(admin: Admin, model: Model, people: People) -> None:
    developer = await people.named("developer")
    model.may_go_on.clear()
    names = []
    async with developer.stream("POST", CHAT, json=HELMET) as answer:
        async for name, data in _events(answer):
            names.append((name, data.get("code")))
            if name == "delta":
                assert (await developer.post("/api/auth/logout")).status_code in (200, 204)
    assert ("error", "UNAUTHENTICATED") in names
    assert ("done", None) not in names
    await asyncio.wait_for(model.was_left.wait(), 5)


async def test_who_may_not_change_models_spends_nothing(model: Model, people: People, stack: Stack) -> None:
    for role in ("staff", "operator", "viewer"):
        http = await people.named(role)
        assert (await http.post(CHAT, json=HELMET)).status_code == 403
    async with stack.client() as nobody:
        assert (await nobody.post(CHAT, json=HELMET)).status_code == 401


async def test_what_is_wrong_is_named(owner: httpx.AsyncClient) -> None:
    for values, field in (
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role"),
        ({"temperature": 3}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"stream": False}, "stream"),
    ):
        refusal = await owner.post(CHAT, json={**HELMET, **values})
        assert refusal.status_code == 422
        assert refusal.json()["details"]["errors"][0]["field"] == field


class Flood:
    """Says more than anybody wants to hear, as fast as it is read."""

    def __init__(self) -> None:
        self.said_bytes = 0
        self.was_left = asyncio.Event()

    async def __call__(self, _seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        word = _delta("word " * 200)
        with contextlib.suppress(ConnectionError):
            while not reader.at_eof():
                writer.write(word)
                await writer.drain()
                self.said_bytes += len(word)
                await asyncio.sleep(0)
        self.was_left.set()


@pytest.mark.parametrize("reason", ["sign-out", "drain"])
async def test_whoever_reads_nothing_is_cut_off_where_there_is_a_reason(
    admin: Admin,
    stack: Stack,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    reason: str,
) -> None:
    monkeypatch.setattr(service, "LAST_S", 0.5)
    monkeypatch.setattr(service, "DRAIN_S", 0.5)
    flood = Flood()
    developer = await people.named("developer")
    async with upstream(flood) as stub:
        made = await admin.upstream(stub)
        await admin.post("/api/admin/routes", model="large", targets=[{"upstream_id": made["id"]}])
        await stack.gateway.refresh()
        url, body = httpx.URL(stack.url), json.dumps(HELMET)
        head = f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: {developer.headers['Authorization']}\r\n"
        with socket.create_connection((url.host, url.port)) as own:
            own.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
            said_bytes = -1
            async with asyncio.timeout(30):
                while said_bytes != flood.said_bytes or not said_bytes:  # until it waits for whoever reads
                    said_bytes = flood.said_bytes
                    await asyncio.sleep(0.5)
            if reason == "drain":
                monkeypatch.setattr(stack.kernel.draining, "_event", asyncio.Event())
                stack.kernel.draining.start()
            else:
                assert (await developer.post("/api/auth/logout")).status_code in (200, 204)
            async with asyncio.timeout(10):
                await flood.was_left.wait()
                while own.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != errno.ECONNRESET:  # noqa: ASYNC110 - nothing tells
                    await asyncio.sleep(0.05)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_an_upstream_goes_no_faster_than_whoever_reads(admin: Admin, stack: Stack, people: People) -> None:
    flood = Flood()
    token = (await people.named("developer")).headers["Authorization"].removeprefix("Bearer ")
    developer = await authenticate(stack.kernel, token)
    async with upstream(flood) as stub:
        made = await admin.upstream(stub)
        await admin.post("/api/admin/routes", model="large", targets=[{"upstream_id": made["id"]}])
        await stack.gateway.refresh()
        body = PlaygroundChat.model_validate(HELMET)
        events = service.chat_events(
            stack.kernel, stack.gateway, developer, body, OpenChats().open(developer.public_id)
        )
        for _ in range(3):
            await anext(events)
        said_bytes, until = -1, time.monotonic() + 15
        while said_bytes != flood.said_bytes:  # until it waits for whoever reads
            assert time.monotonic() < until, f"{flood.said_bytes} bytes and no end"
            said_bytes = flood.said_bytes
            await asyncio.sleep(0.3)
        await events.aclose()
