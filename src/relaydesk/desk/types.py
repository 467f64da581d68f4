"""The words of the desk: session states with their transitions as one table, kinds of events, who speaks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from relaydesk.kernel.events import Event

VISITOR_PREFIX = "rdv_"  # of a visitor's token
VISITOR_SCHEME = "visitorToken"  # its name in the OpenAPI document


class State(StrEnum):
    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class Action(StrEnum):
    ESCALATE = "escalate"
    TAKE_OVER = "takeover"
    RELEASE = "release"
    CLOSE = "close"
    REOPEN = "reopen"
    RETURN = "return"
    ACCEPT = "accept"


# Each transition is compare-and-set under the session's row lock and begins a new epoch.
TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.BOT, Action.ESCALATE): State.WAITING,
    (State.BOT, Action.TAKE_OVER): State.HUMAN,
    (State.WAITING, Action.TAKE_OVER): State.HUMAN,
    (State.WAITING, Action.RELEASE): State.BOT,
    (State.HUMAN, Action.RELEASE): State.BOT,
    (State.HUMAN, Action.RETURN): State.WAITING,
    (State.HUMAN, Action.ACCEPT): State.HUMAN,
    (State.BOT, Action.CLOSE): State.CLOSED,
    (State.WAITING, Action.CLOSE): State.CLOSED,
    (State.HUMAN, Action.CLOSE): State.CLOSED,
    (State.CLOSED, Action.REOPEN): State.BOT,
}

# asking again for what already holds is answered as it is, without a new epoch
ALREADY: dict[Action, State] = {
    Action.ESCALATE: State.WAITING,
    Action.CLOSE: State.CLOSED,
    Action.REOPEN: State.BOT,
    Action.RELEASE: State.BOT,
}


class Kind(StrEnum):
    MESSAGE = "message"
    STATUS = "status"
    NOTE = "note"  # from one operator to another: no visitor gets it


class Speaker(StrEnum):
    VISITOR = "visitor"
    ASSISTANT = "assistant"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A session as far as its live streams need to know it."""

    id: int
    name: str
    status: str
    epoch: int
    last_seq: int
    operator_name: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """An event of a session's log as it was read or written, without being a row of a database session."""

    session_id: int
    seq: int
    kind: str
    role: str
    content: str
    payload: dict[str, Any]
    client_message_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWaiting(Event):
    session_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Event):
    session_name: str
