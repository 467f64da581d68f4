"""What the desk may ask of assistants: who answers, open a turn, run it, end it, and pick up what a crash left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from relaydesk.assistants.profiles import service as profiles
from relaydesk.assistants.profiles import store as profile_store
from relaydesk.assistants.profiles.schemas import AssistantIn
from relaydesk.assistants.profiles.service import get_profile
from relaydesk.assistants.profiles.store import names_of_model
from relaydesk.assistants.turns import store
from relaydesk.assistants.turns.run import LEASE, OnDelta, run_turn
from relaydesk.assistants.types import AssistantProfile, OpenedTurn, TurnResult, TurnStatus
from relaydesk.identity.api import SYSTEM
from relaydesk.kernel.database import Database, Db, ReadDb, UnitOfWork, utc_now

FIRST_ASSISTANT = "Shop assistant"

__all__ = [
    "OnDelta",
    "end_turn",
    "ensure_assistant",
    "ensure_defaults",
    "find_assistant_of",
    "get_profile",
    "names_of_model",
    "open_turn",
    "run_turn",
    "sessions_of_lost_turns",
    "stop_turn",
    "take_interrupted",
]


async def find_assistant_of(db: ReadDb, merchant_id: str) -> str | None:
    """The id of an enabled assistant that answers for this merchant."""
    assistant = await profile_store.find_of_merchant(db, merchant_id)
    return assistant.public_id if assistant else None


async def open_turn(
    db: Db, *, session_name: str, epoch: int, question_seq: int, assistant: AssistantProfile, request_id: str
) -> OpenedTurn | None:
    """The new turn, counted; None when the session has one running: that one's end looks for new questions."""
    now = utc_now()
    values = {
        "session_name": session_name,
        "epoch": epoch,
        "question_seq": question_seq,
        "assistant_id": assistant.id,
        "assistant_version": assistant.version,
        "request_id": request_id,
        "created_at": now,
        "lease_until": now + LEASE,
    }
    turn_id = await store.insert_turn(db, values)
    if turn_id is None:
        return None
    is_counted = await store.count_turn(db, assistant.id, day=now.date(), most=assistant.max_turns_per_day)
    return OpenedTurn(id=turn_id, is_over_bound=not is_counted)


async def end_turn(db: Db, result: TurnResult) -> bool:
    """Writes how a turn ended; False when somebody had ended it before."""
    return await store.end_turn(
        db,
        result.turn_id,
        status=result.status,
        answer=result.text,
        sources=result.sources,
        error=result.error,
        now=utc_now(),
    )


async def stop_turn(uow: UnitOfWork, session_name: str) -> None:
    """Ends the session's running turn; wherever it runs, it leaves its upstream once this is committed."""
    turn_id = await store.stop_running(uow.db, session_name, utc_now())
    if turn_id is not None:
        uow.wake(f"turn:{turn_id}")


async def sessions_of_lost_turns(database: Database, now: datetime) -> Sequence[str]:
    """The sessions with a turn whose process went silent."""
    return await store.sessions_of_expired(database, now)


async def take_interrupted(db: Db, session_name: str, now: datetime) -> list[TurnResult]:
    """Ends the session's turn whose process went silent, as interrupted with its partial text.

    Call it with the session's row locked: whoever ends a turn locks the session first.
    """
    results = []
    for row in await store.take_expired(db, session_name, now):
        row.status, row.finished_at = TurnStatus.INTERRUPTED, now
        results.append(
            TurnResult(
                row.id,
                row.session_name,
                row.epoch,
                row.question_seq,
                TurnStatus.INTERRUPTED,
                row.text.strip(),
                row.sources,
            )
        )
    return results


async def ensure_defaults(uow: UnitOfWork) -> None:
    """The assistant that every installation starts with."""
    await ensure_assistant(uow, name=FIRST_ASSISTANT, is_default=True)


async def ensure_assistant(uow: UnitOfWork, *, name: str, is_default: bool = False, **values: Any) -> str:
    """The id of the assistant with this name, made when there is none; as the default only when there is no other."""
    assistant = await profile_store.find_by_name(uow.db, name)
    if assistant is not None:
        return assistant.public_id
    alone = await profile_store.find_enabled(uow.db, None) is None
    body = AssistantIn(name=name, is_default=is_default and alone, **values)
    return (await profiles.create_assistant(uow, SYSTEM, body)).public_id
