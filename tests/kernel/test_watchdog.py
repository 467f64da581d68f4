"""Whoever holds the event loop for a tenth of a second is named with the stack; a loop that turns is left alone."""

import asyncio
import time

from relaydesk.kernel.observe.watchdog import HELD_S, INNER_FRAMES, LOOK_EVERY_S, OUTER_FRAMES, Hold, Watchdog

REST_S = 0.2


def busy(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def test_what_holds_the_loop_is_reported_once_with_its_stack_and_cpu() -> None:
    holds: list[Hold] = []
    watchdog = Watchdog(holds.append, rest_s=LOOK_EVERY_S)
    watchdog.start()
    await asyncio.sleep(LOOK_EVERY_S * 2)
    busy(HELD_S * 4)
    await asyncio.sleep(LOOK_EVERY_S * 3)
    watchdog.stop()
    held = [hold for hold in holds if any(line.endswith(" busy") for line in hold.stack)]
    assert len(held) == 1
    assert held[0].wall_ms >= HELD_S * 1000
    assert held[0].cpu_ms >= HELD_S * 3000


def deep(frames: int) -> None:
    if frames:
        deep(frames - 1)
    else:
        busy(HELD_S * 4)


async def test_of_a_deep_stack_what_the_loop_called_is_told_and_where_that_was() -> None:
    holds: list[Hold] = []
    watchdog = Watchdog(holds.append, rest_s=LOOK_EVERY_S)
    watchdog.start()
    await asyncio.sleep(LOOK_EVERY_S * 2)
    deep(100)
    await asyncio.sleep(LOOK_EVERY_S * 3)
    watchdog.stop()
    stack = next(hold.stack for hold in holds if any(line.endswith(" busy") for line in hold.stack))
    assert stack[0].endswith(" test_of_a_deep_stack_what_the_loop_called_is_told_and_where_that_was")
    assert stack[-1].endswith(" busy")
    assert stack[OUTER_FRAMES].endswith(" more")
    assert len(stack) == OUTER_FRAMES + 1 + INNER_FRAMES


async def test_what_holds_a_loop_that_rested_is_reported_although_it_is_looked_at_seldom() -> None:
    holds: list[Hold] = []
    watchdog = Watchdog(holds.append, rest_s=REST_S)
    watchdog.start()
    await asyncio.sleep(REST_S * 3)
    busy(REST_S + HELD_S * 4)
    await asyncio.sleep(REST_S)
    watchdog.stop()
    held = [hold for hold in holds if any(line.endswith(" busy") for line in hold.stack)]
    assert len(held) == 1
    assert held[0].cpu_ms >= HELD_S * 1000


async def test_short_steps_hold_nothing() -> None:
    holds: list[Hold] = []
    watchdog = Watchdog(holds.append, rest_s=REST_S)
    watchdog.start()
    for _ in range(40):
        busy(0.01)
        await asyncio.sleep(0)
    watchdog.stop()
    assert [hold for hold in holds if hold.cpu_ms >= HELD_S * 1000] == []


async def test_a_stopped_watchdog_watches_no_more() -> None:
    holds: list[Hold] = []
    watchdog = Watchdog(holds.append, rest_s=REST_S)
    watchdog.start()
    watchdog.stop()
    busy(HELD_S * 3)
    await asyncio.sleep(LOOK_EVERY_S * 2)
    assert holds == []
