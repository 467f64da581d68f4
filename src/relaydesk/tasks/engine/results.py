"""Rules of results: what a handler gives back is kept as JSON, or fails its task."""

from typing import Any

import structlog

from relaydesk.kernel.limits.nesting import is_nested_deeper
from relaydesk.tasks.context import storable, storable_json
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine.failures import LONGEST_ERROR, failure
from relaydesk.tasks.types import MOST_NESTED_RESULT, MOST_RESULT_BYTES, RESULT_TOO_LARGE, Claimed, FailureCode, Status

log = structlog.get_logger(__name__)


def success(row: Claimed, result: Any) -> End:
    if is_nested_deeper(result, MOST_NESTED_RESULT):
        return _refused(row, "its result is nested too deep")
    try:
        text = storable_json(result)
    except (TypeError, ValueError) as error:
        return _refused(row, f"its result is not JSON: {error}")
    if len(text.encode()) > MOST_RESULT_BYTES:
        return _refused(row, RESULT_TOO_LARGE)
    return End(row.id, row.attempt, Status.SUCCEEDED, None if result is None else text)


def _refused(row: Claimed, problem: str) -> End:
    log.error("result_refused", task=row.public_id, kind=row.kind)
    error = storable(problem)[:LONGEST_ERROR]
    return failure(row, error, code=FailureCode.RESULT_UNREADABLE, may_retry=False)
