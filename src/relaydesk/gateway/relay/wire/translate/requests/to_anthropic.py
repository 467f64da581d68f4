"""Chat completion requests as Messages requests.

Changed on the way, so that Anthropic takes it:

- System and developer messages, wherever they stand, are moved to `system` in their order, as Anthropic's own layer
  for OpenAI's SDK does.
- Messages of one role in a row become one; tool messages become `tool_result` blocks of a user message.
- `temperature` above 1 is sent as 1: OpenAI's scale ends at 2, Anthropic's at 1.
- Characters that Anthropic does not take in the id of a tool call become `_`.
- `reasoning_effort` becomes a thinking budget of 1,024 (minimal), 2,048 (low), 8,192 (medium), 16,384 (high), 32,768
  (xhigh) or 65,536 (max) tokens; `none` asks for no thinking. A named maximum of tokens holds for thinking and text
  together, as at OpenAI: the budget is at most half of it. `default_max_tokens` is for the text: the budget is added.
  Thinking is left off where Anthropic would refuse it: under 1,024 tokens, with a forced tool, or after tool calls
  whose thinking is not in the conversation (OpenAI's format cannot carry its signature).
- `response_format` `json_object`, for which Anthropic has no field, becomes a last sentence of `system`.
- `cache_control`, wherever clients of OpenAI's format set it for Anthropic's cache, is kept.
- With `reasoning="adaptive"`, for models that think by themselves, the effort is named instead of a budget; with
  `"off"` neither.

Left to the upstream, which says itself what its model does not take: sampling beside thinking or with newer models, a
conversation that begins or ends with the assistant, a budget beyond the model's maximum.

Dropped, because the meaning stays: `store`, `seed`, `metadata`, `service_tier`, `prediction`, `verbosity`,
`prompt_cache_key`, `prompt_cache_retention`, `prompt_cache_options`, `stream_options`, a message's `name` and
`reasoning_content`, an image's `detail`. `safety_identifier` or `user` becomes `metadata.user_id`.

Everything else without a counterpart is an `UntranslatableError`: several choices, log probabilities, penalties, logit
bias, audio, vendors' tools, the deprecated `functions`, stop sequences of white space, arguments of a tool call that
are not a JSON object.
"""

import re
from typing import Any

import msgspec

from relaydesk.gateway.relay.snapshot import Reasoning
from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError, read_request
from relaydesk.gateway.relay.wire.translate.requests.content import Part, anthropic_blocks, text_block
from relaydesk.gateway.relay.wire.translate.requests.tools import FunctionTool, NamedChoice, client_choice, client_tools

_BUDGET_TOKENS = {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384, "xhigh": 32768, "max": 65536}
_LEAST_BUDGET_TOKENS = 1024
_EFFORTS = {"minimal": "low"} | {name: name for name in ("low", "medium", "high", "xhigh", "max")}
_ANY_JSON = "json_object"
_ASK_FOR_JSON = "Answer with one valid JSON object and nothing else: no words around it, no code fence."
_NOT_IN_AN_ID = re.compile(r"[^a-zA-Z0-9_-]")
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "n": (None, 1),
    "logprobs": (None, False),
    "top_logprobs": (None, 0),
    "logit_bias": (None, {}),
    "frequency_penalty": (None, 0),
    "presence_penalty": (None, 0),
    "modalities": (None, ["text"]),
    "audio": (None,),
    "functions": (None, []),
    "function_call": (None,),
    "web_search_options": (None,),
    "moderation": (None,),
}


class _Call(msgspec.Struct):
    name: str
    arguments: str = ""


class _ToolCall(msgspec.Struct):
    id: str
    function: _Call | None = None
    type: str = "function"


class _Message(msgspec.Struct):
    role: str
    content: str | list[Part] | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None
    tool_call_id: str | None = None
    function_call: Any = None
    audio: Any = None
    cache_control: dict[str, Any] | None = None


class _JsonSchema(msgspec.Struct):
    schema: dict[str, msgspec.Raw] | None = None


class _ResponseFormat(msgspec.Struct):
    type: str
    json_schema: _JsonSchema | None = None


class _StreamOptions(msgspec.Struct):
    include_usage: bool | None = None


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    model: str
    messages: list[_Message]
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: str | list[str] | None = None
    stream: bool | None = None
    tools: list[FunctionTool] | None = None
    tool_choice: str | NamedChoice | None = None
    parallel_tool_calls: bool | None = None
    reasoning_effort: str | None = None
    response_format: _ResponseFormat | None = None
    user: str | None = None
    safety_identifier: str | None = None
    # only at a value that asks for nothing
    n: int | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    logit_bias: dict[str, float] | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    modalities: list[str] | None = None
    audio: Any = None
    functions: Any = None
    function_call: Any = None
    web_search_options: Any = None
    moderation: Any = None
    # hints
    stream_options: Any = None
    store: Any = None
    seed: Any = None
    metadata: Any = None
    service_tier: Any = None
    prediction: Any = None
    verbosity: Any = None
    prompt_cache_key: Any = None
    prompt_cache_retention: Any = None
    prompt_cache_options: Any = None
    cache_control: dict[str, Any] | None = None


class _StreamRequest(msgspec.Struct):
    stream_options: _StreamOptions | None = None


_request = msgspec.json.Decoder(_Request)
_stream_request = msgspec.json.Decoder(_StreamRequest)


def asks_for_stream_usage(body: bytes) -> bool:
    """Whether a chat completion request wants token counts at the end of its stream: Anthropic sends them always.

    Raises:
        UntranslatableError: not JSON, or `stream_options` of another shape.
    """
    options = read_request(body, _stream_request).stream_options
    return options is not None and options.include_usage is True


def to_anthropic(body: bytes, *, default_max_tokens: int, reasoning: Reasoning = "budget") -> bytes:
    """The body of `POST /v1/chat/completions` as the body of `POST /v1/messages`.

    `default_max_tokens` stands in where the caller names no maximum: Anthropic demands one.

    Raises:
        UntranslatableError: it asks for something that cannot be said to Anthropic.
    """
    request = read_request(body, _request)
    for name, neutral in _NEUTRAL.items():
        if getattr(request, name) not in neutral:
            raise UntranslatableError(name, "has no counterpart at Anthropic")
    system, messages = _conversation(request.messages)
    if request.response_format is not None and request.response_format.type == _ANY_JSON:
        system.append(text_block(_ASK_FOR_JSON))
    named_maximum = _first(request.max_completion_tokens, request.max_tokens)
    upstream_request: dict[str, Any] = {"model": request.model, "max_tokens": _first(named_maximum, default_max_tokens)}
    if request.cache_control is not None:
        upstream_request["cache_control"] = request.cache_control
    if system:
        upstream_request["system"] = _collapsed(system)
    upstream_request["messages"] = messages
    upstream_request |= _sampling(request) | _tools(request) | _output_config(request)
    if request.stream is not None:
        upstream_request["stream"] = request.stream
    user = _first(request.safety_identifier, request.user)
    if user:
        upstream_request["metadata"] = {"user_id": user}
    if request.reasoning_effort is not None:
        _reason(upstream_request, request.reasoning_effort, reasoning, has_maximum=named_maximum is not None)
    return msgspec.json.encode(upstream_request)


def _first(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None else value


def _sampling(request: _Request) -> dict[str, Any]:
    sampling: dict[str, Any] = {}
    if request.temperature is not None:
        sampling["temperature"] = min(request.temperature, 1.0)
    if request.top_p is not None:
        sampling["top_p"] = request.top_p
    if request.top_k is not None:
        sampling["top_k"] = request.top_k
    stop = [request.stop] if isinstance(request.stop, str) else request.stop
    if stop:
        if not all(sequence.strip() for sequence in stop):
            raise UntranslatableError("stop", "a sequence of white space alone has no counterpart at Anthropic")
        sampling["stop_sequences"] = stop
    return sampling


def _tools(request: _Request) -> dict[str, Any]:
    fields: dict[str, Any] = {"tools": client_tools(request.tools)} if request.tools else {}
    choice = client_choice(request.tool_choice, parallel=request.parallel_tool_calls, tools=bool(request.tools))
    return fields | ({"tool_choice": choice} if choice else {})


def _output_config(request: _Request) -> dict[str, Any]:
    response_format = request.response_format
    if response_format is None or response_format.type in ("text", _ANY_JSON):
        return {}
    if response_format.type != "json_schema":
        raise UntranslatableError(
            "response_format.type", f"'{response_format.type}' has no counterpart at Anthropic; use 'json_schema'"
        )
    if response_format.json_schema is None or response_format.json_schema.schema is None:
        raise UntranslatableError("response_format.json_schema.schema", "is missing")
    return {"output_config": {"format": {"type": "json_schema", "schema": response_format.json_schema.schema}}}


def _reason(upstream_request: dict[str, Any], effort: str, reasoning: Reasoning, *, has_maximum: bool) -> None:
    if effort == "none" or reasoning == "off":
        return
    if effort not in _BUDGET_TOKENS:
        raise UntranslatableError("reasoning_effort", f"'{effort}' is not one of none, {', '.join(_BUDGET_TOKENS)}")
    if upstream_request.get("tool_choice", {}).get("type") in {"any", "tool"}:
        return
    if reasoning == "adaptive":
        upstream_request["thinking"] = {"type": "adaptive"}
        upstream_request["output_config"] = {"effort": _EFFORTS[effort], **upstream_request.get("output_config", {})}
        return
    if _amid_tool_calls(upstream_request["messages"]):
        return
    budget = _BUDGET_TOKENS[effort]
    if has_maximum:
        budget = min(budget, upstream_request["max_tokens"] // 2)
    else:
        upstream_request["max_tokens"] += budget
    if budget >= _LEAST_BUDGET_TOKENS:
        upstream_request["thinking"] = {"type": "enabled", "budget_tokens": budget}


def _amid_tool_calls(messages: list[dict[str, Any]]) -> bool:
    """Whether the model is to go on after results: with thinking on, its last turn would have to begin with some."""
    last = messages[-1]["content"] if messages else []
    return any(block["type"] == "tool_result" for block in last if not isinstance(block, str))


def _conversation(messages: list[_Message]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """System blocks, and messages whose roles alternate."""
    system: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    for at, message in enumerate(messages):
        field = f"messages[{at}]"
        if message.role in {"system", "developer"}:
            blocks = _system(message, field)
            _mark(message, blocks)
            system += blocks
            continue
        role, blocks = _turn(message, field)
        if not blocks:
            continue
        _mark(message, blocks)
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks
        else:
            turns.append({"role": role, "content": blocks})
    for turn in turns:
        turn["content"] = _collapsed(turn["content"])
    return system, turns


def _mark(message: _Message, blocks: list[dict[str, Any]]) -> None:
    """What marks a whole message for the cache marks its last block."""
    if message.cache_control is not None and blocks:
        blocks[-1].setdefault("cache_control", message.cache_control)


def _system(message: _Message, field: str) -> list[dict[str, Any]]:
    blocks = anthropic_blocks(message.content, f"{field}.content")
    if any(block["type"] != "text" for block in blocks):
        raise UntranslatableError(f"{field}.content", "a system message can only hold text at Anthropic")
    return blocks


def _turn(message: _Message, field: str) -> tuple[str, list[dict[str, Any]]]:
    if message.role == "user":
        return "user", anthropic_blocks(message.content, f"{field}.content")
    if message.role == "assistant":
        return "assistant", _assistant(message, field)
    if message.role == "tool":
        return "user", [_result(message, field)]
    raise UntranslatableError(f"{field}.role", f"'{message.role}' has no counterpart at Anthropic")


def _assistant(message: _Message, field: str) -> list[dict[str, Any]]:
    for name in ("function_call", "audio"):
        if getattr(message, name) is not None:
            raise UntranslatableError(f"{field}.{name}", "has no counterpart at Anthropic")
    blocks = anthropic_blocks(message.content, f"{field}.content") + anthropic_blocks(
        message.refusal, f"{field}.refusal"
    )
    for at, call in enumerate(message.tool_calls or []):
        blocks.append(_tool_use(call, f"{field}.tool_calls[{at}]"))
    return blocks


def _tool_use(call: _ToolCall, field: str) -> dict[str, Any]:
    if call.type != "function" or call.function is None:
        raise UntranslatableError(f"{field}.type", f"a call of type '{call.type}' has no counterpart at Anthropic")
    arguments = call.function.arguments.strip() or "{}"
    try:
        # read to be sure that it is an object, carried over as it was written
        msgspec.json.decode(arguments, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        raise UntranslatableError(f"{field}.function.arguments", "is not a JSON object") from error
    name, tool_input = call.function.name, msgspec.Raw(arguments.encode())
    return {"type": "tool_use", "id": _tool_id(call.id), "name": name, "input": tool_input}


def _tool_id(openai_id: str) -> str:
    return _NOT_IN_AN_ID.sub("_", openai_id)


def _result(message: _Message, field: str) -> dict[str, Any]:
    if not message.tool_call_id:
        raise UntranslatableError(f"{field}.tool_call_id", "is missing")
    blocks = anthropic_blocks(message.content, f"{field}.content")
    tool_result: dict[str, Any] = {"type": "tool_result", "tool_use_id": _tool_id(message.tool_call_id)}
    return tool_result | ({"content": _collapsed(blocks)} if blocks else {})


def _collapsed(blocks: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    """A single text as a string, as most requests are written."""
    if len(blocks) == 1 and blocks[0].keys() == {"type", "text"}:
        text: str = blocks[0]["text"]
        return text
    return blocks
