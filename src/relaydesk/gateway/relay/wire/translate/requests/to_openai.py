"""Messages requests as chat completion requests.

Changed on the way, so that OpenAI takes it:

- `system` becomes the first message. Its blocks, and those of a tool's result, are joined to one text with an empty
  line between them: many upstreams take these as text alone.
- A user message with tool results becomes one tool message for each and then, when there is more, a user message.
  Images and documents in a result follow in that user message, named after it: a tool message holds only text.
- `is_error` becomes `Error: ` before the result's text.
- `thinking` becomes `reasoning_effort`: below 4,096 budget tokens low, below 16,384 medium, else high; where
  `output_config.effort` names an effort, that one.
- `output_config.format` becomes a strict `response_format`.
- A stream is asked for with its usage, which Anthropic's clients expect.

Dropped, because the meaning stays: `cache_control`, `context_management` (the conversation is sent whole instead),
`diagnostics`, `service_tier`, `speed`, thinking blocks of earlier turns (chat completions take none), disabled
thinking, the text of `metadata.user_id` when it is longer than OpenAI's 64 characters for `user`.

Everything else without a counterpart is an `UntranslatableError`: `top_k`, vendors' tools and their blocks, citations,
uploaded files, a prefilled answer (a last message of the assistant), fields that are unknown.
"""

from typing import Any

import msgspec

from relaydesk.gateway.relay.snapshot import MaxTokensField
from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError, read_request
from relaydesk.gateway.relay.wire.translate.requests.content import (
    Block,
    no_counterpart,
    openai_parts,
    text_part,
    texts,
)
from relaydesk.gateway.relay.wire.translate.requests.tools import Choice, ClientTool, function_choice, function_tools

_LEAST_MEDIUM_TOKENS, _LEAST_HIGH_TOKENS = 4096, 16384
_LONGEST_USER = 64
_THINKING = frozenset({"thinking", "redacted_thinking"})


class _Message(msgspec.Struct):
    role: str
    content: str | list[Block]


class _Metadata(msgspec.Struct):
    user_id: str | None = None


class _Thinking(msgspec.Struct):
    type: str
    budget_tokens: int | None = None


class _Format(msgspec.Struct):
    type: str
    schema: msgspec.Raw = msgspec.Raw(b"null")


class _OutputConfig(msgspec.Struct):
    effort: str | None = None
    format: _Format | None = None


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    model: str
    messages: list[_Message]
    max_tokens: int | None = None
    system: str | list[Block] | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop_sequences: list[str] | None = None
    stream: bool | None = None
    tools: list[ClientTool] | None = None
    tool_choice: Choice | None = None
    thinking: _Thinking | None = None
    output_config: _OutputConfig | None = None
    metadata: _Metadata | None = None
    # hints
    cache_control: Any = None
    context_management: Any = None
    diagnostics: Any = None
    service_tier: Any = None
    speed: Any = None


_request = msgspec.json.Decoder(_Request)


def to_openai(
    body: bytes,
    *,
    max_tokens_field: MaxTokensField = "max_completion_tokens",
    names_effort: bool = True,
    fills_properties: bool = True,
    asks_for_stream_usage: bool = True,
) -> bytes:
    """The body of `POST /v1/messages` as the body of `POST /v1/chat/completions`.

    `max_tokens_field` is what the upstream calls the maximum: OpenAI's newer models know only the default, some other
    servers only the older name. Without `names_effort` the request does not say how much to think.

    Raises:
        UntranslatableError: it asks for something that cannot be said to OpenAI.
    """
    request = read_request(body, _request)
    if request.top_k is not None:
        raise UntranslatableError("top_k", "has no counterpart at OpenAI")
    upstream_request: dict[str, Any] = {"model": request.model, "messages": _conversation(request)}
    if request.max_tokens is not None:
        upstream_request[max_tokens_field] = request.max_tokens
    upstream_request |= _sampling(request)
    if request.stream is not None:
        upstream_request["stream"] = request.stream
    if request.stream and asks_for_stream_usage:
        upstream_request["stream_options"] = {"include_usage": True}
    upstream_request |= _tools(request, fills_properties=fills_properties)
    upstream_request |= (_reasoning_effort(request) if names_effort else {}) | _response_format(request)
    user = request.metadata.user_id if request.metadata else None
    if user and len(user) <= _LONGEST_USER:
        upstream_request["user"] = user
    return msgspec.json.encode(upstream_request)


def _sampling(request: _Request) -> dict[str, Any]:
    sampling = {"temperature": request.temperature, "top_p": request.top_p, "stop": request.stop_sequences or None}
    return {name: value for name, value in sampling.items() if value is not None}


def _tools(request: _Request, *, fills_properties: bool) -> dict[str, Any]:
    tools = function_tools(request.tools, fills_properties=fills_properties) if request.tools else None
    fields: dict[str, Any] = {"tools": tools} if tools else {}
    choice = request.tool_choice
    # OpenAI takes no choice where there is nothing to choose from
    if choice is not None and (request.tools or choice.type not in {"auto", "none"}):
        fields |= function_choice(choice)
    return fields


def _reasoning_effort(request: _Request) -> dict[str, Any]:
    if request.output_config and request.output_config.effort:
        return {"reasoning_effort": request.output_config.effort}
    budget = request.thinking.budget_tokens if request.thinking and request.thinking.type == "enabled" else None
    if budget is None:
        return {}
    if budget < _LEAST_MEDIUM_TOKENS:
        return {"reasoning_effort": "low"}
    return {"reasoning_effort": "medium" if budget < _LEAST_HIGH_TOKENS else "high"}


def _response_format(request: _Request) -> dict[str, Any]:
    output_format = request.output_config.format if request.output_config else None
    if output_format is None:
        return {}
    if output_format.type != "json_schema":
        raise UntranslatableError("output_config.format.type", f"'{output_format.type}' has no counterpart at OpenAI")
    schema = {"name": "answer", "schema": output_format.schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


def _conversation(request: _Request) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    system = texts(request.system, "system") if request.system else ""
    if system:
        messages.append({"role": "system", "content": system})
    for at, message in enumerate(request.messages):
        messages += _messages(message, f"messages[{at}]")
    if request.messages and request.messages[-1].role == "assistant":
        raise UntranslatableError(
            f"messages[{len(request.messages) - 1}]", "an answer that begins here has no counterpart at OpenAI"
        )
    return messages


def _messages(message: _Message, field: str) -> list[dict[str, Any]]:
    if message.role == "system":
        return [{"role": "system", "content": texts(message.content, f"{field}.content")}]
    if message.role not in {"user", "assistant"}:
        raise UntranslatableError(f"{field}.role", f"'{message.role}' has no counterpart at OpenAI")
    if isinstance(message.content, str):
        return [{"role": message.role, "content": message.content}]
    if message.role == "assistant":
        return [_assistant(message.content, f"{field}.content")]
    return _user(message.content, f"{field}.content")


def _assistant(blocks: list[Block], field: str) -> dict[str, Any]:
    text_pieces: list[str] = []
    calls: list[dict[str, Any]] = []
    for at, block in enumerate(blocks):
        if block.type == "text":
            text_pieces.append(block.text)
        elif block.type == "tool_use":
            function = {"name": block.name, "arguments": bytes(block.input).decode()}
            calls.append({"id": block.id, "type": "function", "function": function})
        elif block.type not in _THINKING:
            raise no_counterpart(block, f"{field}[{at}]")
    text = "".join(text_pieces)
    if not calls:
        return {"role": "assistant", "content": text}
    return {"role": "assistant", "content": text or None, "tool_calls": calls}


def _user(blocks: list[Block], field: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []
    attached: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    for at, block in enumerate(blocks):
        if block.type == "tool_result":
            result, parts = _result(block, f"{field}[{at}]")
            results.append(result)
            attached += parts
        else:
            said += openai_parts(block, f"{field}[{at}]")
    parts = attached + said
    if not parts:
        return results or [{"role": "user", "content": ""}]
    plain = len(parts) == 1 and parts[0]["type"] == "text"
    return [*results, {"role": "user", "content": parts[0]["text"] if plain else parts}]


def _result(block: Block, field: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A tool message, and what of the result it cannot hold, as parts for the user message after it."""
    if not block.tool_use_id:
        raise UntranslatableError(f"{field}.tool_use_id", "is missing")
    text_pieces: list[str] = []
    attached: list[dict[str, Any]] = []
    if isinstance(block.content, str):
        text_pieces.append(block.content)
    else:
        for at, inner in enumerate(block.content or []):
            if inner.type == "text":
                text_pieces.append(inner.text)
            else:
                attached += openai_parts(inner, f"{field}.content[{at}]")
    if attached:
        attached.insert(0, text_part(f"Attached to the result of {block.tool_use_id}:"))
        text_pieces = text_pieces or ["The result is attached in the next message."]
    text = "\n\n".join(text_pieces)
    if block.is_error:
        text = f"Error: {text}" if text else "Error"
    return {"role": "tool", "tool_call_id": block.tool_use_id, "content": text}, attached
