"""What the gateway tells the packages above it, and why something did not go well."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

from relaydesk.kernel.events import Event


class Reason(NamedTuple):
    """Why, in English, and as in `details.reasons` of errors: by a type of ours and the bounds that its words name.

    `parts` are the reasons that it joins, or follows from.
    """

    message: str
    type: str
    ctx: dict[str, str | int]
    parts: "tuple[Reason, ...]" = ()

    @classmethod
    def of(cls, message: str, *, reason: str, **bounds: str | int) -> Self:
        return cls(message, reason, bounds)

    def made_of(self, *parts: "Reason") -> "Reason":
        return self._replace(parts=parts)

    def stored(self) -> dict[str, Any]:
        """As answers give it beside its message: `type`, `ctx` and, where there are any, `parts`."""
        stored: dict[str, Any] = {"type": self.type, "ctx": self.ctx}
        return {**stored, "parts": [part.stored() for part in self.parts]} if self.parts else stored


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAlerted(Event):
    """A rule alerts a channel: `count` times since its last message, the latest at `upstream`."""

    channel: str
    rule_id: int
    rule: str
    why: str
    upstream: str
    key_id: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamHeld(Event):
    """An upstream is not asked for a while."""

    upstream: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamReleased(Event):
    """A held upstream answers again."""

    upstream: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamZoneChanged(Event):
    """The quotas of its keys are counted by other days and months now."""

    upstream_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDisabled(Event):
    """Rules have disabled or banned `count` keys of an upstream since the last message, this one the latest."""

    key_id: int
    key: str
    upstream: str
    status: Literal["disabled", "banned"]
    why: str
    count: int
