"""Owns the running of a turn: search, prompt, stream, checkpoint. It goes on when the browser leaves."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from relaydesk.assistants.turns import store
from relaydesk.assistants.turns.handoff import Reason, offer_person
from relaydesk.assistants.turns.person_phrases import asks_for_person
from relaydesk.assistants.turns.prompt import build_messages
from relaydesk.assistants.turns.tools import search_shop
from relaydesk.assistants.types import ChatModel, TurnRequest, TurnResult, TurnStatus
from relaydesk.gateway.api import RelayError
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import RelaydeskError, Unavailable
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=10)
CHECKPOINT_S = 1.0
LONGEST_TURN_S = 300.0

OnDelta = Callable[[str], Awaitable[None]]


@dataclass(slots=True)
class _Progress:
    text: str = ""
    sources: list[dict[str, Any]] = field(default_factory=list)
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    offers_human: bool = False


async def run_turn(kernel: Kernel, model: ChatModel, request: TurnRequest, on_delta: OnDelta) -> TurnResult:
    """Runs one turn to its end and says how it ended; never raises but for cancellation of the whole process.

    `on_delta` gets each piece of text as it comes. When the turn's row ends meanwhile (a human took over), the upstream
    is left at once and the result is `stopped`.
    """
    metrics.TURNS.inc()
    progress = _Progress()
    speaking = asyncio.ensure_future(_speak(kernel, model, request, progress, on_delta))
    keeping = asyncio.create_task(_keep_lease(kernel, request, progress, speaking))
    status, error = TurnStatus.DONE, None
    try:
        async with asyncio.timeout(LONGEST_TURN_S):
            await speaking
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current and current.cancelling():
            raise
        status = TurnStatus.STOPPED
    except (RelayError, RelaydeskError, TimeoutError) as failure:
        status, error = TurnStatus.FAILED, redact_text(f"{type(failure).__name__}: {failure}")[:500]
        log.warning("turn_failed", turn=request.turn_id, reason=error)
    except Exception as failure:
        status, error = TurnStatus.FAILED, type(failure).__name__
        log.exception("turn_failed", turn=request.turn_id)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
    if status is TurnStatus.FAILED:
        metrics.TURN_ERRORS.inc()
    return TurnResult(
        turn_id=request.turn_id,
        session_name=request.session_name,
        epoch=request.epoch,
        question_seq=request.question_seq,
        status=status,
        text=progress.text.strip(),
        sources=progress.sources,
        error=error,
        offers_human=progress.offers_human,
    )


async def _speak(
    kernel: Kernel, model: ChatModel, request: TurnRequest, progress: _Progress, on_delta: OnDelta
) -> None:
    profile = request.assistant
    questions = [message.content for message in request.history if message.role == "visitor"]
    if request.is_over_bound or (questions and asks_for_person(questions[-1])):
        reason: Reason = "over_bound" if request.is_over_bound else "asked"
        progress.text, progress.offers_human = offer_person(questions[-1] if questions else "", reason), True
        await on_delta(progress.text)
        return
    findings = await search_shop(kernel, profile, questions)
    progress.tool_calls = findings.calls
    body = {
        "model": profile.model,
        "temperature": profile.temperature,
        "messages": build_messages(profile, request.history, findings.sources),
    }
    caller = f"assistant:{profile.id}"
    async with contextlib.aclosing(
        _text(model.stream_chat(body, caller=caller, request_id=request.request_id))
    ) as text:
        async for piece in text:
            progress.text += piece
            await on_delta(piece)
    progress.sources = findings.used_in(progress.text)


async def _text(chunks: AsyncIterator[dict[str, Any]]) -> AsyncGenerator[str, None]:
    """The text of OpenAI stream chunks."""
    try:
        async for chunk in chunks:
            for choice in chunk.get("choices") or []:
                piece = (choice.get("delta") or {}).get("content")
                if piece:
                    yield piece
    finally:
        close = getattr(chunks, "aclose", None)
        if close:
            await close()


async def _keep_lease(
    kernel: Kernel, request: TurnRequest, progress: _Progress, speaking: asyncio.Future[None]
) -> None:
    """Checkpoints the text; stops the turn when its row has been ended by somebody else."""
    async with kernel.wakeups.listen(f"turn:{request.turn_id}") as signal:
        while True:
            await signal.wait(CHECKPOINT_S)
            try:
                async with kernel.database.unit_of_work() as uow:
                    running = await store.checkpoint(
                        uow.db,
                        request.turn_id,
                        partial=progress.text,
                        lease_until=utc_now() + LEASE,
                        tool_calls=progress.tool_calls,
                    )
            except Unavailable:
                continue
            except Exception:
                log.exception("checkpoint_failed", turn=request.turn_id)  # the next one may do
                continue
            if not running:
                speaking.cancel()
                return
