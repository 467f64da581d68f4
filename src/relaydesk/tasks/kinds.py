"""Owns the kinds of tasks: each handler registers itself by name with its limits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from relaydesk.tasks.context import TaskContext

Handler = Callable[[TaskContext, dict[str, Any]], Awaitable[dict[str, Any] | None]]
Check = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`timeout_s` bounds one attempt.

    `is_public` says whether POST /api/tasks may start it, `is_upkeep` that people alone may.
    """

    name: str
    handler: Handler
    max_attempts: int
    timeout_s: int
    backoff_s: float
    is_public: bool
    is_upkeep: bool


KINDS: dict[str, Kind] = {}


def task(
    name: str,
    *,
    max_attempts: int = 3,
    timeout_s: int = 3600,
    backoff_s: float = 2.0,
    is_public: bool = False,
    is_upkeep: bool = False,
) -> Callable[[Handler], Handler]:
    """Registers an async function `(context, payload) -> result` under `package.verb_noun`.

    Args:
        name: the kind, as in `commerce.sync_products`.
        max_attempts: how often it is tried in all.
        timeout_s: how long one attempt may take.
        backoff_s: base of the exponential wait between attempts (full jitter, at most 10 minutes).
        is_public: whether people and programs may start it by POST /api/tasks.
        is_upkeep: whether it keeps Relaydesk itself in order, so that no client key may start it.
    """

    def register(handler: Handler) -> Handler:
        if name in KINDS:
            raise ValueError(f"two handlers for {name}")
        KINDS[name] = Kind(
            name=name,
            handler=handler,
            max_attempts=max_attempts,
            timeout_s=timeout_s,
            backoff_s=backoff_s,
            is_public=is_public,
            is_upkeep=is_upkeep,
        )
        return handler

    return register
