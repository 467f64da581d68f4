"""What health says is true when it is asked, and the answer never waits for a hung server."""

import asyncio
import time

from relaydesk.kernel.observe.health import HUNG_AFTER_S, PROBE_DEADLINE_S, Health


async def test_of_a_server_that_hangs_nothing_good_is_said_that_is_not_known() -> None:
    answers = asyncio.Event()
    answers.set()

    async def probe() -> None:
        await answers.wait()

    health = Health(version="1", probes={"database": probe})
    assert (await health.check())["status"] == "ok"
    answers.clear()
    shown = await health.check()
    assert (shown["status"], shown["database"]["status"]) == ("ok", "ok")  # it answered a moment ago
    answers.set()
    assert (await health.check())["status"] == "ok"
    answers.clear()
    await asyncio.sleep(HUNG_AFTER_S + 0.1)  # nobody asked meanwhile, as between two looks of a monitor
    began = time.monotonic()
    shown = await health.check()
    assert time.monotonic() - began < PROBE_DEADLINE_S + 1
    assert (shown["status"], shown["database"]) == (
        "degraded",
        {"status": "degraded", "latency_ms": None, "reason": "no answer yet"},
    )
    await asyncio.sleep(HUNG_AFTER_S + 0.1)
    shown = await health.check()
    assert (shown["status"], shown["database"]["reason"]) == ("down", "no answer in time")
    answers.set()
    assert (await health.check())["status"] == "ok"
