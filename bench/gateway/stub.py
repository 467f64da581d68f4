"""The upstream of the bench: answers each request at once with 1 KB of JSON, or with a stream of events.

Run as `stub.py PORT`. `/stream?n=100` gives so many events, each in a write of its own.
"""

import asyncio
import json
import sys

import uvloop

USAGE = {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46}


def answer_of_1_kb() -> bytes:
    content = {
        "id": "chatcmpl-bench",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "bench-model",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": ""}, "finish_reason": "stop"}],
        "usage": USAGE,
    }
    content["choices"][0]["message"]["content"] = "x" * (1024 - len(json.dumps(content)))  # type: ignore[index]
    return json.dumps(content).encode()


BODY = answer_of_1_kb()
PLAIN = (
    b"HTTP/1.1 200 OK\r\nserver: stub\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n" % len(BODY)
) + BODY
EVENT = b'data: {"choices":[{"index":0,"delta":{"content":"word "}}],"model":"bench-model","object":"chunk"}\n\n'
EVENT_CHUNK = b"%x\r\n%b\r\n" % (len(EVENT), EVENT)
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


class Stub(asyncio.Protocol):
    """Finds the end of each request by its Content-Length; requests come one after the other."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._data = b""

    def data_received(self, data: bytes) -> None:
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head = self._data[:end].lower()
            place = head.find(b"content-length:")
            length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            if len(self._data) < end + 4 + length:
                return
            body, self._data = self._data[end + 4 : end + 4 + length], self._data[end + 4 + length :]
            if b'"stream":true' in body.replace(b" ", b""):
                self._stream(int(head.split(b"x-events:", 1)[1].split(b"\r\n", 1)[0]) if b"x-events:" in head else 100)
            else:
                self._transport.write(PLAIN)

    def _stream(self, left: int) -> None:
        self._transport.write(STREAM_HEAD)
        asyncio.get_running_loop().call_later(0.001, self._event, left)

    def _event(self, left: int) -> None:
        if self._transport.is_closing():
            return
        if left == 0:
            self._transport.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
            return
        self._transport.write(EVENT_CHUNK)
        asyncio.get_running_loop().call_later(0.001, self._event, left - 1)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
