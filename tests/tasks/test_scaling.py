"""A worker has more processes while tasks wait, and the fewest again once it rests."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from harness import Stack

from relaydesk.kernel.background import Background
from relaydesk.tasks.engine.scaling import GROWS_AFTER_S, SHRINKS_AFTER_S, Scale, Scaler
from relaydesk.tasks.engine.store import Waiting

REST = Waiting(oldest_s=0, running=0)
LATE = Waiting(oldest_s=GROWS_AFTER_S, running=16)


def test_it_doubles_up_to_the_most_while_the_oldest_waits() -> None:
    scale = Scale(1, 6)
    assert [(scale.look(LATE, at), scale.now) for at in range(4)] == [(True, 2), (True, 4), (True, 6), (False, 6)]
    assert not scale.look(Waiting(oldest_s=GROWS_AFTER_S / 2, running=16), 10)


def test_it_shrinks_after_a_minute_in_which_nothing_ran() -> None:
    scale = Scale(1, 4, now=4)
    assert not scale.look(REST, 100)
    assert not scale.look(Waiting(oldest_s=0, running=1), 100 + SHRINKS_AFTER_S)
    assert not scale.look(REST, 101 + SHRINKS_AFTER_S)
    assert not scale.look(REST, 100 + 2 * SHRINKS_AFTER_S)
    assert scale.look(REST, 101 + 2 * SHRINKS_AFTER_S)
    assert scale.now == 1


@pytest.fixture
async def scaler(stack: Stack) -> AsyncIterator[Scaler]:
    own = replace(stack.kernel, background=Background())
    scaler = Scaler(own, worker="w", least=2, most=4)
    yield scaler
    await scaler.stop()


async def test_the_engine_hears_of_it_at_once(scaler: Scaler) -> None:
    scaler.start()
    line = await asyncio.to_thread(os.read, scaler.reader, 2)
    assert (line, scaler.slots) == (b"2\n", 2)


async def test_an_engine_that_reads_nothing_holds_nobody(scaler: Scaler) -> None:
    for _ in range(40_000):  # more than a pipe takes: a blocking one would end the test by its time-out
        scaler._tell()
    assert len(await asyncio.to_thread(os.read, scaler.reader, 100_000)) < 80_000
