"""What ends an open chat of the playground, looked at every few seconds, and what does not."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from relaydesk.identity.api import PermissionMissing, Principal
from relaydesk.identity.types import Role
from relaydesk.kernel.background import Draining
from relaydesk.kernel.errors import Unavailable
from relaydesk.registry.playground import service
from relaydesk.registry.playground.bounds import MOST_OF_PERSON, OpenChats

CHAT = partial(OpenChats().open, "user_1")
ADA = Principal("user", 1, "user_1", "Ada", Role.DEVELOPER, frozenset(), expires_at_s=1.0)


async def test_a_timeout_of_the_stream_itself_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def chunks() -> AsyncGenerator[dict[str, Any], None]:
        yield {}
        raise TimeoutError("theirs")

    async def check(*_given: Any) -> None:
        pass

    monkeypatch.setattr(service, "CHECK_EVERY_S", 0.05)
    monkeypatch.setattr(service, "_check", check)
    kernel: Any = SimpleNamespace(draining=Draining())

    async def read() -> None:
        async for _ in service._while_allowed(kernel, ADA, chunks(), CHAT()):
            pass

    with pytest.raises(TimeoutError, match="theirs"):
        await asyncio.wait_for(read(), 5)


async def test_a_process_that_stops_ends_its_open_chats_in_time_to_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def chunks() -> AsyncGenerator[dict[str, Any], None]:
        while True:
            yield {}
            await asyncio.sleep(0.01)

    async def check(*_given: Any) -> None:
        pass

    monkeypatch.setattr(service, "CHECK_EVERY_S", 0.02)
    monkeypatch.setattr(service, "DRAIN_S", 0.1)
    monkeypatch.setattr(service, "_check", check)
    kernel: Any = SimpleNamespace(draining=Draining())

    async def read() -> None:
        async with (
            asyncio.timeout(5),
            contextlib.aclosing(service._while_allowed(kernel, ADA, chunks(), CHAT())) as allowed,
        ):
            async for _ in allowed:
                pass

    asyncio.get_running_loop().call_later(0.1, kernel.draining.start)
    with pytest.raises(Unavailable):
        await read()
    assert kernel.draining.started


async def test_an_answer_outlives_the_token_that_it_was_asked_with(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Any] = []

    async def check(_kernel: Any, access: Any) -> None:
        checked.append(access)

    async def chunks() -> AsyncGenerator[dict[str, Any], None]:
        await asyncio.sleep(0.2)
        yield {}

    monkeypatch.setattr(service, "CHECK_EVERY_S", 0.05)
    monkeypatch.setattr(service, "_check", check)
    kernel: Any = SimpleNamespace(draining=Draining())
    async with contextlib.aclosing(service._while_allowed(kernel, ADA, chunks(), CHAT())) as allowed:
        assert [chunk async for chunk in allowed]
    assert checked
    assert checked[0].expires_at_s is None


async def test_an_upstream_is_left_though_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    was_left, was_cut_off = asyncio.Event(), asyncio.Event()

    async def check(*_given: Any) -> None:
        raise PermissionMissing(permission="models.write")

    async def chunks() -> AsyncGenerator[dict[str, Any], None]:
        try:
            while True:
                yield {}
        finally:
            was_left.set()

    monkeypatch.setattr(service, "CHECK_EVERY_S", 0.05)
    monkeypatch.setattr(service, "LAST_S", 0.05)
    monkeypatch.setattr(service, "_check", check)
    kernel: Any = SimpleNamespace(draining=Draining())
    chats = OpenChats()
    opened = [chats.open("user_1") for _ in range(MOST_OF_PERSON)]
    opened[0].cut_off = was_cut_off.set
    async with contextlib.aclosing(service._while_allowed(kernel, ADA, chunks(), opened[0])) as allowed:
        await anext(allowed)
        async with asyncio.timeout(5):
            await was_left.wait()
            await was_cut_off.wait()
        chats.open("user_1")
        with pytest.raises(PermissionMissing):
            await anext(allowed)
