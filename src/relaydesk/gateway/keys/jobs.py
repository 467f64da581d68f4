"""The task kinds `gateway.test_keys` and `gateway.recover_keys`."""

from collections import Counter
from typing import Any

from relaydesk.gateway.keys import store, testing
from relaydesk.gateway.keys.testing import Tried
from relaydesk.tasks.api import TaskContext, task


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


@task(testing.RECOVER_KIND, max_attempts=1, timeout_s=3600, is_public=True)
async def recover_keys(context: TaskContext, _payload: dict[str, Any]) -> dict[str, Any]:
    """Tests the keys that rules or tests disabled, where the upstream has `auto_test`; those that answer come back."""
    kernel = context.kernel
    after_id = tested = back = 0
    while True:
        async with kernel.database.read() as db:
            plans = await testing.next_disabled(db, kernel.vault, after_id)
        if not plans:
            return {"tested": tested, "back": back}
        after_id = plans[-1][0]
        tried = await testing.try_all(plans)
        tested += len(tried)
        if good := [t for t in tried if t.outcome == "ok"]:
            async with context.unit_of_work() as db:
                back += await testing.bring_back(db, kernel.wakeups, good)
