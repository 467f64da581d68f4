"""What of upstream keys is looked for, and in which order."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from relaydesk.tasks.api import Payload

KeyState = Literal["active", "awaiting", "cooling", "exhausted", "disabled", "banned"]
KeySort = Literal["id", "created", "-created", "name", "-name", "status", "-status"]
Action = Literal["enable", "disable", "ban", "delete", "set_weight"]
STATES: tuple[KeyState, ...] = ("active", "awaiting", "cooling", "exhausted", "disabled", "banned")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFilter:
    """None looks at all. `status` is the one that was set, `state` what has become of it by now; `ids` these alone.

    A cooling, exhausted or awaiting key has the status `active`. `up_to_id` leaves out those added later.
    """

    now: datetime
    upstream_id: int | None = None
    status: str | None = None
    state: KeyState | None = None
    query: str | None = None
    ids: tuple[int, ...] | None = None
    up_to_id: int | None = None

    def payload(self) -> dict[str, Any]:
        """For a task, which looks at the time when it runs."""
        return {name: value for name, value in asdict(self).items() if value is not None and name != "now"}


def filter_from(payload: dict[str, Any], now: datetime) -> KeyFilter:
    ids = payload.get("ids")
    return KeyFilter(now=now, **{**payload, "ids": tuple(ids) if ids is not None else None})


class TestPayload(Payload):
    """Of a task that tests the keys that `filter` finds, as `KeyFilter.payload` gives it."""

    filter: dict[str, Any]
    disable_refused: bool = False


class ChangePayload(Payload):
    """Of a task that does `action` to the keys that `filter` finds; `by` is named in their histories."""

    filter: dict[str, Any]
    action: Action
    weight: int
    by: str
