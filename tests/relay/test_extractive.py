"""The built-in model quotes what it was given, in the language of the question, and says when it has nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import AsyncOpenAI
from relay_kit import TOKEN, ask, relay_to

from relaydesk.gateway.extractive.answer import answer, best_sources
from relaydesk.gateway.extractive.chat import BASE_URL, MODEL, NAME, respond
from relaydesk.gateway.extractive.sources import Source, decode_sources, encode_sources
from relaydesk.gateway.extractive.words import tokens
from relaydesk.gateway.relay.snapshot import Route, Target, Upstream

BIKE = Source("p1", "City bike Luma", "A light city bike. Three gears and lights.", None, "499.00 EUR", available=True)
HELMET = Source("p2", "Kids helmet Pico", "For children from 3 to 7. Weighs 240 g.", None, "29.99 EUR", available=False)
RETURNS = Source("f1", "Returns", "Unused goods come back within 30 days. We pay the postage.", kind="article")
CHINESE = Source("p3", "儿童头盔", "适合三到七岁的儿童。重量240克。", None, "199.00 CNY", available=True)
SHELF = [BIKE, HELMET, RETURNS, CHINESE]


def said(question: str, sources: list[Source] | None = None) -> str:
    block = encode_sources(SHELF if sources is None else sources)
    return "".join(answer([{"role": "system", "content": f"Be kind.\n{block}"}, {"role": "user", "content": question}]))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Do you have helmets for my kids?", "Kids helmet Pico: 29.99 EUR. Out of stock at the moment."),
        ("A bike with lights", "City bike Luma: 499.00 EUR. In stock. A light city bike. Three gears and lights."),
        ("What about returns?", "Returns: Unused goods come back within 30 days."),
        ("儿童头盔多少钱？", "儿童头盔：199.00 CNY。有货。适合三到七岁的儿童。"),
        ("Is there a surfboard?", "I found nothing about that in the sources I have. A colleague may know more."),
        ("有没有冲浪板？", "在我掌握的资料中没有找到相关内容，可以请人工客服为您确认。"),
        ("", "I found nothing about that in the sources I have. A colleague may know more."),
    ],
)
def test_an_answer_quotes_the_best_source_in_the_language_of_the_question(question: str, expected: str) -> None:
    assert said(question) == expected


def test_several_matching_sources_are_listed() -> None:
    shelf = [Source(str(i), f"Road bike {name}") for i, name in enumerate(["Alma", "Bora", "Cima", "Dora"])]
    assert said("road bike", shelf) == (
        "Here is what I found:\n- Road bike Alma.\n- Road bike Bora.\n- Road bike Cima."
    )


def test_without_sources_it_says_what_it_is() -> None:
    told = "".join(answer([{"role": "user", "content": "Hello?"}]))
    assert told == "I am the built-in extractive model: I can only quote sources, and none came with this question."
    assert said("bike", []).startswith("I found nothing")


def test_the_last_question_counts_and_content_may_come_in_parts() -> None:
    system = {"role": "system", "content": encode_sources(SHELF)}
    parts = [{"type": "text", "text": "A helmet?"}, {"type": "image_url", "image_url": {"url": "x"}}]
    told = "".join(answer([system, {"role": "user", "content": "bike"}, {"role": "user", "content": parts}]))
    assert told.startswith("Kids helmet Pico")


@given(st.lists(st.builds(Source, id=st.text(), title=st.text(), text=st.text(), url=st.none() | st.text())))
def test_sources_survive_their_encoding_whatever_they_hold(sources: list[Source]) -> None:
    assert decode_sources(f"before ``` {encode_sources(sources)} after ```") == sources


@given(st.text(), st.lists(st.builds(Source, id=st.text(), title=st.text(), text=st.text()), max_size=5))
def test_any_question_gets_an_answer(question: str, sources: list[Source]) -> None:
    assert said(question, sources)
    assert {s.id for s in best_sources(tokens(question), sources)} <= {s.id for s in sources}


def test_what_it_cannot_read_is_a_400_in_openais_shape() -> None:
    status, _, body = respond("POST", b"/v1/chat/completions", b'{"messages": "no"}')
    assert (status, b'"param":"messages"' in b"".join(body)) == (400, True)
    assert respond("POST", b"/v1/embeddings", b"{}")[0] == 404


async def test_it_is_an_upstream_like_any_other(tmp_path: Path) -> None:
    builtin = Upstream(id=9, name="builtin", base_url=BASE_URL)
    route = Route(1, MODEL, (Target(9),))
    wiring = {"builtins": {NAME: respond}, "upstream_keys": [], "routes": [route]}
    messages = [{"role": "system", "content": encode_sources(SHELF)}, {"role": "user", "content": "A helmet?"}]
    async with relay_to(tmp_path, builtin, **wiring) as running:
        client = AsyncOpenAI(api_key=TOKEN, base_url=f"http://127.0.0.1:{running.port}/v1")
        async with client:
            whole = await client.chat.completions.create(model=MODEL, messages=messages)
            stream = await client.chat.completions.create(
                model=MODEL, messages=messages, stream=True, stream_options={"include_usage": True}
            )
            chunks = [chunk async for chunk in stream]
        direct = await ask(running.port, "/proxy/builtin/v1/models")
        records = await running.logged(3)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert text.startswith("Kids helmet Pico: 29.99 EUR.")
    assert chunks[-1].usage == whole.usage
    assert direct.json()["data"][0]["id"] == MODEL
    assert [r.end_reason for r in records] == ["done"] * 3
    assert records[0].tokens_out == records[1].tokens_out == whole.usage.completion_tokens
    assert [(a.upstream_id, a.key_id, a.status) for a in records[0].attempts] == [(9, None, 200)]
