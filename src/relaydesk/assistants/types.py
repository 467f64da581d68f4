"""The words of assistants: profiles, turns, sources, and their events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from relaydesk.kernel.events import Event

DEFAULT_TURNS_PER_DAY = 5000


class TurnStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


class ChatModel(Protocol):
    """Streams a chat completion: OpenAI's request body in, the chunks of its stream out.

    A stream that fails raises, also where the upstream says so in a chunk of it.
    """

    def stream_chat(
        self, body: dict[str, Any], *, caller: str, request_id: str | None = None
    ) -> AsyncIterator[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class AssistantProfile:
    """An assistant as a turn needs it."""

    id: str
    name: str
    version: int
    persona: str
    model: str
    temperature: float
    opening_line: str
    merchant_id: str | None
    max_turns_per_day: int | None


@dataclass(frozen=True, slots=True)
class HistoryMessage:
    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTurn:
    """`is_over_bound` says that the assistant has taken all turns of the day before it."""

    id: int
    is_over_bound: bool


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What an answer is made from. `question_seq` is the last visitor message it answers."""

    turn_id: int
    session_name: str
    epoch: int
    question_seq: int
    assistant: AssistantProfile
    history: tuple[HistoryMessage, ...]
    request_id: str
    is_over_bound: bool = False  # its assistant has taken all turns of the day: no model is asked


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended. `text` is partial unless the status is done."""

    turn_id: int
    session_name: str
    epoch: int
    question_seq: int
    status: TurnStatus
    text: str
    sources: list[dict[str, Any]]
    error: str | None = None
    offers_human: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFinished(Event):
    turn_id: int
    session_name: str
    status: TurnStatus
