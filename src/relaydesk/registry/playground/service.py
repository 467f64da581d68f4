"""A chat that a person tries a model with: through the relay, as the person, for as long as they may."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Hashable, Mapping
from dataclasses import replace
from typing import Any, Final, NoReturn, Self

from relaydesk.gateway.api import Gateway, LoggedUsage, RelayError, find_usage
from relaydesk.identity.api import Access, Principal, access_of, find_lost
from relaydesk.kernel.errors import DatabaseUnavailable, RelaydeskError, Unavailable
from relaydesk.kernel.ids import new_public_id
from relaydesk.kernel.live.care import BEAT_AFTER_S
from relaydesk.kernel.live.stream import HEARTBEAT, encode
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry.playground.bounds import OpenChat
from relaydesk.registry.playground.schemas import PlaygroundChat

PERMISSION: Final = "models.write"  # whoever holds it may change what is asked, and spend what it costs
CHECK_EVERY_S: Final = 2.0
LAST_S = 3.0  # after which whoever has not read what ended their answer is cut off
DRAIN_S: Final = 4.0  # of what a process that stops leaves its open requests, so that `error` is still read
MOST_AHEAD: Final = 64
MOST_TOLD: Final = 64 * 1024  # characters of one event: a chunk of millions would hold the loop as it is encoded
_USAGE_WITHIN_S, _USAGE_AT_FAILURE_WITHIN_S = 5.0, 2.0
_LOOK_EVERY_S: Final = 0.2


async def chat_events(
    kernel: Kernel, gateway: Gateway, principal: Principal, body: PlaygroundChat, chat: OpenChat
) -> AsyncGenerator[bytes]:
    """Server-sent events: `begun`, `delta`…, then `done` and `usage`, or `error` with a code, a message and a status.

    Who no longer reads ends it, and so does a sign-out or the loss of the right.
    """
    request_id = new_public_id("try")
    yield encode("begun", {"request_id": request_id})
    finish = _Finish()
    chunks = finish.noted(
        gateway.stream_chat(
            body.model_dump(exclude_none=True), caller=f"user:{principal.public_id}", request_id=request_id
        )
    )
    error: RelayError | RelaydeskError | None = None
    try:
        async with contextlib.aclosing(_while_allowed(kernel, principal, chunks, chat)) as allowed_chunks:
            async for piece in _events_of(allowed_chunks):
                yield piece
    except (RelayError, RelaydeskError) as raised:
        error = raised
    finally:
        chat.answered()
    if error is None:
        yield encode("done", {"finish": finish.reason})
    else:
        yield encode("error", {"code": error.code, "message": redact_text(error.message), "status": error.status})
    if isinstance(error, RelayError) and not error.is_logged:
        return  # before an upstream was chosen: it came to nothing
    within_s = _USAGE_WITHIN_S if error is None else _USAGE_AT_FAILURE_WITHIN_S
    usage = await _find_usage(kernel, request_id, within_s)
    if usage is not None:
        yield encode("usage", usage._asdict())


async def _events_of(chunks: AsyncIterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    """What they say, and something to read where they say nothing for long: proxies end what seems dead."""
    clock = asyncio.get_running_loop().time
    told_at = clock()
    async for chunk in chunks:
        text = _text(chunk)
        if text is None and clock() - told_at < BEAT_AFTER_S:
            continue
        if text is None:
            yield HEARTBEAT
        else:
            for start in range(0, len(text), MOST_TOLD):
                yield encode("delta", {"text": text[start : start + MOST_TOLD]})
        told_at = clock()


class _Finish:
    """Why the model ended its answer, as OpenAI's `finish_reason`; None where the stream ended without one."""

    reason: str | None = None

    async def noted(self, chunks: AsyncGenerator[dict[str, Any], None]) -> AsyncGenerator[dict[str, Any], None]:
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                reason = _first_choice(chunk).get("finish_reason")
                if isinstance(reason, str):
                    self.reason = reason
                yield chunk


async def _while_allowed(
    kernel: Kernel, principal: Principal, chunks: AsyncGenerator[dict[str, Any], None], chat: OpenChat
) -> AsyncGenerator[dict[str, Any], None]:
    """Raises what ends the right, or the process; an empty chunk where none came for `CHECK_EVERY_S`.

    That a person's token has run out is no reason: their console renews it, and asks with another the next time.
    """
    access = access_of(principal, PERMISSION)
    if principal.kind == "user":
        access = replace(access, expires_at_s=None)
    async with _Pump(chunks) as pump:
        watching = asyncio.create_task(_watch(kernel, access, pump, chat))
        try:
            while True:
                try:
                    async with asyncio.timeout(CHECK_EVERY_S) as deadline:
                        chunk = await pump.next()
                except TimeoutError:
                    if not deadline.expired():
                        raise
                    chunk = {}
                if chunk is None:
                    return
                yield chunk
        finally:
            watching.cancel()
            await asyncio.wait([watching])


async def _watch(kernel: Kernel, access: Access, pump: "_Pump", chat: OpenChat) -> None:
    """Has the upstream left as soon as there is a reason to, also where nobody reads what came before."""
    try:
        await _end(kernel, access)
    except Exception as error:  # noqa: BLE001 - it is raised for whoever reads
        pump.fail(error)
        chat.answered()
        chat.cut_off_after(LAST_S)


async def _end(kernel: Kernel, access: Access) -> NoReturn:
    """Raises what ends the right, within `CHECK_EVERY_S` and a little; Unavailable `DRAIN_S` after the drain began."""
    while True:
        try:
            async with asyncio.timeout(CHECK_EVERY_S):
                await kernel.draining.wait()
        except TimeoutError:
            await _check(kernel, access)
        else:
            await asyncio.sleep(DRAIN_S)
            raise Unavailable


class _Pump:
    """Reads chunks in a task of its own, so that a wait for one may be given up and begun anew.

    It is ahead by `MOST_AHEAD` at most: an upstream goes no faster than whoever reads.
    """

    def __init__(self, chunks: AsyncGenerator[dict[str, Any], None]) -> None:
        self._items: asyncio.Queue[dict[str, Any] | Exception | None] = asyncio.Queue(MOST_AHEAD)
        self._chunks = chunks
        self._error: Exception | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])
        self._error, self._items = None, asyncio.Queue(1)  # what was raised holds the frames, and these the request

    async def _read(self) -> None:
        last: Exception | None = Unavailable()  # where the gateway ends it as this process is stopped
        try:
            async with contextlib.aclosing(self._chunks):
                async for chunk in self._chunks:
                    await self._items.put(chunk)
            last = None
        except Exception as error:  # noqa: BLE001 - it is raised for whoever reads
            last = error
        except asyncio.CancelledError:
            last = self._error or last
            if self._items.full():
                self._items.get_nowait()  # the end has its place
            self._items.put_nowait(last)
            raise
        await self._items.put(last)

    def fail(self, error: Exception) -> None:
        """Leave the upstream, and raise this for whoever reads."""
        self._error = error
        self._task.cancel()

    async def next(self) -> dict[str, Any] | None:
        """None at the end. Raises what reading has raised, again and again."""
        if self._error is not None:
            raise self._error
        item = await self._items.get()
        if isinstance(item, Exception):
            self._items.put_nowait(item)
            try:
                raise item
            finally:
                del item  # or its traceback and this frame would keep each other
        return item


async def _check(kernel: Kernel, access: Access) -> None:
    """Raises what ends the right; with PostgreSQL away nothing does."""
    lost: Mapping[Hashable, RelaydeskError] = {}
    with contextlib.suppress(DatabaseUnavailable):
        async with kernel.database.lookup() as db:
            lost = await find_lost(db, [access])
    if access in lost:
        raise lost[access]


def _text(chunk: dict[str, Any]) -> str | None:
    delta = _first_choice(chunk).get("delta")
    text = delta.get("content") if isinstance(delta, dict) else None
    return text if isinstance(text, str) and text else None


def _first_choice(chunk: dict[str, Any]) -> dict[str, Any]:
    choices = chunk.get("choices")
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}


async def _find_usage(kernel: Kernel, request_id: str, within_s: float) -> LoggedUsage | None:
    """As soon as the log has it; None where that takes too long."""
    with contextlib.suppress(TimeoutError, RelaydeskError):
        async with asyncio.timeout(within_s):
            while True:
                async with kernel.database.lookup() as db:
                    usage = await find_usage(db, request_id)
                if usage is not None:
                    return usage
                await asyncio.sleep(_LOOK_EVERY_S)
    return None
