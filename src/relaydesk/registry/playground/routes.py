"""The chat playground over HTTP: `/api/playground/chat`."""

import contextlib
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from relaydesk.gateway.api import Gateway
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, part
from relaydesk.kernel.live.stream import CUT_OFF
from relaydesk.registry.playground.bounds import OpenChat, OpenChats
from relaydesk.registry.playground.schemas import PlaygroundChat
from relaydesk.registry.playground.service import PERMISSION, chat_events

router = APIRouter(prefix="/api/playground", tags=["models"])
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Server-sent events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


class _Answer(StreamingResponse):
    """Closes its events and its chat, also where nobody has read them."""

    chat: OpenChat
    events: AsyncGenerator[bytes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.chat.cut_off = scope.get("extensions", {}).get(CUT_OFF)
        try:
            async with contextlib.aclosing(self.events):
                await super().__call__(scope, receive, send)
        finally:
            self.chat.close()


@router.post("/chat", response_class=StreamingResponse, responses=_EVENTS, summary="Try a model of the gateway")
async def try_chat(
    kernel: KernelDep,
    gateway: Annotated[Gateway, Depends(part(Gateway))],
    chats: Annotated[OpenChats, Depends(part(OpenChats))],
    principal: Annotated[Principal, Depends(require(PERMISSION))],
    body: PlaygroundChat,
) -> StreamingResponse:
    """Asks a route or a deployment of one as a program would at `/v1`, with a row in the log that names the person.

    Server-sent events: `begun`, `delta`…, `done`, and `usage` with tokens and cost as the log has them; `error` names a
    code of the relay. Leave, and the upstream is left at once. More than four at a time are a 429 `TOO_MANY_CHATS`.
    """
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    chat = chats.open(principal.public_id)
    events = chat_events(kernel, gateway, principal, body, chat)
    answer = _Answer(events, media_type="text/event-stream", headers=headers)
    answer.chat, answer.events = chat, events
    return answer
