"""One budget: so many attempts and no more, within one deadline, another key each time, never after a byte was sent."""

import asyncio
import time
from email.utils import formatdate
from pathlib import Path

import pytest
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

from relaydesk.gateway.relay.retry import backoff_s
from relaydesk.gateway.relay.rules.cooling import retry_after_s
from relaydesk.gateway.relay.snapshot import Route, Target


async def reset(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.transport.abort()
    return True


async def silent(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    await reader.read()
    return True


@pytest.mark.parametrize("attempts", [1, 2, 5])
async def test_the_upstream_sees_exactly_so_many_attempts(tmp_path: Path, attempts: int) -> None:
    async with (
        upstream(answer(503, b"busy")) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(attempts))) as running,
    ):
        got = await ask(running.port, method="POST", body=b"again")
        [record] = await running.logged(1)
    assert (got.status, got.body, got.header("x-relaydesk-attempts")) == (503, b"busy", str(attempts))
    assert [s.body for s in stub.seen] == [b"again"] * attempts
    assert [(a.status, a.error) for a in record.attempts] == [(503, None)] * attempts
    assert (record.status, record.end_reason) == (503, "done")


async def test_each_attempt_takes_another_key(tmp_path: Path) -> None:
    async with (
        upstream(scripted(answer(429), answer(500), answer(200, b"ok"))) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry()), upstream_keys=keys("a", "b", "c")) as running,
    ):
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert got.status == 200
    assert [s.header("authorization") for s in stub.seen] == ["Bearer a", "Bearer b", "Bearer c"]
    assert [a.key_id for a in record.attempts] == [101, 102, 103]


async def test_a_status_that_is_not_listed_is_passed_on_at_once(tmp_path: Path) -> None:
    async with upstream(answer(400, b"yours")) as stub, relay_to(tmp_path, to_stub(stub, retry=retry())) as running:
        got = await ask(running.port)
    assert (got.status, got.body, len(stub.seen)) == (400, b"yours", 1)


async def test_connection_errors_are_retried_and_end_in_502(tmp_path: Path) -> None:
    async with upstream(reset) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(4))) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.json()["code"], got.header("x-relaydesk-attempts")) == (502, "UPSTREAM_UNREACHABLE", "4")
    assert (len(stub.seen), [a.error for a in record.attempts]) == (4, ["reset"] * 4)
    assert (record.end_reason, record.status) == ("upstream_error", 502)


async def test_a_refused_connection_ends_in_502(tmp_path: Path) -> None:
    async with upstream() as stub:
        pass
    async with relay_to(tmp_path, to_stub(stub, retry=retry(2))) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert got.status == 502
    assert [a.error for a in record.attempts] == ["connect", "connect"]


async def test_a_silent_upstream_ends_in_504(tmp_path: Path) -> None:
    async with (
        upstream(silent) as stub,
        relay_to(tmp_path, to_stub(stub, timeout_ms=150, retry=retry(2))) as running,
    ):
        got = await ask(running.port)
    assert (got.status, got.json()["code"], len(stub.seen)) == (504, "UPSTREAM_TIMEOUT", 2)


async def test_the_deadline_bounds_all_attempts_together(tmp_path: Path) -> None:
    async with (
        upstream(silent) as stub,
        relay_to(tmp_path, to_stub(stub, timeout_ms=300, retry=retry(50, deadline_ms=700))) as running,
    ):
        started = time.monotonic()
        got = await ask(running.port)
        took = time.monotonic() - started
    assert got.status == 504
    assert 0.3 <= took < 1.2


async def test_a_head_that_trickles_does_not_outlive_the_deadline(tmp_path: Path) -> None:
    async def trickle(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while not writer.transport.is_closing():
            writer.write(b"X-More: 1\r\n")
            await asyncio.sleep(0.05)
        return True

    async with (
        upstream(trickle) as stub,
        relay_to(tmp_path, to_stub(stub, timeout_ms=5000, retry=retry(1, deadline_ms=400))) as running,
    ):
        started = time.monotonic()
        got = await ask(running.port)
        took = time.monotonic() - started
    assert got.status == 504
    assert 0.35 <= took < 1.5


@pytest.mark.parametrize("kind", ["seconds", "date"])
async def test_retry_after_is_honoured_within_the_deadline(tmp_path: Path, kind: str) -> None:
    async def limited(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        when = "1" if kind == "seconds" else formatdate(time.time() + 2, usegmt=True)
        writer.write(answer(429, b"", f"Retry-After: {when}") if len(stub.seen) == 1 else answer(200, b"ok"))

    async with upstream(limited) as stub, relay_to(tmp_path, to_stub(stub, retry=retry())) as running:
        got = await ask(running.port)
    assert got.status == 200
    assert 0.95 <= stub.seen[1].at - stub.seen[0].at < 2.6


async def test_a_retry_after_beyond_the_deadline_is_told_to_the_client(tmp_path: Path) -> None:
    async with (
        upstream(answer(429, b"later", "Retry-After: 60")) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(5, deadline_ms=2000))) as running,
    ):
        started = time.monotonic()
        got = await ask(running.port)
    assert (got.status, got.body, got.header("retry-after"), len(stub.seen)) == (429, b"later", "60", 1)
    assert time.monotonic() - started < 1


async def test_a_limited_key_rests_while_others_serve(tmp_path: Path) -> None:
    async def limited(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tired = seen.header("authorization") == "Bearer a"
        writer.write(answer(429, b"", "Retry-After: 60") if tired else answer(200, b"ok"))

    async with (
        upstream(limited) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry()), upstream_keys=keys("a", "b", "c")) as running,
    ):
        got = [await ask(running.port) for _ in range(7)]
    assert [g.status for g in got] == [200] * 7
    assert [s.header("authorization") for s in stub.seen].count("Bearer a") == 1


async def test_a_kept_connection_that_died_is_replaced_within_the_budget(tmp_path: Path) -> None:
    async def one_each(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if len(stub.seen) == 2:  # the second request on a kept connection finds it closing
            writer.transport.abort()
            return True
        writer.write(answer(200, b"ok"))
        return False

    async with upstream(one_each) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(2))) as running:
        first = await ask(running.port, method="POST", body=b"1")
        second = await ask(running.port, method="POST", body=b"2")
        records = await running.logged(2)
    assert (first.status, second.status) == (200, 200)
    assert [a.error for a in records[1].attempts] == ["stale", None]
    assert [s.body for s in stub.seen] == [b"1", b"2", b"2"]


async def test_a_stale_connection_is_no_excuse_for_one_attempt_more(tmp_path: Path) -> None:
    async def first_only(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if len(stub.seen) > 1:
            writer.transport.abort()
            return True
        writer.write(answer(200, b"ok"))
        return False

    async with upstream(first_only) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(1))) as running:
        await ask(running.port)
        got = await ask(running.port)
    assert (got.status, len(stub.seen)) == (502, 2)


async def test_an_upload_that_outgrew_the_replay_bound_is_not_sent_twice(tmp_path: Path) -> None:
    async with upstream(answer(503)) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(3))) as running:
        small = await ask(running.port, method="POST", body=b"x" * 900_000)
        large = await ask(running.port, method="POST", body=b"x" * 3_000_000)
    assert (small.header("x-relaydesk-attempts"), large.header("x-relaydesk-attempts")) == ("3", "1")
    assert [len(s.body) for s in stub.seen] == [900_000] * 3 + [3_000_000]


async def test_an_upload_still_arriving_is_replayed_to_the_next_attempt(tmp_path: Path) -> None:
    early = asyncio.Event()

    async def refuse_early(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if len(stub.seen) == 1:
            await reader.readexactly(4)
            writer.write(answer(503))
            early.set()
            return True
        body = await reader.readexactly(8)
        writer.write(answer(200, body))
        return True

    async with (
        upstream(refuse_early, read_body=False) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(3))) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("POST", "/proxy/stub/u", [AUTH, ("Content-Length", "8")], None) + b"half")
        await early.wait()
        writer.write(b"rest")
        got = await read_answer(reader)
    assert (got.status, got.body) == (200, b"halfrest")


async def test_a_route_falls_back_to_another_upstream_with_its_own_model_name(tmp_path: Path) -> None:
    async with upstream(answer(500)) as bad, upstream(answer(200, b"{}")) as good:
        one = to_stub(bad, retry=retry(3))
        two = to_stub(good, id=2, name="second", base_url=f"http://127.0.0.1:{good.port}/api/v4")
        route = Route(1, "m", (Target(1),), (Target(2, "their-model"),))
        pool = keys("k1") + keys("k2", upstream_id=2)
        async with relay_to(tmp_path, one, two, upstream_keys=pool, routes=[route]) as running:
            got = await ask(running.port, "/v1/chat/completions", method="POST", body=b'{"model": "m", "n": 1}')
            [record] = await running.logged(1)
    assert (got.status, got.header("x-relaydesk-upstream")) == (200, "second")
    assert (bad.seen[0].target, bad.seen[0].body) == ("/v1/chat/completions", b'{"model": "m", "n": 1}')
    assert (good.seen[0].target, good.seen[0].body) == ("/api/v4/chat/completions", b'{"model":"their-model","n":1}')
    assert good.seen[0].header("authorization") == "Bearer k2"
    assert [a.upstream_id for a in record.attempts] == [1, 2]
    assert (record.model, record.upstream) == ("m", "second")


async def test_an_upstream_without_an_active_key_refuses(tmp_path: Path) -> None:
    async with upstream() as stub:
        needs = to_stub(stub, requires_key=True)
        async with relay_to(tmp_path, needs, upstream_keys=[]) as running:
            refused = await ask(running.port)
        async with relay_to(tmp_path, to_stub(stub), upstream_keys=[]) as running:
            open_one = await ask(running.port)
    assert (refused.status, refused.json()["code"], open_one.status) == (503, "NO_UPSTREAM_KEY", 200)
    assert [s.header("authorization") for s in stub.seen] == [None]


def test_backoff_has_full_jitter_under_a_doubling_bound() -> None:
    for attempts, bound in [(1, 0.1), (2, 0.2), (4, 0.8), (10, 5.0)]:
        waits = [backoff_s(attempts) for _ in range(500)]
        assert 0 <= min(waits) < bound * 0.1
        assert bound * 0.9 < max(waits) <= bound


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(b"7", 7.0), (b" 0 ", 0.0), (b"Thu, 01 Jan 1970 00:01:40 GMT", 90.0), (b"soon", None), (b"-1", None), (b"", None)],
)
def test_retry_after_reads_seconds_and_dates(value: bytes, seconds: float | None) -> None:
    assert retry_after_s([(b"retry-after", value)], now=10.0) == seconds
