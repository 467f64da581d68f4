"""Requests told in the other format's words, judged by golden pairs and by the vendors' own types."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_formats import SAMPLING, golden, pair, understood

from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError
from relaydesk.gateway.relay.wire.translate.requests.to_anthropic import asks_for_stream_usage, to_anthropic
from relaydesk.gateway.relay.wire.translate.requests.to_openai import to_openai

HELLO = {"role": "user", "content": "Hello"}


def told_to_anthropic(request: Any, **options: Any) -> Any:
    return json.loads(to_anthropic(json.dumps(request).encode(), default_max_tokens=4096, **options))


def told_to_openai(request: Any, **options: Any) -> Any:
    return json.loads(to_openai(json.dumps(request).encode(), **options))


@pytest.mark.parametrize("name", golden("requests_to_anthropic"))
def test_a_chat_completion_is_asked_for_as_a_message(name: str) -> None:
    asked, told = pair("requests_to_anthropic", name)
    assert understood(asked, "openai")
    assert told_to_anthropic(asked) == told
    assert understood(told, "anthropic") == {name: told[name] for name in told if name not in SAMPLING}


@pytest.mark.parametrize("name", golden("requests_to_openai"))
def test_a_message_is_asked_for_as_a_chat_completion(name: str) -> None:
    asked, told = pair("requests_to_openai", name)
    assert understood(asked, "anthropic")
    assert told_to_openai(asked) == told
    assert understood(told, "openai") == told


def part(**content: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [content]}]}


def assistant(**fields: Any) -> dict[str, Any]:
    return {"messages": [{"role": "assistant", **fields}]}


def call(**fields: Any) -> dict[str, Any]:
    return assistant(tool_calls=[{"id": "call_1", "type": "function", **fields}])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"logit_bias": {"50256": -100}}, "logit_bias"),
        ({"frequency_penalty": 0.5}, "frequency_penalty"),
        ({"presence_penalty": -1}, "presence_penalty"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"audio": {"voice": "alloy"}}, "audio"),
        ({"functions": [{"name": "f"}]}, "functions"),
        ({"function_call": "auto"}, "function_call"),
        ({"web_search_options": {}}, "web_search_options"),
        ({"moderation": {"model": "m"}}, "moderation"),
        ({"guided_json": {}}, "guided_json"),
        ({"reasoning_effort": "extreme"}, "reasoning_effort"),
        ({"stop": ["END", "\n"]}, "stop"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema.schema"),
        ({"tools": [{"type": "custom", "custom": {"name": "c"}}]}, "tools[0].type"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name"),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": 1}}]},
            "tools[0].function.parameters",
        ),
        ({"tool_choice": "any"}, "tool_choice"),
        ({"tool_choice": {"type": "allowed_tools", "allowed_tools": {}}}, "tool_choice.type"),
        ({"messages": "Hello"}, "messages"),
        ({"messages": [HELLO, {"role": "function", "content": "1"}]}, "messages[1].role"),
        ({"messages": [{"role": "tool", "content": "1"}]}, "messages[0].tool_call_id"),
        (part(type="input_audio", input_audio={}), "messages[0].content[0].type"),
        (part(type="text"), "messages[0].content[0].text"),
        (part(type="image_url", image_url={"url": "ftp://a/b.png"}), "messages[0].content[0].image_url.url"),
        (
            part(type="image_url", image_url={"url": "data:image/tiff;base64,AA=="}),
            "messages[0].content[0].image_url.url",
        ),
        (part(type="image_url", image_url={"url": "data:image/png,AA"}), "messages[0].content[0].image_url.url"),
        (part(type="file", file={"file_id": "file-1"}), "messages[0].content[0].file.file_id"),
        (part(type="file", file={"file_data": "data:text/csv;base64,AA=="}), "messages[0].content[0].file.file_data"),
        (part(type="file", file={"file_data": "data:text/plain;base64,?"}), "messages[0].content[0].file.file_data"),
        (
            {"messages": [{"role": "system", "content": [{"type": "image_url", "image_url": {"url": "https://a/b"}}]}]},
            "messages[0].content",
        ),
        (assistant(audio={"id": "a"}), "messages[0].audio"),
        (assistant(function_call={"name": "f", "arguments": ""}), "messages[0].function_call"),
        (call(type="custom"), "messages[0].tool_calls[0].type"),
        (call(function={"name": "f", "arguments": '{"a":'}), "messages[0].tool_calls[0].function.arguments"),
        (call(function={"name": "f", "arguments": "[1]"}), "messages[0].tool_calls[0].function.arguments"),
    ],
)
def test_what_anthropic_has_no_words_for_is_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(UntranslatableError) as raised:
        told_to_anthropic({"model": "m", "messages": [HELLO]} | said)
    assert raised.value.field == field


def block(**content: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [content]}]}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"top_k": 40}, "top_k"),
        ({"mcp_servers": []}, "mcp_servers"),
        ({"container": "c"}, "container"),
        ({"inference_geo": "eu"}, "inference_geo"),
        ({"output_config": {"format": {"type": "grammar"}}}, "output_config.format.type"),
        ({"tools": [{"type": "web_search_20250305", "name": "web_search"}]}, "tools[0].type"),
        ({"tools": [{"input_schema": {}}]}, "tools[0].name"),
        (
            {"tools": [{"name": "t", "input_schema": {}, "allowed_callers": ["code_execution_20260120"]}]},
            "tools[0].allowed_callers",
        ),
        ({"tool_choice": {"type": "every"}}, "tool_choice"),
        ({"system": [{"type": "image"}]}, "system[0].type"),
        ({"messages": [{"role": "tool", "content": ""}]}, "messages[0].role"),
        ({"messages": [HELLO, {"role": "assistant", "content": "The answer is"}]}, "messages[1]"),
        (block(type="image", source={"type": "file", "file_id": "f"}), "messages[0].content[0].source.type"),
        (
            block(type="document", source={"type": "url", "url": "https://a/b.pdf"}),
            "messages[0].content[0].source.type",
        ),
        (
            block(type="document", source={"type": "text", "data": "x"}, citations={"enabled": True}),
            "messages[0].content[0].citations",
        ),
        (block(type="search_result", content=[]), "messages[0].content[0].type"),
        (block(type="tool_result"), "messages[0].content[0].tool_use_id"),
        (
            block(type="tool_result", tool_use_id="t", content=[{"type": "tool_reference"}]),
            "messages[0].content[0].content[0].type",
        ),
        (
            {"messages": [{"role": "assistant", "content": [{"type": "server_tool_use", "id": "s"}]}, HELLO]},
            "messages[0].content[0].type",
        ),
    ],
)
def test_what_openai_has_no_words_for_is_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(UntranslatableError) as raised:
        told_to_openai({"model": "m", "max_tokens": 100, "messages": [HELLO]} | said)
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (b"{", "body", "is not JSON"),
        (b'{"model":"\xff"}', "body", "is not JSON"),
        (b"[" * 100_000, "body", "Expected `object`, got `array`"),
        (b'{"model":"m","messages":[],"user":' + b"[" * 100_000, "user", "Expected `str | null`, got `array`"),
        (b"[]", "body", "Expected `object`, got `array`"),
        (b'{"messages":[]}', "model", "is missing"),
        (b'{"model":"m","messages":[{}]}', "messages[0].role", "is missing"),
        (b'{"model":1,"messages":[]}', "model", "Expected `str`, got `int`"),
    ],
)
def test_a_body_of_another_shape_is_refused_with_its_place(body: bytes, field: str, message: str) -> None:
    with pytest.raises(UntranslatableError) as raised:
        to_anthropic(body, default_max_tokens=1)
    assert (raised.value.field, raised.value.message) == (field, message)


def test_bytes_that_are_no_text_are_refused_also_where_they_would_be_carried_over() -> None:
    body = b'{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","input":{"a":"\xff"}}]}]}'
    with pytest.raises(UntranslatableError, match="body: is not JSON"):
        to_openai(body)


def test_arguments_are_carried_over_as_they_were_written() -> None:
    written = '{"price":1.10,"big":123456789012345678901234567890,"huge":1e400}'
    request = {
        "model": "m",
        "messages": [HELLO, call(function={"name": "f", "arguments": written})["messages"][0], HELLO],
    }
    there = to_anthropic(json.dumps(request).encode(), default_max_tokens=10)
    assert f'"input":{written}'.encode() in there
    back = json.loads(to_openai(there))
    assert back["messages"][1]["tool_calls"][0]["function"]["arguments"] == written


def test_effort_is_named_to_models_that_think_adaptively() -> None:
    asked = {"model": "m", "messages": [HELLO], "reasoning_effort": "minimal", "max_tokens": 50}
    assert told_to_anthropic(asked, reasoning="adaptive") == {
        "model": "m",
        "max_tokens": 50,
        "messages": [HELLO],
        "thinking": {"type": "adaptive"},
        "output_config": {"effort": "low"},
    }


def test_the_maximum_of_tokens_goes_by_its_older_name_where_an_upstream_knows_only_that() -> None:
    asked = {"model": "m", "max_tokens": 50, "messages": [HELLO]}
    assert told_to_openai(asked, max_tokens_field="max_tokens") == asked


@pytest.mark.parametrize(
    ("options", "asks"),
    [
        ({}, False),
        ({"stream_options": None}, False),
        ({"stream_options": {"include_usage": False}}, False),
        ({"stream_options": {"include_usage": True}}, True),
    ],
)
def test_a_client_that_wants_usage_in_its_stream_is_recognised(options: dict[str, Any], *, asks: bool) -> None:
    assert asks_for_stream_usage(json.dumps({"model": "m", **options}).encode()) is asks


words = st.text(min_size=1).filter(lambda text: not text.isspace() and text.isprintable())
arguments = st.dictionaries(st.text(max_size=5), st.integers() | words, max_size=3).map(json.dumps)
calls = st.lists(
    st.tuples(st.from_regex(r"\A[a-zA-Z0-9_-]{1,20}\Z"), arguments), max_size=3, unique_by=lambda item: item[0]
)


@st.composite
def conversations(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Whole conversations in which a user and the model alternate, with tool calls and all their results."""
    told: list[dict[str, Any]] = [{"role": "system", "content": draw(words)}] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(0, 3))):
        told.append({"role": "user", "content": draw(words)})
        made = [{"id": i, "type": "function", "function": {"name": "f", "arguments": a}} for i, a in draw(calls)]
        if made:
            told.append({"role": "assistant", "content": draw(st.none() | words), "tool_calls": made})
            told += [{"role": "tool", "tool_call_id": one["id"], "content": draw(words)} for one in made]
        told.append({"role": "assistant", "content": draw(words)})
    return [*told, {"role": "user", "content": draw(words)}]


@given(conversations())
def test_a_conversation_told_to_anthropic_and_back_is_the_same(messages: list[dict[str, Any]]) -> None:
    there = to_anthropic(json.dumps({"model": "m", "messages": messages}).encode(), default_max_tokens=100)
    assert json.loads(to_openai(there))["messages"] == messages
