"""An Anthropic stream as chat completion chunks, as it arrives.

Text, thinking (`reasoning_content`) and the arguments of tool calls become deltas. Pings become comments, which keep
the connection busy. Signatures, citations and the blocks of tools that the vendor ran are dropped. `[DONE]` is written
for `message_stop`, or at the end of a stream that gave its reason to stop: one that was cut stays cut.
"""

from typing import Any

import msgspec

from relaydesk.gateway.relay.wire.translate import answers, failures
from relaydesk.gateway.relay.wire.translate.errors import EventTooLargeError, read_event
from relaydesk.gateway.relay.wire.translate.events import MAX_EVENT_BYTES, Event, data_event
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion
from relaydesk.gateway.relay.wire.translate.tokens import Tokens
from relaydesk.gateway.relay.wire.translate.usage import read_usage, with_later, write_openai

_DONE = data_event(b"[DONE]")
_PING = b": ping\n\n"
_MOST_OPEN_CALLS = 1000
_MOST_NAME_CHARACTERS = 512  # of what each chunk repeats
_NO_ARGUMENTS = (b"", b"{}", b"null")


class _Block(msgspec.Struct):
    type: str
    text: str = ""
    thinking: str = ""
    id: str = ""
    name: str = ""
    input: msgspec.Raw = msgspec.Raw(b"{}")


class _Delta(msgspec.Struct):
    """Of a block (`type` says what kind) or of the message."""

    type: str = ""
    text: str = ""
    thinking: str = ""
    partial_json: str = ""
    stop_reason: str | None = None
    stop_details: answers.StopDetails | None = None


class _Message(msgspec.Struct):
    id: str | None = None
    model: str = ""
    usage: Any = None


class _StreamEvent(msgspec.Struct):
    type: str
    index: int = -1
    message: _Message | None = None
    content_block: _Block | None = None
    delta: _Delta | None = None
    usage: Any = None


class _Call(msgspec.Struct):
    """A tool call whose block is open; `whole` are arguments that came with its start."""

    index: int
    whole: bytes
    begun: bool = False


_event = msgspec.json.Decoder(_StreamEvent)
_encode = msgspec.json.encode


class StreamToOpenAI(Conversion):
    """Feed it the bytes of an Anthropic stream; what it returns is the stream for a client that speaks OpenAI.

    `created` is the Unix time in seconds that every chunk names; `include_usage` is what the client asked for in
    `stream_options`.
    """

    def __init__(self, *, created: int, include_usage: bool, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        super().__init__(max_event_bytes)
        self._created = created
        self._include_usage = include_usage
        self._head = b""
        self._calls: dict[int, _Call] = {}
        self._call_count = 0
        self._usage: Any = None

    @property
    def tokens(self) -> Tokens | None:
        """The token counts as far as the stream has named them."""
        return read_usage(self._usage)

    def _translate(self, raw: Event) -> bytes:
        if raw.name == b"error":
            return self._fail(raw.data)
        event = read_event(raw.data, _event, _StreamEvent)
        if event is None:
            return b""
        kind = event.type
        if kind == "content_block_delta":
            return self._block_delta(event)
        if kind == "content_block_start":
            return self._block_start(event)
        if kind == "content_block_stop":
            return self._block_stop(event)
        if kind == "message_start":
            return self._start(event)
        if kind == "message_delta":
            return self._message_delta(event)
        if kind == "message_stop":
            return self._stop()
        if kind == "error":
            return self._fail(raw.data)
        # an event of a kind that is not known yet is passed over, as Anthropic asks of its clients
        return _PING if kind == "ping" else b""

    def _fail(self, data: bytes) -> bytes:
        self._failed = True
        return failures.stream_to_openai(data)

    def _start(self, event: _StreamEvent) -> bytes:
        message = event.message or _Message()
        self._usage = message.usage
        self._begin(message)
        return self._delta({"role": "assistant", "content": ""})

    def _begin(self, message: _Message) -> None:
        head = {
            "id": answers.openai_id(message.id)[:_MOST_NAME_CHARACTERS],
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": message.model[:_MOST_NAME_CHARACTERS],
        }
        # the same in every chunk: encoded once, without its closing brace
        self._head = _encode(head)[:-1]

    def _block_start(self, event: _StreamEvent) -> bytes:
        block = event.content_block
        if block is None:
            return b""
        if block.type == "text" and block.text:
            return self._delta({"content": block.text})
        if block.type == "thinking" and block.thinking:
            return self._delta({"reasoning_content": block.thinking})
        if block.type != "tool_use":
            return b""
        if len(self._calls) == _MOST_OPEN_CALLS:
            raise EventTooLargeError(f"more than {_MOST_OPEN_CALLS} tool calls are open at once")
        call = self._calls[event.index] = _Call(self._call_count, bytes(block.input))
        self._call_count += 1
        function = {"name": answers.needed_name(block.name), "arguments": ""}
        tool_call = {"index": call.index, "id": answers.call_id(block.id), "type": "function", "function": function}
        return self._delta({"tool_calls": [tool_call]})

    def _block_delta(self, event: _StreamEvent) -> bytes:
        delta = event.delta
        if delta is None:
            return b""
        if delta.type == "text_delta":
            return self._delta({"content": delta.text})
        if delta.type == "thinking_delta":
            return self._delta({"reasoning_content": delta.thinking})
        call = self._calls.get(event.index) if delta.type == "input_json_delta" else None
        return self._arguments(call, delta.partial_json) if call and delta.partial_json else b""

    def _block_stop(self, event: _StreamEvent) -> bytes:
        call = self._calls.pop(event.index, None)
        if call is None or call.begun:
            return b""
        # no delta came: the arguments stood in the block's start, or there are none
        return self._arguments(call, "{}" if call.whole in _NO_ARGUMENTS else call.whole.decode())

    def _arguments(self, call: _Call, fragment: str) -> bytes:
        call.begun = True
        return self._delta({"tool_calls": [{"index": call.index, "function": {"arguments": fragment}}]})

    def _message_delta(self, event: _StreamEvent) -> bytes:
        if event.usage is not None:
            self._usage = with_later(self._usage, event.usage)
        delta = event.delta
        if delta is None or delta.stop_reason is None:
            return b""
        self._has_reason = True
        refused = delta.stop_reason == "refusal" and delta.stop_details and delta.stop_details.explanation
        refusal = self._delta({"refusal": refused}) if refused else b""
        return refusal + self._delta({}, finish_reason=answers.finish_reason(delta.stop_reason))

    def _stop(self) -> bytes:
        self._finished = True
        if not (self._include_usage and self._head):
            return _DONE
        counts = write_openai(self.tokens or Tokens())
        return data_event(self._head + b',"choices":[],"usage":' + _encode(counts) + b"}") + _DONE

    def _delta(self, delta: dict[str, Any], *, finish_reason: str | None = None) -> bytes:
        if not self._head:
            self._begin(_Message())
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        tail = b',"usage":null}' if self._include_usage else b"}"
        return data_event(self._head + b',"choices":[' + _encode(choice) + b"]" + tail)
