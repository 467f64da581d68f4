"""Whole answers told in the other format's words, judged by golden pairs and by the vendors' own types."""

import json
from typing import Any

import pytest
from anthropic.types import Message
from openai.types.chat import ChatCompletion
from wire_formats import golden, pair

from relaydesk.gateway.relay.wire.translate import answers
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError


@pytest.mark.parametrize("name", golden("answers_to_openai"))
def test_a_message_is_answered_as_a_chat_completion(name: str) -> None:
    asked, told = pair("answers_to_openai", name)
    Message.model_validate(asked)
    assert json.loads(answers.to_openai(json.dumps(asked).encode(), created=1_700_000_000)) == told
    ChatCompletion.model_validate(told)


@pytest.mark.parametrize("name", golden("answers_to_anthropic"))
def test_a_chat_completion_is_answered_as_a_message(name: str) -> None:
    asked, told = pair("answers_to_anthropic", name)
    ChatCompletion.model_validate(asked)
    assert json.loads(answers.to_anthropic(json.dumps(asked).encode())) == told
    Message.model_validate(told)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b'{"id":"m","model":"m","content":"Hi"}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_message_is_not_answered_from(body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        answers.to_openai(body, created=0)


def test_bytes_that_are_no_text_are_not_answered_from() -> None:
    with pytest.raises(UnreadableAnswerError):
        answers.to_openai(b'{"id":"m","model":"m","content":[{"type":"tool_use","input":{"a":"\xff"}}]}', created=0)


def completion(**message: Any) -> bytes:
    return json.dumps({"id": "c", "model": "m", "choices": [{"message": message, "finish_reason": "stop"}]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b'{"choices":[]}',
        completion(tool_calls=[{"id": "c", "function": {"name": "f", "arguments": '{"a":'}}]),
        completion(tool_calls=[{"id": "c", "function": {"name": "f", "arguments": "[]"}}]),
    ],
)
def test_what_is_no_chat_completion_is_not_answered_from(body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        answers.to_anthropic(body)


def test_an_id_survives_both_ways() -> None:
    assert answers.openai_id("msg_01") == "chatcmpl-01"
    assert answers.anthropic_id("chatcmpl-01") == "msg_01"
    assert answers.openai_id("run-7") == "chatcmpl-run-7"


@pytest.mark.parametrize("reason", ["stop", "length", "tool_calls", "content_filter"])
def test_a_finish_reason_survives_both_ways(reason: str) -> None:
    assert answers.finish_reason(answers.stop_reason(reason, calls=False, refused=False)) == reason


def test_reasons_that_are_not_known_yet_are_an_ordinary_end() -> None:
    assert answers.finish_reason("compaction") == "stop"
    assert answers.stop_reason("eos", calls=False, refused=False) == "end_turn"
