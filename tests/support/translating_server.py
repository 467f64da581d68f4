"""A small HTTP server that does what a route between the formats does, with a scripted upstream behind it.

It takes `/v1/chat/completions` and `/v1/messages`, tells the request in the other format's words, checks it by the
other vendor's types, and answers with the next of its `upstream` answers, told back.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from wire_formats import SAMPLING, understood

from relaydesk.gateway.relay.wire.translate import answers, failures
from relaydesk.gateway.relay.wire.translate.requests.to_anthropic import asks_for_stream_usage, to_anthropic
from relaydesk.gateway.relay.wire.translate.requests.to_openai import to_openai
from relaydesk.gateway.relay.wire.translate.streams.to_anthropic import StreamToAnthropic
from relaydesk.gateway.relay.wire.translate.streams.to_openai import StreamToOpenAI

CREATED = 1_700_000_000
PIECE_BYTES = 7


@dataclass
class Answer:
    """What the scripted upstream sends, in its own format."""

    body: bytes
    status: int = 200


@dataclass
class TranslatingServer:
    url: str
    upstream: list[Answer] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)

    def ask(self, vendor: str, request: bytes) -> Answer:
        """The upstream's side: it takes only what its vendor's types know."""
        asked = json.loads(request)
        assert understood(asked, vendor) == {name: asked[name] for name in asked if name not in SAMPLING}
        self.seen.append(asked)
        return self.upstream.pop(0)

    def chat_completion(self, body: bytes) -> tuple[int, bytes]:
        answer = self.ask("anthropic", to_anthropic(body, default_max_tokens=4096))
        if answer.status != 200:
            return failures.to_openai(answer.status, answer.body)
        if not json.loads(body).get("stream"):
            return 200, answers.to_openai(answer.body, created=CREATED)
        return 200, in_pieces(StreamToOpenAI(created=CREATED, include_usage=asks_for_stream_usage(body)), answer.body)

    def message(self, body: bytes) -> tuple[int, bytes]:
        answer = self.ask("openai", to_openai(body))
        if answer.status != 200:
            return failures.to_anthropic(answer.status, answer.body)
        if not json.loads(body).get("stream"):
            return 200, answers.to_anthropic(answer.body)
        return 200, in_pieces(StreamToAnthropic(), answer.body)


def in_pieces(converter: StreamToOpenAI | StreamToAnthropic, stream: bytes) -> bytes:
    pieces = [stream[at : at + PIECE_BYTES] for at in range(0, len(stream), PIECE_BYTES)]
    return b"".join([converter.feed(piece) for piece in pieces]) + converter.end()


@contextmanager
def translating_server() -> Iterator[TranslatingServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            speak = running.message if self.path == "/v1/messages" else running.chat_completion
            status, told = speak(body)
            self.send_response(status)
            is_stream = told.startswith((b"data:", b"event:"))
            self.send_header("content-type", "text/event-stream" if is_stream else "application/json")
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *arguments: object) -> None:
            """Stay quiet: the test looks at what was seen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = TranslatingServer(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
