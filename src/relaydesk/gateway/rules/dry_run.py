"""A rule held against the requests of the log: what it would have met, and what it would have done to which key.

The log knows of each attempt its status, its time and how it failed. Of the last answer it knows the beginning of the
body where the upstream has `log_bodies`, of headers it knows nothing. A rule that hangs on what is not known is neither
met nor not: undecidable.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args
from uuid import UUID

from relaydesk.gateway.log.store import list_answer_bodies, list_attempted
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.gateway.relay.accounting.bodies import SHOWN as SHOWN_BODY
from relaydesk.gateway.relay.rules.counting import LocalCounter
from relaydesk.gateway.relay.rules.engine import CompiledRule, judge
from relaydesk.gateway.relay.rules.outcome import MAX_BODY_BYTES, Outcome, StreamEnd
from relaydesk.gateway.relay.rules.tree import why_of
from relaydesk.gateway.rules.schemas import DryRunKey, DryRunMatch, DryRunResult
from relaydesk.gateway.upstreams.schemas import ReasonOut
from relaydesk.kernel.database import Database, utc_now

BATCH = 1000
_NO_TEXT = re.compile(r"\[[a-z][\w.+-]*(/[\w.+*-]+)?(, [\w-]+)*\]")
DEADLINE_S = 5.0
SHOWN = 200
DEFAULT_SPAN = timedelta(days=1)
_NO_FAULT: Final = frozenset(
    {"cancelled", "stale"}
)  # the client left; a reused connection was gone before it was asked
_ENDS: Final = frozenset(get_args(StreamEnd))


async def dry_run(
    database: Database,
    rule: CompiledRule,
    *,
    actions: list[dict[str, Any]],
    since: datetime | None,
    limit: int,
    deadline_s: float = DEADLINE_S,
) -> DryRunResult:
    """Newest first, in batches, each on a connection given back at once; ends at the limit or after the deadline."""
    start = since or utc_now() - DEFAULT_SPAN
    until_s = asyncio.get_running_loop().time() + deadline_s
    tally = _Tally(rule)
    after = None
    ended_by: Literal["log", "limit", "time"] = "limit"
    while want := min(BATCH, limit - tally.examined):
        try:
            # a search for a rarely used upstream may take long before it fills one batch
            async with asyncio.timeout_at(until_s), database.read() as db:
                rows = await list_attempted(db, upstream_id=rule.upstream_id, since=start, after=after, limit=want)
                bodies = await list_answer_bodies(db, rows) if "body" in rule.condition.needs else {}
        except TimeoutError:
            ended_by = "time"
            break
        await asyncio.to_thread(tally.add, rows, bodies)
        if len(rows) < want:
            ended_by = "log"
            break
        after = (rows[-1].started_at, rows[-1].id)
    return tally.result(start, ended_by, actions)


def kept_body(text: str | None) -> tuple[bytes | None, bool]:
    """The body of an answer and whether it was cut, as far as it was kept: what was no text is only named, `[gzip]`."""
    if text is None or _NO_TEXT.fullmatch(text):
        return None, False
    return text.encode()[:MAX_BODY_BYTES], len(text) >= SHOWN_BODY


def outcomes(
    row: LoggedRequest, upstream_id: int | None, body: str | None = None
) -> Iterator[tuple[dict[str, Any], Outcome]]:
    """The attempts of a request that rules would have seen, each with what is known of it."""
    last = len(row.attempts) - 1
    for place, attempt in enumerate(row.attempts):
        if attempt["error"] in _NO_FAULT or (upstream_id is not None and attempt["upstream_id"] != upstream_id):
            continue
        outcome = Outcome(status=attempt["status"] or 0, latency_ms=attempt["ms"], failure=attempt["error"])
        if place == last and row.end_reason in _ENDS:
            outcome.stream_end = row.end_reason  # type: ignore[assignment]  # just looked up
        if not attempt["status"]:
            outcome.headers, outcome.body = [], b""
        elif place == last:
            outcome.body, outcome.is_body_cut = kept_body(body)
        yield attempt, outcome


class _Tally:
    def __init__(self, rule: CompiledRule) -> None:
        self._rule = rule
        self._hangs_on = sorted({"body", "headers"} & rule.condition.needs)
        self._hits: list[tuple[datetime, int | None]] = []
        self._matches: list[DryRunMatch] = []
        self.examined = self._matched = self._undecidable = 0

    def add(self, rows: Sequence[LoggedRequest], bodies: Mapping[UUID, str]) -> None:
        for row in rows:
            self.examined += 1
            met, unknown = None, False
            for attempt, outcome in outcomes(row, self._rule.upstream_id, bodies.get(row.id)):
                is_match = judge(self._rule, outcome)
                if is_match:
                    self._hits.append((row.started_at, attempt["key_id"]))
                    met = attempt, outcome
                elif is_match is None and self._hangs_on:
                    unknown = True
            if met is not None:
                self._matched += 1
                if len(self._matches) < SHOWN:
                    self._matches.append(_match(row, *met, self._rule))
            elif unknown:
                self._undecidable += 1

    def result(
        self, since: datetime, ended_by: Literal["log", "limit", "time"], actions: list[dict[str, Any]]
    ) -> DryRunResult:
        return DryRunResult(
            since=since,
            examined=self.examined,
            matched=self._matched,
            not_matched=self.examined - self._matched - self._undecidable,
            undecidable=self._undecidable,
            unknown=self._hangs_on if self._undecidable else [],
            ended_by=ended_by,
            matches=self._matches,
            keys=self._keys(actions),
        )

    def _keys(self, actions: list[dict[str, Any]]) -> list[DryRunKey]:
        """The hits in the order they came, through the rule's threshold; most often met first."""
        counter = LocalCounter()
        met: dict[int | None, int] = {}
        acts: dict[int | None, int] = {}
        for moment, key_id in sorted(self._hits, key=lambda hit: hit[0]):
            met[key_id] = met.get(key_id, 0) + 1
            if counter.count(self._rule.id, key_id, self._rule.threshold, moment.timestamp()):
                acts[key_id] = acts.get(key_id, 0) + 1
        ordered = sorted(met, key=lambda key_id: (-met[key_id], key_id or 0))[:SHOWN]
        return [
            DryRunKey(
                key_id=key_id, met=met[key_id], acts=acts.get(key_id, 0), actions=actions if key_id in acts else []
            )
            for key_id in ordered
        ]


def _match(row: LoggedRequest, attempt: dict[str, Any], outcome: Outcome, rule: CompiledRule) -> DryRunMatch:
    why = why_of(rule.condition, outcome)
    return DryRunMatch(
        id=row.id.hex,
        request_id=row.request_id,
        started_at=row.started_at,
        upstream=row.upstream,
        key_id=attempt["key_id"],
        model=row.model,
        path=row.path,
        status=outcome.status,
        latency_ms=attempt["ms"],
        why=why.message,
        because=ReasonOut.model_validate(why.stored()),
    )
