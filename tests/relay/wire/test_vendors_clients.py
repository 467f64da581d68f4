"""The vendors' own clients talk through the translation with an upstream of the other format, over real sockets."""

import json
from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest
from translating_server import Answer, TranslatingServer, translating_server
from wire_formats import GOLDEN, pair

WEATHER = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}


@pytest.fixture
def server() -> Iterator[TranslatingServer]:
    with translating_server() as running:
        yield running


@pytest.fixture
def openai_client(server: TranslatingServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="k", max_retries=0) as client:
        yield client


@pytest.fixture
def anthropic_client(server: TranslatingServer) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=server.url, api_key="k", max_retries=0) as client:
        yield client


def stream(folder: str, name: str) -> Answer:
    """An upstream's stream out of a golden pair."""
    return Answer((GOLDEN / folder / f"{name}.in.sse").read_bytes())


def message(*content: dict[str, Any], stop_reason: str = "end_turn") -> Answer:
    whole, _ = pair("answers_to_openai", "nothing_said")
    return Answer(json.dumps({**whole, "content": content, "stop_reason": stop_reason}).encode())


def completion(finish_reason: str = "stop", **said: Any) -> Answer:
    whole, _ = pair("answers_to_anthropic", "nothing_said")
    choice = {"index": 0, "message": {"role": "assistant", "content": None, **said}, "finish_reason": finish_reason}
    return Answer(json.dumps({**whole, "choices": [choice]}).encode())


def test_openais_client_calls_a_tool_of_its_own_through_anthropic(
    server: TranslatingServer, openai_client: openai.OpenAI
) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"place": "Rome"}}
    server.upstream = [message(use, stop_reason="tool_use"), message({"type": "text", "text": "Sunny in Rome."})]
    messages: list[Any] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Rome?"}]
    tools: list[Any] = [{"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}]

    first = openai_client.chat.completions.create(model="m", messages=messages, tools=tools, max_completion_tokens=50)
    assert first.choices[0].finish_reason == "tool_calls"
    messages.append(first.choices[0].message.to_dict())
    messages.append({"role": "tool", "tool_call_id": "toolu_1", "content": "Sunny"})
    second = openai_client.chat.completions.create(model="m", messages=messages, tools=tools, max_completion_tokens=50)

    assert second.choices[0].message.content == "Sunny in Rome."
    assert second.usage is not None
    assert (second.usage.prompt_tokens, second.usage.completion_tokens) == (10, 5)
    assert server.seen[1] == {
        "model": "m",
        "max_tokens": 50,
        "system": "Be brief.",
        "messages": [
            {"role": "user", "content": "Rome?"},
            {"role": "assistant", "content": [use]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "Sunny"}]},
        ],
        "tools": [{"name": "get_weather", "input_schema": WEATHER}],
    }


def test_openais_client_reads_a_stream_of_anthropic(server: TranslatingServer, openai_client: openai.OpenAI) -> None:
    server.upstream = [stream("streams_to_openai", "thinking_text_and_tool_calls")]
    with openai_client.chat.completions.stream(
        model="m", messages=[{"role": "user", "content": "Rome?"}], stream_options={"include_usage": True}
    ) as events:
        final = events.get_final_completion()
    told = final.choices[0].message
    assert (told.content, final.choices[0].finish_reason) == ("Let me look. And now:", "tool_calls")
    calls = [(c.id, c.function.name, c.function.arguments) for c in told.tool_calls or []]
    assert calls == [("toolu_1", "get_weather", '{"place": "Rome"}'), ("toolu_2", "now", "{}")]
    assert final.usage is not None
    assert final.usage.total_tokens == 15
    assert server.seen[0]["stream"] is True


def test_openais_client_raises_what_a_stream_of_anthropic_failed_with(
    server: TranslatingServer, openai_client: openai.OpenAI
) -> None:
    server.upstream = [stream("streams_to_openai", "an_error_in_the_middle")]
    chunks = openai_client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], stream=True)
    said = []
    with pytest.raises(openai.APIError, match="Overloaded"):
        said.extend(chunk.choices[0].delta.content for chunk in chunks)
    assert said == ["", "Once"]


@pytest.mark.parametrize(
    ("status", "kind", "raised"),
    [
        (400, "invalid_request_error", openai.BadRequestError),
        (401, "authentication_error", openai.AuthenticationError),
        (429, "rate_limit_error", openai.RateLimitError),
        (529, "overloaded_error", openai.InternalServerError),
    ],
)
def test_openais_client_raises_its_own_errors_for_anthropics(
    server: TranslatingServer, openai_client: openai.OpenAI, status: int, kind: str, raised: type[Exception]
) -> None:
    error = {"type": "error", "error": {"type": kind, "message": "Refused"}}
    server.upstream = [Answer(json.dumps(error).encode(), status)]
    with pytest.raises(raised, match="Refused"):
        openai_client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])


def test_anthropics_client_calls_a_tool_of_its_own_through_openai(
    server: TranslatingServer, anthropic_client: anthropic.Anthropic
) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"place":"Rome"}'}}
    server.upstream = [completion("tool_calls", tool_calls=[call]), completion(content="Sunny in Rome.")]
    messages: list[Any] = [{"role": "user", "content": "Rome?"}]
    tools: list[Any] = [{"name": "get_weather", "input_schema": WEATHER}]
    fixed: dict[str, Any] = {"model": "m", "max_tokens": 50, "system": "Be brief.", "tools": tools}

    first = anthropic_client.messages.create(messages=messages, **fixed)
    assert first.stop_reason == "tool_use"
    result = {"type": "tool_result", "tool_use_id": first.content[0].id, "content": "Sunny"}
    messages += [{"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    second = anthropic_client.messages.create(messages=messages, **fixed)

    assert [block.text for block in second.content] == ["Sunny in Rome."]
    assert (second.usage.input_tokens, second.usage.output_tokens) == (10, 5)
    assert server.seen[1] == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Rome?"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "call_1", "content": "Sunny"},
        ],
        "max_completion_tokens": 50,
        "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}],
    }


@pytest.mark.parametrize("name", ["thinking_text_and_tool_calls", "interleaved_tool_calls"])
def test_anthropics_client_reads_a_stream_of_openai(
    server: TranslatingServer, anthropic_client: anthropic.Anthropic, name: str
) -> None:
    server.upstream = [stream("streams_to_anthropic", name)]
    with anthropic_client.messages.stream(
        model="m", max_tokens=50, messages=[{"role": "user", "content": "Rome?"}]
    ) as events:
        final = events.get_final_message()
    blocks = {
        "thinking_text_and_tool_calls": [
            {"type": "thinking", "thinking": "Two places.", "signature": ""},
            {"type": "text", "text": "Let me look."},
            {"type": "tool_use", "id": "call_1", "name": "get_weather", "input": {"place": "Rome"}},
            {"type": "tool_use", "id": "call_2", "name": "now", "input": {}},
        ],
        "interleaved_tool_calls": [
            {"type": "tool_use", "id": "call_1", "name": "get_weather", "input": {"place": "Rome"}},
            {"type": "tool_use", "id": "call_2", "name": "get_weather", "input": {"place": "Oslo"}},
            {"type": "text", "text": "Both."},
        ],
    }
    assert [block.to_dict() for block in final.content] == blocks[name]
    assert (final.stop_reason, final.usage.input_tokens, final.usage.output_tokens) == ("tool_use", 10, 5)
    assert server.seen[0]["stream_options"] == {"include_usage": True}


def test_anthropics_client_raises_what_a_stream_of_openai_failed_with(
    server: TranslatingServer, anthropic_client: anthropic.Anthropic
) -> None:
    server.upstream = [stream("streams_to_anthropic", "an_error_in_the_middle")]
    with (
        anthropic_client.messages.stream(
            model="m", max_tokens=50, messages=[{"role": "user", "content": "Hi"}]
        ) as events,
        pytest.raises(anthropic.APIStatusError, match="Slow down"),
    ):
        events.get_final_message()


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (400, anthropic.BadRequestError),
        (401, anthropic.AuthenticationError),
        (429, anthropic.RateLimitError),
        (503, anthropic.InternalServerError),
    ],
)
def test_anthropics_client_raises_its_own_errors_for_openais(
    server: TranslatingServer, anthropic_client: anthropic.Anthropic, status: int, raised: type[Exception]
) -> None:
    server.upstream = [Answer(b'{"error":{"message":"Refused","type":"x","param":null,"code":null}}', status)]
    with pytest.raises(raised, match="Refused"):
        anthropic_client.messages.create(model="m", max_tokens=5, messages=[{"role": "user", "content": "Hi"}])
