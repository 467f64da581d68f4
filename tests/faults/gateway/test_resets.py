"""A hundred clients reset their connections: every byte of the others' streams arrives."""

import asyncio
import socket
import struct

from gateway_admin import eventually
from instance import running_instance
from relay_kit import Got, Seen, connected, read_answer, request_bytes, until, upstream

EVENTS = 150
RESETTING, LISTENING = 100, 20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_clients_that_reset_cost_no_other_client_a_byte() -> None:
    go = asyncio.Event()

    async def stream(_seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        await go.wait()
        for number in range(EVENTS):
            event = b"data: %04d\n\n" % number
            writer.write(b"%x\r\n%b\r\n" % (len(event), event))
            await asyncio.sleep(0.005)
        writer.write(b"0\r\n\r\n")

    async def listen(port: int, request: bytes) -> Got:
        async with connected(port) as (reader, writer):
            writer.write(request)
            return await read_answer(reader)

    async def reset(port: int, request: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        await reader.readuntil(b"data: 0010")
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async with upstream(stream) as stub:
        with running_instance(WEB_WORKERS="1") as instance, instance.sign_in() as owner:
            made = {"name": "stub", "base_url": f"http://127.0.0.1:{stub.port}", "allow_private": True}
            assert owner.post("/api/admin/upstreams", json=made).json()["id"] == 1  # the built-in one is not in its way
            key = {"name": "load", "scopes": ["proxy"], "rate_limit_per_minute": 1_000_000}
            token = owner.post("/api/keys", json=key).json()["key"]
            request = request_bytes("GET", "/proxy/stub/s", [("X-API-Key", token)], None)

            async def is_known() -> bool:
                answered = await asyncio.to_thread(owner.get, "/v1/models", headers={"X-API-Key": token})
                return answered.status_code == 200

            await eventually(is_known, within_s=10)
            listening = [asyncio.create_task(listen(instance.port, request)) for _ in range(LISTENING)]
            resetting = [asyncio.create_task(reset(instance.port, request)) for _ in range(RESETTING)]
            await until(lambda: len(stub.seen) == LISTENING + RESETTING, within_s=20)
            go.set()
            await asyncio.gather(*resetting)
            heard = await asyncio.gather(*listening)
    whole = b"".join(b"data: %04d\n\n" % number for number in range(EVENTS))
    assert [(got.status, got.whole, got.body == whole) for got in heard] == [(200, True, True)] * LISTENING
