"""Chat completion chunks as an Anthropic stream, as they arrive.

Text, refusals, thinking (`reasoning_content` or `reasoning`) and the arguments of tool calls become blocks. The end of
the message waits for `[DONE]`, as token counts come after the finish reason. `message_stop` is written for `[DONE]`, or
at the end of a stream that gave its finish reason: one that was cut stays cut.
Other choices than the first, log probabilities and comments are dropped.
"""

from typing import Any

import msgspec

from relaydesk.gateway.relay.wire.translate import answers, failures
from relaydesk.gateway.relay.wire.translate.errors import read_event
from relaydesk.gateway.relay.wire.translate.events import MAX_EVENT_BYTES, Event, named_event
from relaydesk.gateway.relay.wire.translate.streams.blocks import Block, BlockWriter, Kind
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion
from relaydesk.gateway.relay.wire.translate.tokens import Tokens
from relaydesk.gateway.relay.wire.translate.usage import read_usage, write_anthropic

_STARTS: dict[Kind, dict[str, Any]] = {
    "text": {"type": "text", "text": ""},
    "thinking": {"type": "thinking", "thinking": "", "signature": ""},
}


class _Function(msgspec.Struct):
    name: str | None = None
    arguments: str | None = None


class _ToolCall(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(msgspec.Struct):
    index: int = 0
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(msgspec.Struct):
    id: str | None = None
    model: str | None = None
    choices: list[_Choice] | None = None
    usage: Any = None
    error: Any = None


_chunk = msgspec.json.Decoder(_Chunk)
_encode = msgspec.json.encode


class StreamToAnthropic(Conversion):
    """Feed it the bytes of an OpenAI stream; what it returns is the stream for a client that speaks Anthropic."""

    def __init__(self, *, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        super().__init__(max_event_bytes)
        self._blocks = BlockWriter(max_event_bytes)
        self._calls: dict[int, tuple[str | None, Block]] = {}
        self._started = False
        self._refused = False
        self._finish_reason: str | None = None
        self._usage: Tokens | None = None

    @property
    def tokens(self) -> Tokens | None:
        """The token counts, when the stream has named them."""
        return self._usage

    def _translate(self, event: Event) -> bytes:
        if not event.data:
            return b""
        if event.data.startswith(b"[DONE]"):
            return self._stop()
        if event.name == b"error":
            return self._fail(event.data)
        chunk = read_event(event.data, _chunk, _Chunk)
        if chunk is None:
            return b""
        if chunk.error is not None:
            return self._fail(event.data)
        if chunk.usage is not None:
            self._usage = read_usage(chunk.usage) or self._usage
        choice = next((choice for choice in chunk.choices or () if choice.index == 0), None)
        if choice is None:
            return b""
        begun = b"" if self._started else self._start(chunk.id, chunk.model)
        return begun + self._choice(choice)

    def _fail(self, data: bytes) -> bytes:
        self._failed = True
        return failures.stream_to_anthropic(data)

    def _start(self, chunk_id: str | None, model: str | None) -> bytes:
        self._started = True
        # the prompt's tokens are not known before the end: `message_delta` names them then
        message: dict[str, Any] = {
            "id": answers.anthropic_id(chunk_id),
            "type": "message",
            "role": "assistant",
            "model": model or "",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 0, "output_tokens": 0},
        }
        return named_event(b"message_start", _encode({"type": "message_start", "message": message}))

    def _choice(self, choice: _Choice) -> bytes:
        written = []
        delta = choice.delta
        if delta is not None:
            if thinking := delta.reasoning_content or delta.reasoning:
                written.append(self._say("thinking", thinking))
            if delta.content:
                written.append(self._say("text", delta.content))
            if delta.refusal:
                self._refused = True
                written.append(self._say("text", delta.refusal))
            written += [self._call(call) for call in delta.tool_calls or ()]
        if choice.finish_reason:
            self._finish_reason = choice.finish_reason
            self._has_reason = True
        return b"".join(written)

    def _say(self, kind: Kind, text: str) -> bytes:
        block = self._blocks.last(kind)
        if block is not None:
            return self._blocks.add(block, text)
        block, written = self._blocks.open(kind, _STARTS[kind])
        return written + self._blocks.add(block, text)

    def _call(self, call: _ToolCall) -> bytes:
        function = call.function or _Function()
        index = len(self._calls) if call.index is None else call.index
        if call.index is None and not (call.id or function.name):
            index -= 1
        call_id, block = self._calls.get(index, (None, None))
        written = b""
        # some servers number every call 0: another id with a name is another call
        if block is None or (call.id and function.name and call.id != call_id):
            name = answers.needed_name(function.name or "")
            start = {"type": "tool_use", "id": answers.call_id(call.id), "name": name, "input": {}}
            block, written = self._blocks.open("tool", start)
            self._calls[index] = (call.id, block)
        return written + (self._blocks.add(block, function.arguments) if function.arguments else b"")

    def _stop(self) -> bytes:
        self._finished = True
        begun = b"" if self._started else self._start(None, None)
        reason = answers.stop_reason(self._finish_reason, calls=bool(self._calls), refused=self._refused)
        delta = {
            "type": "message_delta",
            "delta": {"stop_reason": reason, "stop_sequence": None},
            "usage": write_anthropic(self.tokens or Tokens()),
        }
        stop = named_event(b"message_stop", b'{"type":"message_stop"}')
        return b"".join([begun, self._blocks.close(), named_event(b"message_delta", _encode(delta)), stop])
