"""The task kinds `gateway.test_keys` and `gateway.recover_keys`."""

import time
from collections import Counter
from typing import Any

from relaydesk.gateway.keys import store, testing
from relaydesk.gateway.keys.testing import Tried
from relaydesk.tasks.api import TaskContext, task

RECOVER_FOR_S = 480  # the schedule is ten minutes


@task(testing.KIND, max_attempts=1, timeout_s=6 * 3600)
async def test_keys(context: TaskContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Asks the upstreams for their models with each of the keys; counts what they answered."""
    kernel, wanted = context.kernel, testing.filter_of(payload)
    async with kernel.database.read() as db:
        total = sum((await store.count_states(db, wanted)).values())
    counts: Counter[str] = Counter()
    bad: list[Tried] = []
    after_id = 0
    while True:
        async with kernel.database.read() as db:
            plans = await testing.next_plans(db, kernel.vault, wanted, after_id)
        if not plans:
            return testing.summary(counts, bad)
        after_id = plans[-1][0]
        tried = await testing.try_all(plans)
        counts.update(t.outcome for t in tried)
        bad.extend(t for t in tried if t.outcome != "ok" and len(bad) < testing.SHOWN)
        refused = [t for t in tried if t.outcome == "refused"]
        if refused and payload.get("disable_refused"):
            async with context.unit_of_work() as db:
                await testing.disable(db, kernel.wakeups, refused)
        await context.progress(counts.total(), total, f"{counts.total()} of {total} keys")


@task(testing.RECOVER_KIND, max_attempts=1, timeout_s=590, is_public=True)
async def recover_keys(context: TaskContext, _payload: dict[str, Any]) -> dict[str, Any]:
    """Tests the keys that rules or tests disabled, where the upstream has `auto_test`; those that answer come back.

    It ends before the next run begins: with very many keys, each run tests some of them.
    """
    kernel, ends_at = context.kernel, time.monotonic() + RECOVER_FOR_S
    async with kernel.database.read() as db:
        plans = await testing.plans_again(db, kernel.vault)
    tested = back = 0
    while tested < len(plans) and time.monotonic() < ends_at:
        tried = await testing.try_all(plans[tested : tested + testing.AT_ONCE])
        tested += len(tried)
        async with context.unit_of_work() as db:
            back += await testing.bring_back(db, kernel.wakeups, tried)
        await context.progress(tested, len(plans), f"{tested} of {len(plans)} keys")
    return {"tested": tested, "back": back}
