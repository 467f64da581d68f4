"""Which format a path of `/v1` speaks, and one request's translation where its upstream speaks the other."""

import time
from typing import Literal, NamedTuple

from relaydesk.gateway.relay.errors import RelayError, openai_body
from relaydesk.gateway.relay.snapshot import WireFormat
from relaydesk.gateway.relay.wire.presets import Manner
from relaydesk.gateway.relay.wire.translate import answers, failures
from relaydesk.gateway.relay.wire.translate.failures import Failure
from relaydesk.gateway.relay.wire.translate.requests.to_anthropic import asks_for_stream_usage, to_anthropic
from relaydesk.gateway.relay.wire.translate.requests.to_openai import to_openai
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion
from relaydesk.gateway.relay.wire.translate.streams.to_anthropic import StreamToAnthropic
from relaydesk.gateway.relay.wire.translate.streams.to_openai import StreamToOpenAI

Headers = list[tuple[bytes, bytes]]

CHAT_PATH, MESSAGES_PATH, MODELS_PATH = b"/v1/chat/completions", b"/v1/messages", b"/v1/models"
# what is asked by POST alone in either vendor's API, as far as it is known here
POST_PATHS = frozenset(
    {
        CHAT_PATH,
        MESSAGES_PATH,
        MESSAGES_PATH + b"/count_tokens",
        b"/v1/completions",
        b"/v1/embeddings",
        b"/v1/moderations",
        b"/v1/responses",
    }
)
_MODEL_PATHS = MODELS_PATH + b"/"
ANTHROPIC_VERSION = b"2023-06-01"
_MAX_EVENT_BYTES = 16 * 1024 * 1024
_VENDORS = (b"openai-", b"anthropic-")


def is_of_models(path: bytes) -> bool:
    """Whether it asks which models there are, or for one of them."""
    return path == MODELS_PATH or path.startswith(_MODEL_PATHS)


def client_format(path: bytes) -> WireFormat:
    """The format that a client of this path speaks."""
    return "anthropic" if path == MESSAGES_PATH or path.startswith(MESSAGES_PATH + b"/") else "openai"


def translated_path(path: bytes, upstream: WireFormat) -> bytes | None:
    """Where a request for this path goes at an upstream of that format; None where it has no such thing."""
    if client_format(path) == upstream:
        return path
    return {CHAT_PATH: MESSAGES_PATH, MESSAGES_PATH: CHAT_PATH}.get(path)


class Translation(NamedTuple):
    """One request's: made for `client`, the format that its answers are translated into."""

    client: Literal["openai", "anthropic"]
    wants_usage: bool
    created: int

    def headers(self, headers: Headers) -> Headers:
        """The caller's headers less those of its own vendor; answers must come as plain text."""
        neutral_headers = [
            (name, value) for name, value in headers if name != b"accept-encoding" and not name.startswith(_VENDORS)
        ]
        neutral_headers.append((b"accept-encoding", b"identity"))
        if self.client == "openai":
            neutral_headers.append((b"anthropic-version", ANTHROPIC_VERSION))
        return neutral_headers

    def answer(self, body: bytes) -> bytes:
        """A whole answer. Raises UnreadableAnswerError."""
        return answers.to_openai(body, created=self.created) if self.client == "openai" else answers.to_anthropic(body)

    def failure(self, status: int, body: bytes) -> Failure:
        """An error answer."""
        return (failures.to_openai if self.client == "openai" else failures.to_anthropic)(status, body)

    def stream(self) -> Conversion:
        """The converter of an event stream."""
        if self.client == "openai":
            return StreamToOpenAI(
                created=self.created, include_usage=self.wants_usage, max_event_bytes=_MAX_EVENT_BYTES
            )
        return StreamToAnthropic(max_event_bytes=_MAX_EVENT_BYTES)

    def last_event(self, error: RelayError) -> bytes:
        """What a stream that broke off ends with: an error, never the end of a whole answer."""
        if self.client == "openai":
            return failures.openai_event(openai_body(error))
        return failures.anthropic_event(failures.anthropic_body(error))


def translate_request(body: bytes, client: WireFormat, manner: Manner) -> tuple[bytes, Translation]:
    """A client's request in the other format, as its upstream wants it, and the translation of its answer.

    Raises:
        UntranslatableError: it holds something that the other format has no words for.
    """
    created = int(time.time())
    if client == "openai":
        upstream_body = to_anthropic(body, default_max_tokens=manner.default_max_tokens, reasoning=manner.reasoning)
        return upstream_body, Translation("openai", asks_for_stream_usage(body), created)
    upstream_body = to_openai(
        body,
        max_tokens_field=manner.max_tokens_field,
        names_effort=manner.reasoning != "off",
        fills_properties=manner.fills_properties,
        asks_for_stream_usage=manner.asks_for_stream_usage,
    )
    return upstream_body, Translation("anthropic", wants_usage=False, created=created)
