"""Rules of results: what a handler gives back is kept as JSON, or fails its task."""

import json
from typing import Any

import structlog

from relaydesk.kernel.limits.nesting import is_nested_deeper
from relaydesk.tasks.context import storable
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine.failures import LONGEST_ERROR, failure
from relaydesk.tasks.types import ESCAPED_NUL, MOST_NESTED_RESULT, Claimed, FailureCode, Status

log = structlog.get_logger(__name__)


def success(row: Claimed, result: Any) -> End:
    if is_nested_deeper(result, MOST_NESTED_RESULT):
        return _refused(row, "its result is nested too deep")
    try:
        text = ESCAPED_NUL.sub(r"\1\\ufffd", json.dumps(result, ensure_ascii=False, allow_nan=False))
    except (TypeError, ValueError) as error:
        return _refused(row, f"its result is not JSON: {error}")
    return End(row.id, row.attempt, Status.SUCCEEDED, None if result is None else storable(text))


def _refused(row: Claimed, problem: str) -> End:
    log.error("result_refused", task=row.public_id, kind=row.kind)
    error = storable(problem)[:LONGEST_ERROR]
    return failure(row, error, code=FailureCode.RESULT_UNREADABLE, may_retry=False)
