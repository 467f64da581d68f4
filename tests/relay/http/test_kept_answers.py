"""The answers that a route keeps (`cache_ttl_s`), as clients and whatever lies between see them: RFC 9111."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from relay_kit import AUTH, Got, Running, answer, ask, relay_to, to_stub, upstream

from relaydesk.gateway.relay.snapshot import Route, Target
from relaydesk.gateway.relay.traffic.answers import KeptAnswer

ROUTE = Route(1, "test-model", (Target(1),), cache_ttl_s=60)
JSON = "Content-Type: application/json"


class Kept:
    """Answers of one process, aged as a test wants them."""

    def __init__(self) -> None:
        self._answers: dict[bytes, KeptAnswer] = {}

    async def find(self, name: bytes) -> KeptAnswer | None:
        return self._answers.get(name)

    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None:
        assert ttl_s == 60
        self._answers[name] = answer

    @contextmanager
    def aged(self, by_s: int) -> Iterator[None]:
        before = dict(self._answers)
        self._answers = {
            name: msgspec.structs.replace(answer, kept_at=answer.kept_at - by_s) for name, answer in before.items()
        }
        yield
        self._answers = before


async def complete(running: Running, *headers: tuple[str, str]) -> Got:
    body = b'{"model":"test-model"}'
    return await ask(running.port, "/v1/chat/completions", method="POST", headers=[AUTH, *headers], body=body)


def is_hit(got: Got) -> bool:
    return got.header("x-relaydesk-cache") == "hit"


async def test_a_kept_answer_tells_its_age_and_that_nobody_else_is_to_keep_it(tmp_path: Path) -> None:
    kept = Kept()
    async with (
        upstream(answer(200, b'{"a":1}', JSON)) as stub,
        relay_to(tmp_path, to_stub(stub), routes=[ROUTE], answers=kept) as running,
    ):
        fresh = await complete(running)
        with kept.aged(10):
            hit = await complete(running)
    assert (is_hit(fresh), fresh.header("age"), is_hit(hit), hit.body) == (False, None, True, b'{"a":1}')
    assert hit.header("age") in {"10", "11"}
    assert (hit.header("cache-control"), hit.header("content-type")) == ("no-store", "application/json")
    assert len(stub.seen) == 1


@pytest.mark.parametrize(
    ("control", "hits"),
    [
        ("max-age=60", True),
        ("max-age=5", False),
        ("max-age=0", False),
        ("no-cache", False),
        ("NO-STORE", False),
        ("x-no-cache-please", True),
    ],
)
async def test_a_client_says_how_old_a_kept_answer_may_be(tmp_path: Path, control: str, *, hits: bool) -> None:
    kept = Kept()
    async with (
        upstream(answer(200, b'{"a":1}', JSON)) as stub,
        relay_to(tmp_path, to_stub(stub), routes=[ROUTE], answers=kept) as running,
    ):
        await complete(running)
        with kept.aged(10):
            assert is_hit(await complete(running, ("Cache-Control", control))) is hits
    assert len(stub.seen) == (1 if hits else 2)


@pytest.mark.parametrize(
    ("said", "is_kept"),
    [
        ("Cache-Control: private, no-store", False),
        ("Cache-Control: private, max-age=0", True),
        ("Vary: *", False),
        ("Vary: X-Tenant", False),
        ("Vary: Accept-Encoding, Origin", True),
    ],
)
async def test_an_upstream_says_that_an_answer_is_not_for_keeping(tmp_path: Path, said: str, *, is_kept: bool) -> None:
    async with (
        upstream(answer(200, b'{"a":1}', JSON, said)) as stub,
        relay_to(tmp_path, to_stub(stub), routes=[ROUTE], answers=Kept()) as running,
    ):
        assert [is_hit(await complete(running)) for _ in range(2)] == [False, is_kept]
    assert len(stub.seen) == (1 if is_kept else 2)


@pytest.mark.parametrize("header", ["Accept-Encoding", "Anthropic-Beta", "OpenAI-Beta", "Accept"])
async def test_a_request_with_another_header_that_changes_its_answer_is_another_request(
    tmp_path: Path, header: str
) -> None:
    async with (
        upstream(answer(200, b'{"a":1}', JSON)) as stub,
        relay_to(tmp_path, to_stub(stub), routes=[ROUTE], answers=Kept()) as running,
    ):
        got = [is_hit(await complete(running, *((header, value),))) for value in ("one", "two", "one")]
    assert got == [False, False, True]
    assert len(stub.seen) == 2
