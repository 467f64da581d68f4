"""A stream through the relay ends within seconds when its client key loses the right to it, told as an error event."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from relay_kit import Seen, upstream

from relaydesk.kernel.database import utc_now

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
EVENT = b'data: {"choices": [{"index": 0, "delta": {"content": "Hi"}}]}\n\n'
ENDS_WITHIN_S = 5.0


async def endless(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(HEAD + b"%x\r\n%b\r\n" % (len(EVENT), EVENT))
    await reader.read()
    return True


async def rest_of(stream: httpx.Response) -> str:
    """What still comes; the end must look cut."""
    pieces: list[str] = []
    with pytest.raises(httpx.RemoteProtocolError):
        await _read(stream, pieces)
    return "".join(pieces)


async def _read(stream: httpx.Response, pieces: list[str]) -> None:
    async for piece in stream.aiter_text():
        pieces.append(piece)  # noqa: PERF401 - what came before the cut counts


LOSSES = [
    ({"is_active": False}, "UNAUTHENTICATED"),
    ({"scopes": ["chat"]}, "FORBIDDEN"),
    ({"expires_at": None}, "TOKEN_EXPIRED"),
    (None, "UNAUTHENTICATED"),
]


@pytest.mark.parametrize(("change", "code"), LOSSES)
async def test_a_revoked_narrowed_expired_or_deleted_key_hears_no_more(
    change: dict[str, Any] | None, code: str, admin: Admin
) -> None:
    async with upstream(endless) as stub:
        await admin.key(await admin.upstream(stub), "sk-lost-1")
        http, made = await admin.caller()
        path = f"/api/keys/{made['id']}"
        async with http.stream("GET", "/proxy/stub/events") as stream, asyncio.timeout(ENDS_WITHIN_S + 2):
            assert stream.status_code == 200
            if change is None:
                await admin.http.delete(path)
            elif "expires_at" in change:
                soon = (utc_now() + timedelta(seconds=1)).isoformat()
                await admin.http.patch(path, json={"expires_at": soon})
            else:
                await admin.http.patch(path, json=change)
            told = await rest_of(stream)
        assert told.count("event: error") == 1
        assert f'"code":"{code}"' in told
        await asyncio.wait_for(_left(stub), ENDS_WITHIN_S)
        [row] = await admin.logs(1, q="/proxy/stub/events")
        assert (row["end_reason"], row["error"]) == ("truncated", "access_lost")


async def _left(stub: Any) -> None:
    while not stub.closed_at:  # noqa: ASYNC110 - the upstream notices when its socket closes
        await asyncio.sleep(0.02)


async def test_another_clients_stream_goes_on(admin: Admin) -> None:
    async with upstream(endless) as stub:
        await admin.key(await admin.upstream(stub), "sk-lost-1")
        first, made = await admin.caller()
        second, _ = await admin.caller(name="other")
        async with (
            first.stream("GET", "/proxy/stub/one") as lost,
            second.stream("GET", "/proxy/stub/two") as kept,
        ):
            pieces = kept.aiter_text()
            assert "Hi" in await anext(pieces)
            await admin.http.delete(f"/api/keys/{made['id']}")
            async with asyncio.timeout(ENDS_WITHIN_S):
                assert "event: error" in await rest_of(lost)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(2):
                    await anext(pieces)
