"""The load: so many kept connections, each sending its next request when the answer is whole.

Run as `load.py PORT PATH CONNECTIONS SECONDS WARMUP_SECONDS EVENTS`; prints JSON.
BENCH_TOKEN is the credential, BENCH_HEADERS are more header lines, BENCH_BODY is what is sent. With EVENTS above 0 the
answers are streams.
"""

import asyncio
import json
import os
import sys
import time

import uvloop

TOKEN = os.environ.get("BENCH_TOKEN", "rd_bench")
EXTRA = "".join(f"{line}\r\n" for line in os.environ.get("BENCH_HEADERS", "").splitlines())
BODY = b'{"model":"bench-model","messages":[{"role":"user","content":"hello there"}]%b}'


def request_of(path: str, events: int) -> bytes:
    own_body = os.environ.get("BENCH_BODY")
    body = own_body.encode() if own_body is not None else BODY % (b',"stream":true' if events else b"")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {TOKEN}\r\n{EXTRA}"
        "Content-Type: application/json\r\n"
        f"User-Agent: bench\r\nAccept: */*\r\nX-Events: {events}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Tally:
    def __init__(self) -> None:
        self.counting = False
        self.took: list[float] = []
        self.failed = 0
        self.stopped = False


class Client(asyncio.Protocol):
    """Knows an answer's end by its Content-Length or by the last chunk."""

    def __init__(self, request: bytes, tally: Tally) -> None:
        self._request = request
        self._tally = tally
        self._data = b""
        self._need = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._send()

    def _send(self) -> None:
        self._data, self._need = b"", -1
        self._started = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if self._need == 0:
            self._data = self._data[-16:] + data
        else:
            self._data += data
            if self._need < 0:
                self._read_head()
        done = self._data.endswith(b"0\r\n\r\n") if self._need == 0 else 0 < self._need <= len(self._data)
        if done:
            if self._tally.counting:
                self._tally.took.append(time.perf_counter() - self._started)
            if self._tally.stopped:
                self._transport.close()
            else:
                self._send()

    def _read_head(self) -> None:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._data[:end].lower()
        if not head.startswith(b"http/1.1 200"):
            self._tally.failed += 1
        place = head.find(b"content-length:")
        self._need = end + 4 + int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if not self._tally.stopped:
            self._tally.failed += 1


async def main(port: int, path: str, *, connections: int, seconds: float, warmup: float, events: int) -> None:
    loop, tally = asyncio.get_running_loop(), Tally()
    request = request_of(path, events)
    for _ in range(connections):
        await loop.create_connection(lambda: Client(request, tally), "127.0.0.1", port)
    await asyncio.sleep(warmup)
    sys.stdout.write("counting\n")
    sys.stdout.flush()
    tally.counting = True
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    tally.counting = False
    wall = time.perf_counter() - started
    tally.stopped = True
    took = sorted(tally.took)
    result = {
        "requests": len(took),
        "failed": tally.failed,
        "requests_per_s": round(len(took) / wall, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 3) if took else None,
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 3) if took else None,
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    _, port_, path_, connections_, seconds_, warmup_, events_ = sys.argv
    uvloop.run(
        main(
            int(port_),
            path_,
            connections=int(connections_),
            seconds=float(seconds_),
            warmup=float(warmup_),
            events=int(events_),
        )
    )
