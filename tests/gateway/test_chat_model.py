"""The contract of whoever streams chat completions to assistants, the gateway's pipeline first."""

from typing import Any

import pytest
from fibers import contract_of
from harness import Stack
from scripted_model import ScriptedModel

from relaydesk.assistants.types import ChatModel
from relaydesk.gateway.extractive.chat import MODEL as BUILTIN_MODEL


@pytest.mark.parametrize("kind", ["gateway", "scripted"])
@contract_of(ChatModel)
async def test_a_chat_model_streams_chunks_of_openais_format(stack: Stack, client: Any, kind: str) -> None:
    await stack.gateway.refresh()
    model: ChatModel = stack.gateway if kind == "gateway" else ScriptedModel()
    body = {"model": BUILTIN_MODEL, "messages": [{"role": "user", "content": "Which bicycle is red?"}]}
    chunks = [chunk async for chunk in model.stream_chat(body, caller="assistant", request_id="r-1")]
    said = "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
    assert said
