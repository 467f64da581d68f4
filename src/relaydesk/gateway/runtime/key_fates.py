"""What rules decide, carried out around the relay: kept in PostgreSQL for all processes, counted, logged.

Decisions on keys are written at once, those of a storm in short batches; the process that made one works by it at
once, the others with the next snapshot. With PostgreSQL away they wait here.
"""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Literal

import structlog

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.store import Decision
from relaydesk.gateway.relay.blame.holds import Hold
from relaydesk.gateway.relay.rules.actions import LogLevel
from relaydesk.gateway.relay.rules.engine import Fired
from relaydesk.gateway.relay.rules.plan import KeyFate
from relaydesk.gateway.runtime.alerts import Alert, Alerts
from relaydesk.gateway.types import KeyDisabled, Reason, RuleAlerted, UpstreamHeld, UpstreamReleased
from relaydesk.kernel.database import Database, UnitOfWork, utc_now
from relaydesk.kernel.observe.metrics import RULE_TRIGGERS

log = structlog.get_logger(__name__)
GATHER_S = 0.25  # what is decided within this after a write is written together
STEP_EVERY_S = 2.0
_MOST_DUE = 100_000
_DECIDED = ("cooling", "disabled", "banned")
_LOST = ("disabled", "banned")


class KeyFates:
    """The rules' `Hands` in a web process, and the `Holder` of its upstreams.

    Decisions are gathered here until `step` writes them. `wake` has it called soon: whoever keeps `step` sets it, and
    until then decisions wait.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._alerts = Alerts()
        self._due: dict[tuple[int, str], Decision] = {}
        self._holds: dict[int, tuple[datetime | None, Reason | None]] = {}
        self.wake: Callable[[], None] = lambda: None
        self._turn = asyncio.Lock()  # what is decided later must not be written earlier

    def decide(self, key_id: int, fate: KeyFate) -> None:
        now = utc_now()
        until = now + timedelta(seconds=fate.for_s) if fate.for_s is not None else None
        message = fate.why.message
        why = Reason.of(message, reason="key_rule", why=message).made_of(fate.why)
        decision = Decision(key_id, now, fate.status or "cooling", why, fate.rule_id, until)
        place = (key_id, decision.status)
        known = self._due.get(place)
        if known is None and len(self._due) >= _MOST_DUE:
            return
        if known is None or known.until is None or until is None or until > known.until:
            self._due[place] = decision
            self.wake()

    def spare(self, key_ids: Collection[int], why: Reason) -> None:
        """Decisions that are not written yet are dropped; those that are, are taken back."""
        now = utc_now()
        for key_id in key_ids:
            for status in _DECIDED:
                self._due.pop((key_id, status), None)
            self._due[key_id, "active"] = Decision(key_id, now, "active", why)
        self.wake()

    def held(self, upstream_id: int, hold: Hold) -> None:
        self._holds[upstream_id] = (utc_now() + timedelta(seconds=hold.for_s), hold.why)
        self.wake()
        why = hold.why.message
        log.warning("gateway_upstream_held", upstream_id=upstream_id, cause=hold.cause, for_s=hold.for_s, why=why)

    def released(self, upstream_id: int) -> None:
        self._holds[upstream_id] = (None, None)
        self.wake()
        log.info("gateway_upstream_released", upstream_id=upstream_id)

    def acted(self, fired: Fired, *, upstream: str, key_id: int | None) -> None:  # noqa: ARG002 - ids would be too many
        RULE_TRIGGERS.labels(str(fired.rule.id)).inc()

    def tell(self, level: LogLevel, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        write_line = getattr(log, level)
        why = fired.why.message
        write_line("gateway_rule_acted", rule_id=fired.rule.id, why=why, upstream=upstream, key_id=key_id)

    def alert(self, channel: str, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """A line in the log, and what tells the channel, at most once a minute."""
        rule, why = fired.rule, fired.why.message
        log.warning("gateway_rule_alert", channel=channel, rule_id=rule.id, why=why, upstream=upstream, key_id=key_id)
        self._alerts.add(
            RuleAlerted(
                channel=channel,
                rule_id=rule.id,
                rule=rule.name,
                why=why,
                upstream=upstream,
                key_id=key_id,
                count=1,
            )
        )
        self.wake()

    async def step(self) -> None:
        """Writes what is due, the first of it at once; brings back keys whose time is over."""
        await self.write()
        await self._revive()
        await asyncio.sleep(GATHER_S)

    async def write(self) -> None:
        """Keep what was decided since the last time, then tell of it. With PostgreSQL away all of it waits."""
        async with self._turn:
            if self._is_due():
                await self._write()

    def _is_due(self) -> bool:
        return bool(self._due or self._holds or self._alerts.is_due())

    async def _write(self) -> None:
        due, self._due = self._due, {}
        holds, self._holds = self._holds, {}
        alerts: list[Alert] = []
        try:
            async with self._database.unit_of_work() as uow:
                effective = [decision for decision in due.values() if await store.decide(uow.db, decision)]
                lost = [decision for decision in effective if decision.status in _LOST and decision.rule_id is not None]
                disabled = await store.names_of_keys_and_upstreams(uow.db, [decision.key_id for decision in lost])
                for upstream_id, (until, why) in holds.items():
                    await self._keep_hold(uow, upstream_id, until, why)
                if effective or holds:
                    await config_moved(uow)
                for decision in lost:
                    key, upstream = disabled[decision.key_id]
                    self._alerts.add(_alert_of(decision, key, upstream))
                alerts = self._alerts.take_due()
                for alert in alerts:
                    uow.record(alert)
        except BaseException:  # whatever PostgreSQL says, and at the process's end: what was decided is not lost for it
            waiting = {**due, **self._due}
            self._due = dict(sorted(waiting.items(), key=lambda entry: entry[1].at))
            self._holds = {**holds, **self._holds}
            self._alerts.put_back(alerts)
            raise

    async def _keep_hold(self, uow: UnitOfWork, upstream_id: int, until: datetime | None, why: Reason | None) -> None:
        name = await store.hold_upstream(uow.db, upstream_id, until, why)
        if name is not None:
            event = UpstreamHeld(upstream=name, why=why.message) if why is not None else UpstreamReleased(upstream=name)
            uow.record(event)

    async def _revive(self) -> None:
        if not await store.have_some_to_revive(self._database, utc_now()):
            return
        async with self._database.unit_of_work() as uow:
            if ids := await store.revive(uow.db, utc_now()):
                await config_moved(uow)
                log.info("gateway_keys_revived", count=len(ids))


def _alert_of(decision: Decision, key: str, upstream: str) -> KeyDisabled:
    status: Literal["disabled", "banned"] = "banned" if decision.status == "banned" else "disabled"
    why = decision.reason.message
    return KeyDisabled(key_id=decision.key_id, key=key, upstream=upstream, status=status, why=why, count=1)
