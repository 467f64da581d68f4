"""Rules of failures: which attempt is tried again, and when."""

import random
import traceback
from datetime import timedelta
from typing import Any

from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import DatabaseUnavailable, RelaydeskError
from relaydesk.tasks.apart.context import Failure
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.errors import PermanentFailure, ResultUnreadable
from relaydesk.tasks.kinds import KINDS, Kind
from relaydesk.tasks.tables import Task
from relaydesk.tasks.types import Claimed, FailureCode, Status

LONGEST_BACKOFF_S = 600.0
MOST_UNCOUNTED = 10
LONGEST_ERROR = 2000


def backoff_s(kind: Kind[Any] | None, attempt: int) -> float:
    """Full jitter (AWS, "Exponential Backoff and Jitter"): part of base · 2^(attempt-1), at most ten minutes."""
    base = kind.backoff_s if kind else 2.0
    return random.uniform(0, min(LONGEST_BACKOFF_S, base * 2.0 ** min(attempt - 1, 30)))


def failure_code(error: BaseException) -> str:
    """Of what a handler raised: of an error of Relaydesk's, also behind a permanent failure, its own."""
    if isinstance(error, ResultUnreadable):
        return FailureCode.RESULT_UNREADABLE
    cause = error.__cause__ if isinstance(error, PermanentFailure) else error
    return cause.code if isinstance(cause, RelaydeskError) else FailureCode.HANDLER_FAILED


def failure_of(error: Exception) -> Failure:
    """What a handler raised, in this process or in one of its own.

    It foresaw a `PermanentFailure` from an error of Relaydesk's: the words of that say all.
    """
    is_permanent = isinstance(error, PermanentFailure)
    is_refused = isinstance(error, RelaydeskError) and not error.retryable
    is_foreseen = is_permanent and isinstance(error.__cause__, RelaydeskError)
    return Failure(
        message=str(error) if is_foreseen else f"{type(error).__name__}: {error}",
        traceback="" if is_foreseen else "".join(traceback.format_exception(error)),
        code=failure_code(error),
        may_retry=not (is_permanent or is_refused),
        is_ours=isinstance(error, DatabaseUnavailable),
    )


def failure(row: Task | Claimed, error: str, *, code: str, may_retry: bool, is_ours: bool = False) -> End:
    """What becomes of an attempt that failed: another one after a wait, or the end.

    `code` is a `FailureCode`, or that of an error of Relaydesk's. `is_ours`: what every attempt needs was away, so that
    this one does not count, up to `MOST_UNCOUNTED` of them.
    """
    kind = KINDS.get(row.kind)
    is_free = is_ours and kind is not None and row.attempt < kind.max_attempts + MOST_UNCOUNTED
    if may_retry and (is_free or row.attempt < row.max_attempts):
        run_at = utc_now() + timedelta(seconds=backoff_s(kind, row.attempt))
        again = End(row.id, row.attempt, Status.RETRYING, error=error, error_code=code, run_at=run_at)
        return again._replace(more_attempts=int(is_free))
    return End(row.id, row.attempt, Status.FAILED, error=error, error_code=code)
