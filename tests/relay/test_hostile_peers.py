"""Upstreams that lie and clients that smuggle: nothing of it crosses to the other side or into the next answer."""

import asyncio
import logging
import ssl
from pathlib import Path

import pytest
from certificates import certificate_for
from relay_kit import (
    AUTH,
    Seen,
    answer,
    ask,
    connected,
    keys,
    read_answer,
    relay_to,
    request_bytes,
    retry,
    scripted,
    to_stub,
    upstream,
)

from relaydesk.gateway.relay.snapshot import Auth, Upstream, endpoint_of
from relaydesk.gateway.relay.upstream.address import Resolver
from relaydesk.gateway.relay.wire.heads import BadHeadError, request_head
from relaydesk.kernel.outbound import is_public_address

BAD_ANSWERS = {
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "folded header": b"HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\nContent-Length: 0\r\n\r\n",
    "bad status": b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "no http at all": b"<html>hello</html>\r\n\r\n",
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "endless head": b"HTTP/1.1 200 OK\r\n" + b"X-Pad: " + b"x" * 100_000 + b"\r\n\r\n",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X-Pad: 12345\r\n" * 10_000 + b"\r\n",
    "null in a header": b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\nContent-Length: 0\r\n\r\n",
    "space before colon": b"HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
}


@pytest.mark.parametrize("bad", BAD_ANSWERS, ids=lambda b: b.replace(" ", "-"))
async def test_an_invalid_answer_becomes_a_502(tmp_path: Path, bad: str) -> None:
    async with upstream(BAD_ANSWERS[bad]) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(2))) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.json()["code"], len(stub.seen)) == (502, "UPSTREAM_ANSWER_INVALID", 2)
    assert [a.error for a in record.attempts] == ["protocol"] * 2


async def test_bytes_after_an_answer_never_become_the_next_one(tmp_path: Path) -> None:
    double = answer(200, b"mine") + answer(200, b"smuggled")
    async with upstream(scripted(double, answer(200, b"own"))) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        first = await ask(running.port)
        second = await ask(running.port)
    assert (first.body, second.body, stub.connections) == (b"mine", b"own", 2)


async def test_bytes_on_an_idle_connection_never_become_the_next_answer(tmp_path: Path) -> None:
    async def later(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(200, b"mine"))
        await writer.drain()
        await asyncio.sleep(0.05)
        if len(stub.seen) == 1:
            writer.write(answer(200, b"smuggled"))

    async with upstream(later) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        first = await ask(running.port)
        await asyncio.sleep(0.15)
        second = await ask(running.port)
    assert (first.body, second.body, stub.connections) == (b"mine", b"mine", 2)


async def test_interim_answers_are_skipped(tmp_path: Path) -> None:
    reply = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + answer(200, b"real", "A: 1")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = [await ask(running.port) for _ in range(2)]
    assert [(g.status, g.body, g.header("a"), g.header("link")) for g in got] == [(200, b"real", "1", None)] * 2


SMUGGLED = {
    "length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 30\r\n\r\nbody",
    "bad chunk size": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n",
    "chunked not last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "folded header": b"X-A: 1\r\n\tfolded\r\n\r\n",
    "bare line feed": b"X-A: 1\nContent-Length: 4\r\n\r\nbody",
}


@pytest.mark.parametrize("smuggled", SMUGGLED, ids=lambda s: s.replace(" ", "-"))
async def test_an_ambiguous_request_never_reaches_the_upstream(tmp_path: Path, smuggled: str) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        head = f"POST /proxy/stub/x HTTP/1.1\r\nHost: a\r\n{AUTH[0]}: {AUTH[1]}\r\n"
        writer.write(head.encode() + SMUGGLED[smuggled])
        got = await reader.readline()
        await asyncio.sleep(0.05)
    assert got.startswith(b"HTTP/1.1 400")
    assert [s for s in stub.seen if s.target != "/x" or s.body] == []


def test_a_line_break_in_a_header_or_a_key_is_never_written() -> None:
    fields = {
        "method": b"GET",
        "target": b"/",
        "endpoint": endpoint_of("http://a"),
        "auth": Auth(),
        "request_id": b"1",
        "framing": b"",
        "via": b"via: 1.1 relaydesk\r\n",
    }
    head = request_head(headers=[(b"x", b"1")], secret="k", **fields)
    assert head.endswith(b"x-request-id: 1\r\nvia: 1.1 relaydesk\r\n\r\n")
    for headers, secret in [([(b"x", b"1\r\ny: 2")], "k"), ([(b"x", b"1\n")], "k"), ([], "k\r\nx: 1"), ([], "k\r")]:
        with pytest.raises(BadHeadError):
            request_head(headers=headers, secret=secret, **fields)


ANY = "0.0.0.0"
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", ANY,
    "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.0.1", "198.18.0.1",
    "192.0.2.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "::127.0.0.1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2002:7f00:1::", "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:db8::1", "100::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_known(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", ANY, "2130706433"])
async def test_an_upstream_at_home_is_refused_unless_allowed(tmp_path: Path, host: str) -> None:
    async with upstream() as stub:
        guarded = to_stub(stub, base_url=f"http://{host}:{stub.port}", allow_private=False, retry=retry(3))
        async with relay_to(tmp_path, guarded) as running:
            got = await ask(running.port)
            [record] = await running.logged(1)
    assert (got.status, got.json()["code"], stub.connections) == (502, "UPSTREAM_ADDRESS_REFUSED", 0)
    assert [a.error for a in record.attempts] == ["address_refused"]


async def test_a_name_that_turns_private_is_refused_and_one_private_address_is_enough(tmp_path: Path) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return {"mixed.example": ["93.184.216.34", "10.0.0.1"], "none.example": []}[host]

    async with upstream() as stub:
        mixed = to_stub(stub, base_url="http://mixed.example", allow_private=False, retry=retry(1))
        none = to_stub(stub, id=2, name="none", base_url="http://none.example", allow_private=False, retry=retry(1))
        async with relay_to(tmp_path, mixed, none, resolver=Resolver(lookup)) as running:
            refused = await ask(running.port)
            unknown = await ask(running.port, "/proxy/none/x")
    assert refused.json()["code"] == "UPSTREAM_ADDRESS_REFUSED"
    assert (unknown.status, unknown.json()["code"]) == (502, "UPSTREAM_UNREACHABLE")


async def test_the_checked_address_is_the_one_connected_to(tmp_path: Path) -> None:
    asked = []

    async def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with upstream() as stub:
        named = to_stub(stub, base_url=f"http://api.example:{stub.port}")
        async with relay_to(tmp_path, named, resolver=Resolver(lookup)) as running:
            got = [await ask(running.port) for _ in range(3)]
    assert [g.status for g in got] == [200] * 3
    assert asked == ["api.example"]
    assert stub.seen[0].header("host") == f"api.example:{stub.port}"


async def test_a_redirect_is_the_clients_business(tmp_path: Path) -> None:
    reply = answer(302, b"", "Location: http://169.254.169.254/latest/meta-data")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
    assert (got.status, got.header("location")) == (302, "http://169.254.169.254/latest/meta-data")
    assert len(stub.seen) == 1


async def test_an_upstream_that_does_not_speak_tls_is_no_upstream(tmp_path: Path) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    secure = Upstream(id=1, name="stub", base_url=base, allow_private=True, retry=retry(1))
    async with server, relay_to(tmp_path, secure) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, record.attempts[0].error) == (502, "tls")


async def test_tls_is_verified_against_the_name_while_the_address_is_pinned(tmp_path: Path) -> None:
    async def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    pem = certificate_for("api.example", tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(pem)
    async with upstream(tls=serving) as stub:
        right = to_stub(stub, base_url=f"https://api.example:{stub.port}", retry=retry(1))
        wrong = to_stub(stub, id=2, name="wrong", base_url=f"https://other.example:{stub.port}", retry=retry(1))
        trusting = ssl.create_default_context(cafile=str(pem))
        async with relay_to(tmp_path / "j", right, wrong, resolver=Resolver(lookup), tls=trusting) as running:
            got = [await ask(running.port, f"/proxy/{name}/x") for name in ("stub", "stub", "wrong")]
    assert [g.status for g in got] == [200, 200, 502]
    assert [s.header("host") for s in stub.seen] == [f"api.example:{stub.port}"] * 2


async def test_secrets_never_reach_journal_errors_or_logs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret, query, body = "sk-planted-secret", "planted-query", b'{"planted": "body-secret"}'

    async def leak(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Broken: " + b"\x01" + secret.encode() + b"\r\n\r\n")
        return True

    async with upstream(leak) as stub:
        made = to_stub(stub, retry=retry(2))
        async with relay_to(tmp_path, made, upstream_keys=keys(secret)) as running:
            target = f"/proxy/stub/x?token={query}"
            got = await ask(running.port, target, method="POST", body=body)
            await running.logged(1)
            told = repr(running.relay.snapshot)
            journal = running.journal_text()
    everything = journal + caplog.text + got.body.decode() + repr(got.headers) + told
    assert got.status == 502
    for planted in (secret, query, "body-secret", "rd_test_token"):
        assert planted not in everything


async def test_a_websocket_is_turned_away(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        connected(running.port) as (reader, writer),
    ):
        upgrade = [
            AUTH,
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        writer.write(request_bytes("GET", "/proxy/stub/x", upgrade, None))
        got = await read_answer(reader)
    assert (got.status, got.json()["code"], stub.seen) == (501, "UPGRADE_UNSUPPORTED", [])
