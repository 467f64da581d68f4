"""What an upstream can do to us, one fault at a time: what the client gets, the keys' states, attempts, the log.

The upstream has three keys and the rules that presets offer; it may be asked three times within three seconds.
"""

import asyncio
import random
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from certificates import certificate_for
from gateway_admin import Admin, eventually
from relay_kit import Got, Script, Seen, StubUpstream, answer, ask, scripted, upstream
from sqlalchemy import text

SECRETS = ("sk-first-key", "sk-second-key", "sk-third-key")
ATTEMPTS = 3
EVENTS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'e\r\ndata: {"a":1}\n\n\r\n'
)
JSON = "Content-Type: application/json"


@dataclass(slots=True)
class Told:
    """How it ended for everybody."""

    got: Got
    attempts: int
    keys: dict[str, Any]
    row: dict[str, Any]
    first: Any  # the key that was asked first, if any was

    def statuses(self) -> dict[str, int]:
        """How many keys are active, cooling, disabled, banned."""
        return dict(Counter("cooling" if k["cool_until"] else k["status"] for k in self.keys.values()))


@dataclass(slots=True)
class Bench:
    """An upstream with its keys, the presets' rules, a caller."""

    admin: Admin
    caller_key: str
    count: int = 0
    stacks: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def fault(self, script: Script | bytes | None = None, *, base_url: str = "", **asked: Any) -> Told:
        self.count += 1
        name = f"faulty-{self.count}"
        stub = await self.stacks.enter_async_context(upstream(script))
        made = await self.admin.upstream(
            stub,
            name,
            timeout_ms=400,
            retry={"max_attempts": ATTEMPTS, "statuses": [429, 500, 503], "deadline_ms": 3000},
            **({"base_url": base_url} if base_url else {}),
        )
        keys = {secret: await self.admin.key(made, secret) for secret in SECRETS}
        relay = self.admin.stack.gateway.relay

        async def is_known() -> bool:
            return len(relay.snapshot.keys.get(made["id"], ())) == len(SECRETS)

        await eventually(is_known)
        port = int(self.admin.stack.url.rpartition(":")[2])
        got = await ask(port, f"/proxy/{name}/x", headers=[("X-API-Key", self.caller_key)], **asked)
        shown = await self._keys(keys)
        first = shown[(stub.seen[0].header("authorization") or "").removeprefix("Bearer ")] if stub.seen else None
        return Told(got, len(stub.seen), shown, await self._row(name), first)

    async def _row(self, name: str) -> dict[str, Any]:
        await self.admin.stack.gateway.ship()

        async def row() -> Any:
            items = (await self.admin.http.get("/api/admin/logs", params={"upstream": name})).json()["items"]
            return items[0] if items else None

        found = await eventually(row)
        return dict((await self.admin.http.get(f"/api/admin/logs/{found['id']}")).json())

    async def _keys(self, keys: dict[str, dict[str, Any]]) -> dict[str, Any]:
        await self.admin.stack.gateway.ship()
        shown = {}
        for secret, key in keys.items():
            shown[secret] = (await self.admin.http.get(f"/api/admin/keys/{key['id']}")).json()
        return shown


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_for("localhost", tmp_path))
    return context


@pytest.fixture
async def bench(admin: Admin) -> AsyncIterator[Bench]:
    # the relay of this process still rests keys of the test before, by ids that begin anew with each test
    async with admin.stack.kernel.database.unit_of_work() as uow:
        beyond = random.randrange(1000, 2**40)
        await uow.db.execute(text(f"ALTER SEQUENCE gateway_upstream_key_id_seq RESTART WITH {beyond}"))
    presets = (await admin.http.get("/api/admin/rules/presets")).json()
    for preset in presets["items"] if isinstance(presets, dict) else presets:
        await admin.post("/api/admin/rules", **preset["rule"])
    _, made = await admin.caller()
    running = Bench(admin, made["key"])
    async with running.stacks:
        yield running


def _for_first(bad: bytes) -> Script:
    """This for the key that is asked first, a good answer for the others."""
    first: list[str | None] = []

    async def script(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first.append(seen.header("authorization"))
        writer.write(bad if first[-1] == first[0] else answer())

    return script


def _then(what: Callable[[asyncio.StreamWriter], Any], head: bytes = EVENTS) -> Script:
    """A beginning, then something else than its end."""

    async def script(_seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(head)
        await writer.drain()
        await asyncio.sleep(0.05)
        done = what(writer)
        if done is not None:
            await done
        return True

    return script


def _is_refusal(told: Told, status: int, code: str) -> None:
    assert (told.got.status, told.got.json()["code"], told.got.whole) == (status, code, True)


# -- no answer at all ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "kind"),
    [("http://127.0.0.1:9", "connect"), ("http://no-such-host.invalid", "dns")],
)
async def test_an_upstream_that_cannot_be_reached(bench: Bench, base_url: str, kind: str) -> None:
    told = await bench.fault(base_url=base_url)
    _is_refusal(told, 502, "UPSTREAM_UNREACHABLE")
    assert (told.attempts, told.statuses()) == (0, {"active": 3})
    assert (told.row["status"], told.row["end_reason"], told.row["error"]) == (502, "upstream_error", kind)
    assert [(a["error"], a["blame"]) for a in told.row["attempts"]] == [(kind, "upstream")] * ATTEMPTS


async def test_an_upstream_that_does_not_speak_tls(bench: Bench) -> None:
    async def plain(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        told = await bench.fault(base_url=f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    _is_refusal(told, 502, "UPSTREAM_UNREACHABLE")
    assert told.statuses() == {"active": 3}
    assert [a["error"] for a in told.row["attempts"]] == ["tls"] * ATTEMPTS


async def test_a_certificate_nobody_vouches_for(bench: Bench, own_certificate: ssl.SSLContext) -> None:
    async with upstream(answer(), tls=own_certificate) as secure:
        told = await bench.fault(base_url=f"https://localhost:{secure.port}")
        assert secure.seen == []
    _is_refusal(told, 502, "UPSTREAM_UNREACHABLE")
    assert told.row["attempts"][0]["error"] == "tls"


async def test_a_first_byte_that_does_not_come(bench: Bench) -> None:
    async def silent(_seen: Seen, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    told = await bench.fault(silent)
    _is_refusal(told, 504, "UPSTREAM_TIMEOUT")
    assert (told.attempts, told.statuses()) == (ATTEMPTS, {"active": 3})
    assert (told.row["end_reason"], told.row["error"]) == ("upstream_error", "timeout")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02 not HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Large: " + b"a" * 300_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    ],
    ids=["garbage", "oversize header", "two lengths", "length and chunks"],
)
async def test_an_answer_that_is_no_answer(bench: Bench, sent: bytes) -> None:
    told = await bench.fault(_then(lambda _writer: None, sent))
    _is_refusal(told, 502, "UPSTREAM_ANSWER_INVALID")
    assert (told.attempts, told.statuses()) == (ATTEMPTS, {"active": 3})
    assert {(a["error"], a["blame"]) for a in told.row["attempts"]} == {("protocol", "upstream")}


# -- answers that break off ------------------------------------------------------------------------------


def _hang(writer: asyncio.StreamWriter) -> Any:
    return writer.wait_closed()


def _reset(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def _cut_chunk(writer: asyncio.StreamWriter) -> None:
    writer.write(b"ff\r\ndata: {")


def _bad_chunk(writer: asyncio.StreamWriter) -> None:
    writer.write(b"zz\r\nno size\r\n")


@pytest.mark.parametrize("what", [_hang, _reset, _cut_chunk, _bad_chunk])
async def test_a_stream_that_breaks_off_looks_broken_and_is_never_asked_for_again(bench: Bench, what: Any) -> None:
    told = await bench.fault(_then(what))
    assert (told.got.status, told.got.whole) == (200, False)
    assert told.got.body.startswith(b'data: {"a":1}')
    assert b"[DONE]" not in told.got.body
    assert (told.attempts, told.statuses()) == (1, {"active": 3})
    assert (told.row["status"], told.row["end_reason"]) == (200, "truncated")


async def test_a_body_shorter_than_it_is_said_to_be(bench: Bench) -> None:
    told = await bench.fault(_then(lambda _writer: None, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"))
    assert (told.got.status, told.got.body, told.got.whole) == (200, b"short", False)
    assert (told.attempts, told.row["end_reason"], told.statuses()) == (1, "truncated", {"active": 3})


async def test_a_body_longer_than_it_is_said_to_be_is_cut_where_it_should_end(bench: Bench) -> None:
    told = await bench.fault(_then(lambda _writer: None, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200"))
    assert (told.got.status, told.got.body, told.got.whole) == (200, b"{}", True)
    assert told.row["end_reason"] == "done"


async def test_an_endless_body_ends_when_the_client_has_enough(bench: Bench) -> None:
    stopped: list[StubUpstream] = []

    async def endless(_seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
            await writer.drain()

    async with upstream(endless) as stub:
        made = await bench.admin.upstream(stub, "endless")
        await bench.admin.key(made, SECRETS[0])
        port = int(bench.admin.stack.url.rpartition(":")[2])
        relay = bench.admin.stack.gateway.relay

        async def is_known() -> bool:
            return bool(relay.snapshot.keys.get(made["id"]))

        await eventually(is_known)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /proxy/endless/x HTTP/1.1\r\nHost: a\r\nX-API-Key: {bench.caller_key}\r\n\r\n".encode())
        await reader.readexactly(1_000_000)
        writer.transport.abort()

        async def is_left() -> bool:
            return len(stub.closed_at) == 1

        await eventually(is_left, within_s=1.0)
        stopped.append(stub)
    row = await bench._row("endless")
    assert (row["status"], row["end_reason"]) == (200, "client_gone")
    assert row["bytes_out"] >= 900_000


# -- answers that say no ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "rest_s"),
    [((), 60), (("Retry-After: 7",), 7), ("date", 7)],
    ids=["nothing said", "seconds", "date"],
)
async def test_a_limited_key_rests_as_long_as_it_is_told_and_another_serves(
    bench: Bench, headers: Any, rest_s: int
) -> None:
    if headers == "date":
        headers = ("Retry-After: " + format_datetime(datetime.now(UTC) + timedelta(seconds=rest_s + 1), usegmt=True),)
    told = await bench.fault(_for_first(answer(429, b"{}", *headers)))
    assert told.got.status == 200
    assert told.attempts == 2
    assert told.statuses() == {"cooling": 1, "active": 2}
    until = datetime.fromisoformat(told.first["cool_until"])
    assert abs((until - datetime.now(UTC)).total_seconds() - rest_s) < 4
    assert [a["blame"] for a in told.row["attempts"]] == ["key", None]
    assert len(told.row["rules_fired"]) == 1


@pytest.mark.parametrize(
    ("bad", "status", "state"),
    [
        (answer(401, b"invalid"), 200, "banned"),
        (answer(402, b'{"error":{"type":"insufficient_quota"}}', JSON), 200, "disabled"),
        (answer(403, b'{"error":{"code":"insufficient_quota"}}', JSON), 200, "disabled"),
        (answer(403, b"no"), 403, "active"),
    ],
    ids=["401", "402", "403 for want of money", "403 for no reason given"],
)
async def test_a_key_that_is_refused(bench: Bench, bad: bytes, status: int, state: str) -> None:
    told = await bench.fault(_for_first(bad))
    assert told.got.status == status
    assert told.first["status"] == state
    assert [k["status"] for k in told.keys.values() if k is not told.first] == ["active", "active"]
    assert told.row["attempts"][0]["blame"] == "key"
    if state != "active":
        assert told.first["status_reason"]


async def test_a_500_once_and_503_in_bursts_are_retried_within_the_budget(bench: Bench) -> None:
    once = await bench.fault(scripted(answer(500), answer(200, b"fine")))
    burst = await bench.fault(scripted(answer(503), answer(503), answer(200, b"fine")))
    always = await bench.fault(answer(503, b"down"))
    assert [(t.got.status, t.attempts) for t in (once, burst, always)] == [(200, 2), (200, 3), (503, ATTEMPTS)]
    assert always.got.body == b"down"
    for told in (once, burst, always):
        assert told.statuses() == {"active": 3}
        assert {a["blame"] for a in told.row["attempts"] if a["status"] != 200} == {"upstream"}


@pytest.mark.parametrize(
    "page",
    [
        answer(200, b"<html><h1>502 Bad Gateway</h1></html>", "Content-Type: text/html"),
        answer(200, b"\xff\xfe{not json", JSON),
        answer(200, b"", JSON),
    ],
    ids=["error page", "garbage", "nothing"],
)
async def test_a_200_is_passed_on_as_it_came_whatever_is_in_it(bench: Bench, page: bytes) -> None:
    told = await bench.fault(page)
    assert (told.got.status, told.got.body) == (200, page.partition(b"\r\n\r\n")[2])
    assert (told.attempts, told.statuses(), told.row["end_reason"]) == (1, {"active": 3}, "done")


@pytest.mark.parametrize("status", [400, 404, 413, 422])
async def test_a_clients_own_fault_touches_no_key(bench: Bench, status: int) -> None:
    told = await bench.fault(answer(status, b'{"error":"yours"}', JSON), method="POST", body=b"{}")
    assert (told.got.status, told.got.json()) == (status, {"error": "yours"})
    assert (told.attempts, told.statuses()) == (1, {"active": 3})
    assert told.row["attempts"][0]["blame"] == "client"


@pytest.mark.parametrize(
    "bad",
    [
        answer(401, b"invalid"),
        answer(429, b'{"error":{"code":"insufficient_quota"}}', JSON),
        answer(403, b"Your IP address is not allowed"),
    ],
    ids=["401", "429", "our address"],
)
async def test_keys_that_all_fail_alike_never_empty_the_pool(bench: Bench, bad: bytes) -> None:
    told = await bench.fault(bad)
    assert told.got.status in {401, 403, 429}
    assert told.attempts <= ATTEMPTS
    assert {k["status"] for k in told.keys.values()} == {"active"}
    assert any(tag.startswith("held:") for tag in told.row["tags"])
    shown = (await bench.admin.http.get(f"/api/admin/upstreams/{told.row['upstream_id']}")).json()
    assert shown["held_until"] is not None
    assert shown["held_reason"]
    assert shown["held_because"]["type"] in {"held_keys_alike", "held_our_address"}
    assert shown["held_because"]["ctx"]["status"] in {401, 403, 429}
