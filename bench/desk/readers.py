"""Many readers of live streams in one process, each a plain socket: opens them, then notes when each message came.

    readers.py PORT TOKENS_FILE PER_S

Writes JSON lines: {"opened": n, "refused": n, "seconds": s} once all are open, then one line a message that arrived
with its delay in milliseconds (`sent` in the message is on the machine's monotonic clock), until its input ends.
"""

import asyncio
import json
import re
import sys
import time
from pathlib import Path

SENT = re.compile(rb"sent=(\d+\.\d+)")


class Reader(asyncio.Protocol):
    def __init__(self, request: bytes, answered: asyncio.Future[bool]) -> None:
        self._request = request
        self._answered = answered

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if not self._answered.done():
            self._answered.set_result(data.startswith(b"HTTP/1.1 200"))
        for sent in SENT.findall(data):
            sys.stdout.write(f'{{"ms": {(now - float(sent)) * 1000:.2f}}}\n')

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self._answered.done():
            self._answered.set_result(False)
        sys.stdout.write('{"lost": 1}\n')


async def main(port: int, tokens: list[list[str]], per_s: float) -> None:
    loop = asyncio.get_running_loop()
    began = time.monotonic()
    answers = []
    for number, (name, token, after) in enumerate(tokens):
        await asyncio.sleep(max(0.0, began + number / per_s - time.monotonic()))
        head = f"GET /api/sessions/{name}/events?after_seq={after} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        request = f"{head}Authorization: Bearer {token}\r\n\r\n".encode()
        answered: asyncio.Future[bool] = loop.create_future()
        await loop.create_connection(lambda r=request, a=answered: Reader(r, a), "127.0.0.1", port)
        answers.append(answered)
    opened = await asyncio.gather(*answers)
    told = {"opened": sum(opened), "refused": len(opened) - sum(opened), "seconds": time.monotonic() - began}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), float(sys.argv[3])))
