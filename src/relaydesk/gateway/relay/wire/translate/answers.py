"""Whole answers, and what streams share with them: ids and the reasons to stop.

| Anthropic `stop_reason` | OpenAI `finish_reason` |
| --- | --- |
| end_turn, stop_sequence, pause_turn | stop |
| max_tokens, model_context_window_exceeded | length |
| tool_use | tool_calls |
| refusal | content_filter |

Towards Anthropic, `stop` beside tool calls is `tool_use` (some servers say so), `stop` beside a refusal is `refusal`,
and which stop sequence was met stays unknown. Thinking becomes `reasoning_content`, as DeepSeek and vLLM name it; what
an upstream gives as `reasoning_content` or `reasoning` becomes a thinking block with an empty signature. Citations,
signatures and the blocks of tools that the vendor ran are dropped, log probabilities and annotations too.
"""

from typing import Any
from uuid import uuid4

import msgspec

from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError, read_answer
from relaydesk.gateway.relay.wire.translate.tokens import Tokens
from relaydesk.gateway.relay.wire.translate.usage import read_usage, write_anthropic, write_openai

_FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}
_STOP = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "function_call": "tool_use",
    "content_filter": "refusal",
}
_OPENAI_ID, _ANTHROPIC_ID = "chatcmpl-", "msg_"


class _Block(msgspec.Struct):
    type: str
    text: str = ""
    thinking: str = ""
    id: str = ""
    name: str = ""
    input: msgspec.Raw = msgspec.Raw(b"{}")


class StopDetails(msgspec.Struct):
    explanation: str | None = None


class _Message(msgspec.Struct):
    content: list[_Block]
    id: str | None = None
    model: str = ""
    stop_reason: str | None = None
    stop_details: StopDetails | None = None
    usage: Any = None


class _Call(msgspec.Struct):
    name: str
    arguments: str = ""


class _ToolCall(msgspec.Struct):
    function: _Call
    id: str | None = None


class _ChatMessage(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(msgspec.Struct):
    message: _ChatMessage
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    id: str | None = None
    model: str | None = None
    usage: Any = None


_message = msgspec.json.Decoder(_Message)
_completion = msgspec.json.Decoder(_Completion)


def openai_id(anthropic_id: str | None) -> str:
    """The same answer's id as OpenAI writes them; `anthropic_id` gives it back. A missing one is made."""
    return _OPENAI_ID + ((anthropic_id or "").removeprefix(_ANTHROPIC_ID) or uuid4().hex)


def anthropic_id(openai_id: str | None) -> str:
    return _ANTHROPIC_ID + ((openai_id or "").removeprefix(_OPENAI_ID) or uuid4().hex)


def call_id(original_id: str | None) -> str:
    """A tool call's id, made where it is missing: by it the result of the call finds back."""
    return original_id or f"call_{uuid4().hex}"


def finish_reason(stop_reason: str | None) -> str:
    """OpenAI's word for Anthropic's `stop_reason`; an unknown one is `stop`."""
    return _FINISH.get(stop_reason or "", "stop")


def stop_reason(finish_reason: str | None, *, calls: bool, refused: bool) -> str:
    """Anthropic's word for OpenAI's `finish_reason`; an unknown one is `end_turn`."""
    reason = _STOP.get(finish_reason or "", "end_turn")
    if reason != "end_turn":
        return reason
    if refused:
        return "refusal"
    return "tool_use" if calls else reason


def to_openai(body: bytes, *, created: int) -> bytes:
    """An Anthropic message as a chat completion; `created` is the Unix time in seconds, which Anthropic does not tell.

    Raises:
        UnreadableAnswerError: it is not a message.
    """
    message = read_answer(body, _message, _Message)
    text = "".join(block.text for block in message.content if block.type == "text")
    thinking = "".join(block.thinking for block in message.content if block.type == "thinking")
    calls = [_tool_call(block) for block in message.content if block.type == "tool_use"]
    refusal = message.stop_details.explanation if message.stop_details and message.stop_reason == "refusal" else None
    reply: dict[str, Any] = {"role": "assistant", "content": text or None, "refusal": refusal}
    if not (calls or refusal):
        reply["content"] = text
    if thinking:
        reply["reasoning_content"] = thinking
    if calls:
        reply["tool_calls"] = calls
    choice = {"index": 0, "message": reply, "logprobs": None, "finish_reason": finish_reason(message.stop_reason)}
    completion = {
        "id": openai_id(message.id),
        "object": "chat.completion",
        "created": created,
        "model": message.model,
        "choices": [choice],
        "usage": write_openai(read_usage(message.usage) or Tokens()),
    }
    return msgspec.json.encode(completion)


def needed_name(name: str) -> str:
    """Raises UnreadableAnswerError where there is none: nobody could carry out such a call."""
    if not name:
        raise UnreadableAnswerError("a tool is called without its name")
    return name


def _tool_call(block: _Block) -> dict[str, Any]:
    function = {"name": needed_name(block.name), "arguments": bytes(block.input).decode()}
    return {"id": call_id(block.id), "type": "function", "function": function}


def to_anthropic(body: bytes) -> bytes:
    """A chat completion's first choice as an Anthropic message.

    Raises:
        UnreadableAnswerError: it is not a chat completion, has no choice, or a tool call's arguments are no JSON object
            (to call a tool with made-up arguments would be worse than no answer).
    """
    completion = read_answer(body, _completion, _Completion)
    if not completion.choices:
        raise UnreadableAnswerError("the answer has no choice")
    choice = completion.choices[0]
    calls = choice.message.tool_calls or []
    refusal = choice.message.refusal
    reason = stop_reason(choice.finish_reason, calls=bool(calls), refused=bool(refusal))
    message: dict[str, Any] = {
        "id": anthropic_id(completion.id),
        "type": "message",
        "role": "assistant",
        "model": completion.model or "",
        "content": [*_texts(choice.message), *(_tool_use(call) for call in calls)],
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": write_anthropic(read_usage(completion.usage) or Tokens()),
    }
    if reason == "refusal":
        message["stop_details"] = {"type": "refusal", "category": None, "explanation": refusal}
    return msgspec.json.encode(message)


def _texts(message: _ChatMessage) -> list[dict[str, Any]]:
    thinking = message.reasoning_content or message.reasoning
    blocks: list[dict[str, Any]] = []
    if thinking:
        blocks.append({"type": "thinking", "thinking": thinking, "signature": ""})
    blocks += [{"type": "text", "text": text} for text in (message.content, message.refusal) if text]
    return blocks


def _tool_use(call: _ToolCall) -> dict[str, Any]:
    arguments = call.function.arguments.strip() or "{}"
    try:
        # read to be sure that it is an object, carried over as it was written
        msgspec.json.decode(arguments, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableAnswerError(f"the arguments of the call of '{call.function.name}' are no object") from error
    tool_input = msgspec.Raw(arguments.encode())
    name = needed_name(call.function.name)
    return {"type": "tool_use", "id": call_id(call.id), "name": name, "input": tool_input}
