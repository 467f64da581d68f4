"""A key that its provider told to rest is not asked: the request waits where that ends in time, else it is refused."""

import asyncio
import time
from pathlib import Path

from relay_kit import answer, ask, keys, relay_to, retry, scripted, to_stub, upstream

LIMITED = answer(429, b'{"error": {}}', "Retry-After: 1", "Content-Type: application/json")
LONG = answer(429, b'{"error": {}}', "Retry-After: 300", "Content-Type: application/json")


async def test_a_request_waits_for_the_first_key_that_is_back_within_its_deadline(tmp_path: Path) -> None:
    once = retry(max_attempts=1, statuses=())
    async with (
        upstream(scripted(LIMITED, answer())) as stub,
        relay_to(tmp_path, to_stub(stub, retry=once), upstream_keys=keys("sk-one")) as running,
    ):
        running.relay._chooser.cool(101, time.monotonic() + 1.0)
        started = time.monotonic()
        assert (await ask(running.port)).status == 429  # the provider's own, after the rest
        assert time.monotonic() - started >= 1.0
        [record] = await running.logged(1)
    assert record.tags == ["waited_for_key"]
    assert len(stub.seen) == 1


async def test_a_rest_that_outlasts_the_deadline_is_a_429_that_says_for_how_long(tmp_path: Path) -> None:
    async with (
        upstream(scripted(LONG, answer())) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(deadline_ms=2000)), upstream_keys=keys("sk-a", "sk-b")) as running,
    ):
        running.relay._chooser.cool(102, time.monotonic() + 200)
        assert (await ask(running.port)).status == 429
        refused = await asyncio.gather(*(ask(running.port) for _ in range(5)))
        await running.logged(6)
        ends = {(record.status, record.error) for record in running.finished()[1:]}
    assert {got.status for got in refused} == {429}
    assert {got.json()["code"] for got in refused} == {"KEYS_RESTING"}
    assert {got.header("retry-after") for got in refused} == {"200"}
    assert ends == {(429, "KEYS_RESTING")}
    assert len(stub.seen) == 1  # neither key was asked while it rested
