"""Who leads and says nothing any more, frozen or cut off, leads no longer."""

import asyncio

import pytest
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.postgres.leadership import SILENT_S, Leadership
from relaydesk.kernel.postgres.statements import Statement

KEY = 4713
_NUMBER = Statement(text("SELECT 1 AS one"))
_IDLE = Statement(text("SELECT current_setting('idle_session_timeout') AS idle"))


async def test_a_leader_who_waits_for_something_else_goes_on_leading(stack: Stack) -> None:
    database = stack.kernel.database
    async with database.leadership(KEY) as leadership:
        assert leadership is not None
        await asyncio.sleep(SILENT_S * 1.3)
        assert (await leadership.ask(_NUMBER, {}))["one"] == 1
        async with database.leadership(KEY) as other:
            assert other is None


async def test_a_leader_who_is_frozen_makes_room(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stand_still(_leadership: Leadership) -> None:
        """As a process does that is stopped: nothing of it asks."""

    monkeypatch.setattr(Leadership, "stay", stand_still)
    database = stack.kernel.database
    async with asyncio.timeout(SILENT_S * 2), database.leadership(KEY) as leadership:
        assert leadership is not None
        is_led = False
        while not is_led:
            await asyncio.sleep(0.5)
            async with database.leadership(KEY) as other:
                is_led = other is not None
        with pytest.raises(DatabaseUnavailable):
            await leadership.ask(_NUMBER, {})


async def test_a_connection_that_is_given_back_may_rest(stack: Stack) -> None:
    database = stack.kernel.database
    async with database.leadership(KEY) as leadership:
        assert leadership is not None
        assert (await leadership.ask(_IDLE, {}))["idle"] == f"{SILENT_S}s"
    async with database.leadership(KEY) as leadership, database.leadership(KEY) as other:
        assert (leadership is not None, other) == (True, None)
    assert (await database.ask(_IDLE, {}))[0]["idle"] == "0"
