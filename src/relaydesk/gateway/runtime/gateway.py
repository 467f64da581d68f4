"""The gateway of one web process: started and stopped with it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from relaydesk.gateway.config.service import CHANNEL, config_moved
from relaydesk.gateway.extractive.chat import NAME as EXTRACTIVE
from relaydesk.gateway.extractive.chat import respond
from relaydesk.gateway.relay.budgets.leases import Budgets
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.front import Front
from relaydesk.gateway.relay.journal.reader import backlog_bytes
from relaydesk.gateway.relay.journal.writer import BACKLOG_BYTES, Journal
from relaydesk.gateway.relay.limit import Limiter
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.server import local
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.origins import Origins
from relaydesk.gateway.relay.wire.hop import Hop
from relaydesk.gateway.runtime.budget_rows import BudgetRows, ClientKeyRows, UpstreamKeyRows
from relaydesk.gateway.runtime.builder import SnapshotBuilder
from relaydesk.gateway.runtime.figures import FLUSH_EVERY_S, RelayFigures
from relaydesk.gateway.runtime.key_fates import STEP_EVERY_S, KeyFates
from relaydesk.gateway.runtime.new_keys import NewKeys
from relaydesk.gateway.runtime.saved import SavedSnapshot
from relaydesk.gateway.runtime.shared.kept_answers import RedisAnswers
from relaydesk.gateway.runtime.shared.rule_counter import SharedCounter
from relaydesk.gateway.runtime.shared.traffic import RENEW_EVERY_S, SharedGate
from relaydesk.gateway.runtime.shipper import EVERY_S, Shipper
from relaydesk.gateway.upstreams.service import ensure_builtin
from relaydesk.identity.types import ClientKeysChanged
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.errors import RelaydeskError, Unavailable
from relaydesk.kernel.limits.rate_limit import RateLimiter
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)
POLL_S = 1.0
REBUILD_S = 30.0
SAVE_EVERY_S = 5.0
LAST_SHIPPING_S = 3.0
LONGEST_STOP_S = 8.0  # all of `stop` beyond its grace time
GIVE_BACK_EVERY_S = 1.0
QUOTA_LEASE = 8
QUOTA_IDLE_S = 10
PARTS = tuple(
    f"gateway.{part}" for part in ("shipper", "configuration", "figures", "decisions", "budgets", "slots", "saved")
)


class GatewayNotRunning(Unavailable):
    """The gateway of this process is not running."""

    code = "GATEWAY_NOT_RUNNING"


class SharedPermits:
    """The kernel's rate limiter as the relay's authority; without Redis it admits this process's share itself."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    async def lease(self, key: str, limit_per_minute: int, want: int) -> tuple[int, float]:
        verdict = await self._limiter.take(key, limit_per_minute=limit_per_minute, cost=want, partial=True)
        return verdict.granted, 0.0 if verdict.granted else max(verdict.retry_after_s, 0.001)


class Gateway:
    """Make one a process, before its server; `start` it on the loop that serves.

    It serves from the configuration as of its last look: at each wake-up, and once a second without one. With
    PostgreSQL away it goes on with what it has, at a start with what an earlier process left on disk.
    """

    def __init__(
        self,
        kernel: Kernel,
        *,
        journal_max_bytes: int = BACKLOG_BYTES,
        allow_origins: Collection[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`allow_origins` are the web pages that may use the data plane; `clock` tells budgets what day it is."""
        self._kernel = kernel
        self._budgets = Budgets(BudgetRows(kernel.database, ClientKeyRows()), clock=clock)
        # many keys, each seldom used: a few requests at a time, kept for a while
        self._quotas = Budgets(
            BudgetRows(kernel.database, UpstreamKeyRows()), clock=clock, least=QUOTA_LEASE, idle_sweeps=QUOTA_IDLE_S
        )
        self._journal_max_bytes = journal_max_bytes
        self._origins = Origins(allow_origins) if allow_origins else None
        self._root = kernel.options.data_dir / "journal"
        self._builder = SnapshotBuilder(
            kernel.database,
            kernel.vault,
            rate_limit_per_minute=kernel.options.rate_limit_per_minute,
            clock=clock,
        )
        self._saved = SavedSnapshot(self._root, kernel.vault)
        self._figures = RelayFigures()
        self._fates = KeyFates(kernel.database)
        self._gate = SharedGate(kernel.redis, processes=kernel.limiter.processes)
        self._answers = RedisAnswers(kernel.redis)
        self._mark: UUID | None = None
        self._is_current = False
        self._refreshing = asyncio.Lock()  # an older configuration must not come in over a newer one
        self._unsaved = asyncio.Event()
        self._built_at = 0.0
        self._relay: Relay | None = None
        self.script_trials = Sandboxes(1)  # apart from live ones: a trial holds up no request
        self._front: Front | None = None
        self._shipper: Shipper | None = None

    def serve(self, call: Call) -> Coroutine[Any, None, None]:
        """What answers a call of the data plane; one that comes before the start or after the stop is broken off."""
        return self._front.serve(call) if self._front is not None else _break_off(call)

    def answers_preflight(self, call: Call) -> bool:
        """Has the answer to a call say which web pages may read it; whether it was a preflight, which is answered."""
        return self._origins is not None and self._origins.admit(call)

    @property
    def relay(self) -> Relay:
        if self._relay is None:
            raise GatewayNotRunning
        return self._relay

    def has_passed(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether a request has come through this installation's relay before."""
        return self.relay.hop.has_passed(headers)

    async def start(self) -> None:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        journal = Journal(self._root, backlog_limit_bytes=self._journal_max_bytes)
        self._relay = Relay(
            journal=journal,
            limiter=Limiter(SharedPermits(self._kernel.limiter)),
            budgets=self._budgets,
            metrics=self._figures.sums,
            builtins={EXTRACTIVE: respond},
            rule_counter=SharedCounter(self._kernel.redis),
            rule_hands=self._fates,
            quotas=self._quotas,
            holder=self._fates,
            gate=self._gate,
            answers=self._answers,
            hop=Hop(f"relaydesk-{self._kernel.vault.installation}"),
            find_new_key=NewKeys(self._kernel.database, self.refresh, self._is_served).find,
            key_uses=self._kernel.key_uses,
        )
        self._front = Front(self._relay, self._origins)
        self._shipper = Shipper(self._kernel.database, journal, self._root)
        await self._seed()
        if not await self.refresh() and (saved_snapshot := await asyncio.to_thread(self._saved.find)) is not None:
            log.warning("gateway_starts_from_saved_configuration")
            self._relay.swap(saved_snapshot)
        self._keep_parts(self._shipper)

    def _keep_parts(self, shipper: Shipper) -> None:
        """The loops of the gateway; each goes on whatever one of its steps raises."""
        keep = self._kernel.background.keep

        async def ship() -> None:
            if await shipper.step():
                shipping.wake()

        shipping = keep("gateway.shipper", ship, every_s=EVERY_S)
        following = keep("gateway.configuration", self._follow_configuration, every_s=POLL_S)
        self._kernel.wakeups.add(CHANNEL, self, lambda _message: following.wake())
        keep("gateway.figures", self._hand_over_figures, every_s=FLUSH_EVERY_S)
        self._fates.wake = keep("gateway.decisions", self._fates.step, every_s=STEP_EVERY_S).wake
        keep("gateway.budgets", self._give_back_budgets, every_s=GIVE_BACK_EVERY_S)
        keep("gateway.slots", self._gate.renew, every_s=RENEW_EVERY_S)
        keep("gateway.saved", self._save, every_s=SAVE_EVERY_S)

    async def _seed(self) -> None:
        """The built-in model's upstream and route; another process may be at the same, or PostgreSQL away."""
        with contextlib.suppress(RelaydeskError, IntegrityError):
            async with self._kernel.database.unit_of_work() as uow:
                await ensure_builtin(uow)

    async def stop(self, grace_s: float = 0.0) -> None:
        """Let requests under way end within the grace time, ship what can be shipped, leave the rest to the next."""
        if self._relay is None or self._shipper is None:
            return
        try:
            async with asyncio.timeout(grace_s + LONGEST_STOP_S):
                await self._relay.drain(grace_s)
                await self._hand_over(self._shipper)
        except TimeoutError:
            log.warning("gateway_stop_cut_short")
        finally:
            self._relay.journal.close()
            self._figures.flush()
            self._front = self._relay = None

    async def _hand_over(self, shipper: Shipper) -> None:
        self._kernel.wakeups.remove(CHANNEL, self)
        await self._kernel.background.end(*PARTS)
        try:
            await self._save()
        except OSError:
            log.exception("gateway_snapshot_not_saved")
        await self._gate.close()
        await self._answers.close()
        await self.script_trials.close()
        await self._budgets.give_back_all()
        await self._quotas.give_back_all()
        try:
            async with asyncio.timeout(LAST_SHIPPING_S):
                await self._fates.write()
                await shipper.ship_all()
        except (RelaydeskError, TimeoutError):
            log.info("gateway_journal_left_to_the_next_process")
        except Exception:
            log.exception("gateway_last_shipping_failed")

    async def refresh(self) -> bool:
        """Work from the configuration as it is now; False when PostgreSQL does not give it."""
        async with self._refreshing:
            return await self._refresh()

    def _is_served(self, token_hash: bytes) -> bool:
        return token_hash in self.relay.snapshot.client_keys

    async def _refresh(self) -> bool:
        try:
            mark, snapshot = await self._builder.build()
        except RelaydeskError as error:
            log.warning("gateway_configuration_unavailable", reason=error.code)
            return False
        self.relay.swap(snapshot)
        is_new = mark != self._mark or not self._is_current
        self._mark, self._is_current = mark, True
        self._built_at = asyncio.get_running_loop().time()
        if is_new:
            self._unsaved.set()
        return True

    async def _save(self) -> None:
        if self._unsaved.is_set():
            self._unsaved.clear()
            try:
                await asyncio.to_thread(self._saved.save, self.relay.snapshot)
            except BaseException:
                self._unsaved.set()
                raise

    async def ship(self) -> None:
        """Write what the journal holds into the request log, and what rules decided, now."""
        await self._fates.write()
        if self._shipper is not None:
            await self._shipper.ship_all()

    async def health(self) -> dict[str, Any]:
        """What the health page shows of this process's gateway."""
        backlog = await asyncio.to_thread(backlog_bytes, self._root)
        return {
            "status": "full" if self.relay.journal.is_full else "degraded" if self._builder.skipped else "ok",
            "journal_backlog_bytes": backlog,
            "is_configuration_current": self._is_current,
            "skipped": [asdict(one) for one in self._builder.skipped],
        }

    async def stream_chat(
        self, body: dict[str, Any], *, caller: str, request_id: str | None = None
    ) -> AsyncGenerator[dict[str, Any], None]:
        """As `local.stream_chat`: OpenAI's request body in, the chunks of its stream out, logged like any request."""
        stream = local.stream_chat(self.relay, body, caller=caller, request_id=request_id)
        async with contextlib.aclosing(stream):
            async for chunk in stream:
                yield chunk

    async def _follow_configuration(self) -> None:
        age_s = asyncio.get_running_loop().time() - self._built_at
        if age_s > REBUILD_S or not self._is_current or await self._builder.find_mark() != self._mark:
            began = asyncio.get_running_loop().time()
            await self.refresh()
            # changes in quick succession are taken over together where it takes long
            await asyncio.sleep(asyncio.get_running_loop().time() - began)

    async def _hand_over_figures(self) -> None:
        self._figures.flush()
        self.relay.end_lost(time.time())

    async def _give_back_budgets(self) -> None:
        await self._budgets.give_back_unused()
        await self._quotas.give_back_unused()


async def _break_off(call: Call) -> None:
    call.break_off()


async def client_keys_changed(uow: UnitOfWork, _event: ClientKeysChanged) -> None:
    """Every process is to look again."""
    await config_moved(uow)
