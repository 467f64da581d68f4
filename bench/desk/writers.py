"""Operators who write so many messages a second over kept connections, each a plain socket, in a process of their own.

    writers.py PORT TOKEN SECONDS PER_S SESSIONS

Each message holds the moment it was due by the machine's monotonic clock (`sent=`): one that waits for a free
connection is late by that, too. Ends with one JSON line: {"sent": n, "failed": n, "seconds": s, "cpu_s": s}.
"""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections import deque

CONNECTIONS = 30
LAST_ANSWERS_S = 30.0
LENGTH = re.compile(rb"(?i)content-length: (\d+)")


class Writer(asyncio.Protocol):
    """One connection: one request at a time; tells when it is free again."""

    def __init__(self, writers: "Writers") -> None:
        self._writers = writers
        self._transport: asyncio.Transport | None = None
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def write(self, request: bytes) -> None:
        assert self._transport is not None
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, body = self._answer.partition(b"\r\n\r\n")
        if separator and len(body) >= int(LENGTH.search(head)[1]):
            self._answer = b""
            self._writers.answered(self, is_success=head.startswith(b"HTTP/1.1 201"))


class Writers:
    def __init__(self, token: str, sessions: int) -> None:
        self._head = (
            "POST /api/manual/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: "
        ).encode()
        self._sessions = sessions
        self._free: deque[Writer] = deque()
        self._waiting: deque[bytes] = deque()
        self.sent = self.failed = self.open = 0
        self.all_answered = asyncio.Event()

    async def connect(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(CONNECTIONS):
            _, writer = await loop.create_connection(lambda: Writer(self), "127.0.0.1", port)
            self._free.append(writer)

    def write(self, due: float) -> None:
        body = b'{"session_name":"bench-%d","content":"sent=%.6f"}' % (self.sent % self._sessions, due)
        request = b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        self.sent += 1
        self.open += 1
        self.all_answered.clear()
        if self._free:
            self._free.popleft().write(request)
        else:
            self._waiting.append(request)

    def answered(self, writer: Writer, *, is_success: bool) -> None:
        self.open -= 1
        self.failed += not is_success
        if self._waiting:
            writer.write(self._waiting.popleft())
        else:
            self._free.append(writer)
        if not self.open:
            self.all_answered.set()


async def main(port: int, token: str, seconds: float, per_s: float, sessions: int) -> None:
    writers = Writers(token, sessions)
    await writers.connect(port)
    began, cpu_began = time.monotonic(), time.process_time()
    while (due := began + writers.sent / per_s) < began + seconds:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        writers.write(due)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_ANSWERS_S):
            await writers.all_answered.wait()
    figures = {"sent": writers.sent, "failed": writers.failed + writers.open}
    figures_s = {"seconds": time.monotonic() - began, "cpu_s": time.process_time() - cpu_began}
    sys.stdout.write(json.dumps({**figures, **figures_s}) + "\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])))
