"""Trying keys out on their upstreams: one at once, many as the task `gateway.test_keys`."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import KeysRest, UpstreamKeyNotFound
from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.types import KeyFilter, TestPayload
from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams.schemas import BAD_STATUS
from relaydesk.gateway.upstreams.service import UPSTREAMS, TestPlan, plan_with, run_test
from relaydesk.gateway.upstreams.store import awaiting_keys
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow, UpstreamRow
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.crypto import SecretUnreadable, Vault
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.tasks.api import Kind, NoPayload

TEST = Kind(name="gateway.test_keys", payload=TestPayload, max_attempts=1, timeout_s=6 * 3600)
_ANSWERED = Reason.of("a test was answered", reason="key_test_answered")
_NOT_ASKED = Reason.of(
    "The secret cannot be decrypted or must be given again, or its upstream cannot be read", reason="key_not_asked"
)
RECOVER = Kind(
    name="gateway.recover_keys",
    payload=NoPayload,
    max_attempts=1,
    timeout_s=590,
    is_public=True,
    is_upkeep=True,
    permission="gateway.write",
)
AT_ONCE = 10
PART = 100
SHOWN = 100
MOST_AGAIN = 1000
_REFUSED = (401, 403)
_SUCCESS = range(200, 300)


class Tried(NamedTuple):
    """`status` None: no answer came; `problem` says why, or what was wrong with the answer."""

    key_id: int
    status: int | None
    problem: Reason | None

    @property
    def outcome(self) -> str:
        if self.status in _REFUSED:
            return "refused"
        return "ok" if self.status is not None and self.status < BAD_STATUS else "failed"


async def plan(db: ReadDb, vault: Vault, key_id: int) -> TestPlan:
    """Asking for the models, with this key. Raises KeysRest when it must be given again first."""
    row = await store.find_key(db, key_id)
    if row is None:
        raise UpstreamKeyNotFound(key_id=key_id)
    upstream = await UPSTREAMS.get(db, row.upstream_id)
    if await awaiting_keys(db, [key_id]):
        raise KeysRest(name=upstream.name)
    return plan_with(upstream, vault.decrypt(row.secret))


async def start(uow: UnitOfWork, principal: Principal, wanted: KeyFilter, *, disable_refused: bool) -> str:
    """The task's id."""
    payload = TestPayload(filter=wanted.payload(), disable_refused=disable_refused)
    task_id, _ = await TEST.enqueue(uow, payload)
    record_audit(uow, principal, "upstream_key.test_started", task_id, kind=TEST.name)
    return task_id


async def next_plans(db: ReadDb, vault: Vault, wanted: KeyFilter, after_id: int) -> list[tuple[int, TestPlan | None]]:
    """Of the next keys by id.

    None where no ENCRYPTION_KEYS opens the secret, it must be given again, or its upstream cannot be asked.
    """
    rows = await store.keys_after(db, wanted, after_id, PART)
    awaiting = await awaiting_keys(db, [key.id for key, _, _ in rows])
    return [(key.id, None) if key.id in awaiting else _plan_of(key, upstream, vault) for key, upstream, _ in rows]


async def plans_again(db: ReadDb, vault: Vault) -> list[tuple[int, TestPlan | None]]:
    """Of keys that may come back by a test, as many as one run may test."""
    return [_plan_of(key, upstream, vault) for key, upstream in await store.keys_to_test_again(db, MOST_AGAIN)]


def _plan_of(key: UpstreamKeyRow, upstream: UpstreamRow, vault: Vault) -> tuple[int, TestPlan | None]:
    try:
        return key.id, plan_with(upstream, vault.decrypt(key.secret))
    except (SecretUnreadable, Invalid):  # an upstream that cannot be asked keeps no other key from its test
        return key.id, None


async def bring_back(uow: UnitOfWork, tried: Sequence[Tried]) -> int:
    """Those that were answered with 2xx; a redirect says nothing of a key. How many no person had disabled by then."""
    passed = [t.key_id for t in tried if t.status is not None and t.status in _SUCCESS]
    back = await store.bring_back(uow.db, passed, utc_now(), _ANSWERED) if passed else 0
    if back:
        await config_moved(uow)
    return back


async def try_all(plans: Sequence[tuple[int, TestPlan | None]]) -> list[Tried]:
    """Some at once, without a database session: it may take long."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def run(key_id: int, plan: TestPlan | None) -> Tried:
        if plan is None:
            return Tried(key_id, None, _NOT_ASKED)
        async with gate:
            status, _, problem = await run_test(plan)
        return Tried(key_id, status, problem)

    return list(await asyncio.gather(*(run(key_id, plan) for key_id, plan in plans)))


async def disable(uow: UnitOfWork, tried: Sequence[Tried]) -> None:
    """Keys that were refused, each with the status it was refused with."""
    for status in sorted({t.status for t in tried if t.status is not None}):
        ids = tuple(t.key_id for t in tried if t.status == status)
        wanted = KeyFilter(now=utc_now(), status="active", ids=ids)
        why = Reason.of(f"a test was answered with {status}", reason="key_test_refused", status=status)
        await store.set_status(uow.db, wanted, "disabled", why, is_kept=True)
    await config_moved(uow)


def _problem_out(problem: Reason | None) -> dict[str, Any]:
    return {"message": problem.message, "reason": problem.stored()} if problem else {"message": "", "reason": None}


def summary(counts: Counter[str], bad: Sequence[Tried]) -> dict[str, Any]:
    """`bad` names the first keys that did not pass."""
    shown = [{"key_id": t.key_id, "status": t.status, **_problem_out(t.problem)} for t in bad[:SHOWN]]
    return {"tested": counts.total(), **{name: counts[name] for name in ("ok", "refused", "failed")}, "bad": shown}
