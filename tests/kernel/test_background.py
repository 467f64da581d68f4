"""Loops of a process go on whatever a step raises, wait longer after each failure, and say when they last succeeded."""

import asyncio
import time

import pytest

from relaydesk.kernel.background import Background, Loop
from relaydesk.kernel.errors import DatabaseUnavailable


async def test_a_loop_goes_on_after_any_error_of_a_step() -> None:
    steps: list[int] = []
    done = asyncio.Event()

    async def step() -> None:
        steps.append(len(steps))
        if len(steps) == 1:
            raise RuntimeError
        if len(steps) == 2:
            raise DatabaseUnavailable
        done.set()

    background = Background()
    loop = background.keep("sweeper", step, every_s=0.001)
    async with asyncio.timeout(10):
        await done.wait()
    await asyncio.sleep(0)
    assert steps[:3] == [0, 1, 2]
    assert (loop.failures, loop.failures_in_a_row, loop.error) == (2, 0, None)
    await background.end()
    count = len(steps)
    await asyncio.sleep(0.05)
    assert len(steps) == count


async def test_a_woken_loop_takes_its_next_step_at_once() -> None:
    stepped = asyncio.Event()

    async def step() -> None:
        stepped.set()

    background = Background()
    loop = background.keep("dispatcher", step, every_s=3600)
    async with asyncio.timeout(5):
        await stepped.wait()
        stepped.clear()
        loop.wake()
        await stepped.wait()
    await background.end()


def test_each_failure_in_a_row_doubles_the_wait_up_to_half_a_minute() -> None:
    loop = Loop("shipper", 0.5)
    waits = []
    for _ in range(9):
        loop.failed(RuntimeError())
        waits.append(loop.wait_s())
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 30.0]
    loop.succeeded()
    assert loop.wait_s() == 0.5


@pytest.mark.parametrize(("error", "wait_s"), [(DatabaseUnavailable(), 4.0), (RuntimeError(), 30.0)])
def test_a_loop_that_looks_seldom_tries_again_sooner_than_that(error: Exception, wait_s: float) -> None:
    loop = Loop("cascades", 60.0)
    loop.failed(error)
    assert loop.wait_s() == wait_s


def test_health_says_which_loop_has_not_succeeded_for_long() -> None:
    loop = Loop("shipper", 0.5, started_at=100.0)
    assert not loop.is_late(160.0)
    assert loop.is_late(161.0)
    loop.succeeded_at = 150.0
    assert not loop.is_late(161.0)
    assert loop.shown(161.0) == {"succeeded_seconds_ago": 11.0, "failures": 0}
    loop.failed(KeyError("secret"))
    assert loop.shown(161.0) == {"succeeded_seconds_ago": 11.0, "failures": 1, "error": "KeyError"}


async def test_health_shows_every_loop() -> None:
    background = Background()

    async def step() -> None:
        return None

    background.keep("one", step, every_s=60)
    background.keep("two", step, every_s=60)
    until = time.monotonic() + 5
    while any(loop["succeeded_seconds_ago"] is None for loop in background.health()["loops"].values()):
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
    health = background.health()
    assert (health["status"], list(health["loops"])) == ("ok", ["one", "two"])
    await background.end("one")
    assert list(background.health()["loops"]) == ["two"]
    await background.end()
