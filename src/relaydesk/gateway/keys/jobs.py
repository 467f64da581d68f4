"""The task kinds `gateway.test_keys`, `gateway.recover_keys` and `gateway.change_keys`."""

import time
from collections import Counter
from dataclasses import replace
from typing import Any

from relaydesk.gateway.keys import service, store, testing
from relaydesk.gateway.keys.testing import Tried
from relaydesk.gateway.keys.types import ChangePayload, TestPayload, filter_from
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import DeclaredSchedule, NoPayload, TaskContext

RECOVER_FOR_S = 480  # the schedule is ten minutes

CHANGE_PART = 5000
SCHEDULES = [DeclaredSchedule(name="Test disabled keys", kind=testing.RECOVER.name, cron="*/10 * * * *")]


@testing.TEST.handler
async def test_keys(context: TaskContext, payload: TestPayload) -> dict[str, Any]:
    """Asks the upstreams for their models with each of the keys; counts what they answered."""
    kernel, wanted = context.kernel, filter_from(payload.filter, utc_now())
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
        if refused and payload.disable_refused:
            async with context.unit_of_work() as uow:
                await testing.disable(uow, refused)
        await context.progress(counts.total(), total, f"{counts.total()} of {total} keys")


@testing.RECOVER.handler
async def recover_keys(context: TaskContext, _payload: NoPayload) -> dict[str, Any]:
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
        async with context.unit_of_work() as uow:
            back += await testing.bring_back(uow, tried)
        await context.progress(tested, len(plans), f"{tested} of {len(plans)} keys")
    return {"tested": tested, "back": back}


@service.CHANGE.handler
async def change_keys(context: TaskContext, payload: ChangePayload) -> dict[str, Any]:
    """Enables, disables, bans, weighs or deletes very many keys, each part in a unit of work of its own.

    A second attempt goes on where parts are missing; `changed` counts what this attempt changed.
    """
    kernel, wanted = context.kernel, filter_from(payload.filter, utc_now())
    async with kernel.database.read() as db:
        total, _ = await store.count_keys(db, wanted)
    done = changed = after_id = 0
    while True:
        async with kernel.database.read() as db:
            ids = await store.ids_after(db, wanted, after_id, CHANGE_PART)
        if not ids:
            return {"changed": changed}
        after_id = ids[-1]
        async with context.unit_of_work() as uow:
            changed += await service.apply_change(
                uow,
                action=payload.action,
                wanted=replace(wanted, ids=ids),
                weight=payload.weight,
                by=payload.by,
            )
        done += len(ids)
        await context.progress(done, total, f"{done} of {total} keys")
