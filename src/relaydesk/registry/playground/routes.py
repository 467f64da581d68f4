"""The chat playground over HTTP: `/api/playground/chat`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import StreamingResponse

from relaydesk.gateway.api import Gateway
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, part
from relaydesk.registry.playground.schemas import PlaygroundChat
from relaydesk.registry.playground.service import PERMISSION, chat_events

router = APIRouter(prefix="/api/playground", tags=["models"])
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Server-sent events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}


@router.post("/chat", response_class=StreamingResponse, responses=_EVENTS, summary="Try a model of the gateway")
async def try_chat(
    kernel: KernelDep,
    gateway: Annotated[Gateway, Depends(part(Gateway))],
    principal: Annotated[Principal, Depends(require(PERMISSION))],
    body: PlaygroundChat,
) -> StreamingResponse:
    """Asks a route or a deployment of one as a program would at `/v1`, with a row in the log that names the person.

    Server-sent events: `begun`, `delta`…, `done`, and `usage` with tokens and cost as the log has them; `error` names a
    code of the relay. Leave, and the upstream is left at once.
    """
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = chat_events(kernel, gateway, principal, body)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)
