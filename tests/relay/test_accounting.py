"""What requests used and cost: tokens and models read off answers of all formats, prices found and multiplied."""

import asyncio
import json
import tracemalloc
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_kit import Seen, answer, ask, relay_to, to_stub, upstream

from relaydesk.gateway.relay.accounting.prices import PriceList, cost_nanos
from relaydesk.gateway.relay.accounting.tail import StreamTail, Tail
from relaydesk.gateway.relay.snapshot import Price, Route, Target
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

JSON = "Content-Type: application/json"
CHAT = {"prompt_tokens": 100, "completion_tokens": 7}
MESSAGE = {"input_tokens": 10, "output_tokens": 1, "cache_read_input_tokens": 200, "cache_creation_input_tokens": 30}
RESPONSE = {"input_tokens": 50, "output_tokens": 5, "input_tokens_details": {"cached_tokens": 20}}


def events(*contents: object) -> bytes:
    return b"".join(b"data: %s\n\n" % json.dumps(c).encode() for c in contents)


def read(kind: str, body: bytes, piece: int = 1000) -> tuple[Tokens | None, str | None] | None:
    tail = StreamTail() if kind == "events" else Tail()
    for at in range(0, len(body), piece):
        tail.add(body[at : at + piece])
    return tail.named()


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        (CHAT, Tokens(100, 7)),
        ({**CHAT, "prompt_tokens_details": {"cached_tokens": 60}}, Tokens(100, 7, 60)),
        ({**CHAT, "prompt_cache_hit_tokens": 64}, Tokens(100, 7, 64)),
        ({"prompt_tokens": 5, "total_tokens": 5}, Tokens(5, 0)),
        (MESSAGE, Tokens(240, 1, 200, 30)),
        (RESPONSE, Tokens(50, 5, 20)),
        ({"seconds": 3}, None),
        ({"prompt_tokens": -5}, None),
        ({"prompt_tokens": 2**60}, None),
    ],
)
def test_tokens_of_a_whole_answer(usage: dict[str, Any], tokens: Tokens | None) -> None:
    assert read("json", json.dumps({"model": "m", "usage": usage}).encode()) == (tokens, "m")


@pytest.mark.parametrize(
    "body",
    [
        b'{"usage": "unlimited"}',
        b'{"usage": null}',
        b"usage",
        b'{"text": "\\"usage\\": {}"}',
        b"[" * 100_000 + b'"usage"',
        b'{"model": "m", "usage": {"prompt_tokens": 1}, "text": "' + b"x" * 300_000 + b'"}',
    ],
)
def test_an_answer_that_cannot_be_read_names_nothing(body: bytes) -> None:
    assert read("json", body) is None


@pytest.mark.parametrize("model", [17, None, "", "m" * 201])
def test_a_model_that_is_no_name_is_left_out(model: object) -> None:
    assert read("json", json.dumps({"model": model, "usage": CHAT}).encode()) == (Tokens(100, 7), None)


TEXT = [{"type": "content_block_delta", "delta": {"text": 'He said "usage": {"input_tokens": 9} ' * 20}}] * 100
START = {"type": "message_start", "message": {"model": "claude-x", "usage": MESSAGE}}


@pytest.mark.parametrize("piece", [1, 17, 1000, 100_000])
@pytest.mark.parametrize("between", [TEXT[:2], TEXT])
def test_tokens_of_streams(between: list[object], piece: int) -> None:
    chunks = [{"model": "gpt-x", "choices": [], "usage": None}, *between, {"model": "gpt-x", "usage": CHAT}]
    assert read("events", events(*chunks) + b"data: [DONE]\n\n", piece) == (Tokens(100, 7), "gpt-x")
    told_at_the_end = {"type": "message_delta", "usage": {"output_tokens": 42}}
    message = events(START, *between, told_at_the_end, {"type": "message_stop"})
    assert read("events", message, piece) == (Tokens(240, 42, 200, 30), "claude-x")
    output = [{"text": json.dumps(TEXT[0])}] * len(between)
    done = {"model": "gpt-r", "output": output, "usage": RESPONSE, "user": None}
    response = [{"type": "response.created", "response": {"model": "gpt-r"}}, *between]
    assert read("events", events(*response, {"response": done}), piece) == (Tokens(50, 5, 20), "gpt-r")


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\r\r", b"\r\r\n", b"\n\r\n", b"\r\n\n", b"\n\r"])
@pytest.mark.parametrize("piece", [1, 30, 1000, 100_000])
def test_any_line_ends_and_counts_that_are_not_the_last_event_are_read(end: bytes, piece: int) -> None:
    chunks = [5, {"model": "gpt-x", "usage": CHAT}, {"choices": [], "usage": None}, {"choices": []}]
    assert read("events", events(*chunks).replace(b"\n\n", end), piece) == (Tokens(100, 7), "gpt-x")
    message = [None, START, *TEXT, {"type": "message_delta", "usage": {"output_tokens": 42}}, {"type": "message_stop"}]
    expected = (Tokens(240, 42, 200, 30), "claude-x")
    assert read("events", events(*message).replace(b"\n\n", end), piece) == expected


@pytest.mark.parametrize(("end", "tokens"), [(b"\n\n", 1994), (b"\r\r", 1994), (b"\r\n\r\n", 1989)])
def test_two_thousand_words_are_guessed_whatever_ends_their_lines(end: bytes, tokens: int) -> None:
    event = events({"choices": [{"delta": {"content": "word"}}]}).replace(b"\n\n", end)
    tail = StreamTail()
    for _ in range(2000):
        tail.add(event)
    assert tail.guessed_output(2000 * len(event)) == tokens


@pytest.mark.parametrize("piece", [1, 1000, 1 << 20])
@pytest.mark.parametrize(
    "error",
    [
        events({"error": {"message": "e" * 100_000, "code": "x"}}),
        events({"id": "1", "choices": [], "error": {"message": "e" * 100_000}}),
        b"event: error\n" + events({"type": "error", "error": {"message": "e" * 100_000}}),
        events({"error": {"message": "e" * 100_000}})[:-10],  # cut off
        events({"error": {"message": "short"}}),
        events({"type": "response.failed", "response": {"error": {"message": "e" * 100_000}}}),
    ],
)
def test_what_a_stream_says_of_its_failure_is_no_answer(error: bytes, piece: int) -> None:
    word = events({"choices": [{"delta": {"content": 'an "error": {} of text'}}]})
    for said in (b"", word * 200):
        answer, failed = StreamTail(), StreamTail()
        stream = said + error + b"\n\ndata: [DONE]\n\n"
        for tail, body in ((answer, said), (failed, stream)):
            for at in range(0, len(body), piece):
                tail.add(body[at : at + piece])
        # where no piece ends with an event, an answer is taken by parts: a guess of it is a little other
        tolerance = 0.01 if piece == 1 else 0
        assert failed.guessed_output(len(stream)) == pytest.approx(answer.guessed_output(len(said)), rel=tolerance)


@pytest.mark.parametrize("piece", [17, 1 << 20])
@pytest.mark.parametrize(
    "empty",
    [
        {"error": ""},
        {"error": {}},
        {"error": None},
        {"delta": {"type": "error", "error": "none"}},
        {"choices": [{"error": {"code": 0}}]},
    ],
)
def test_an_event_that_names_an_error_and_has_none_is_part_of_the_answer(empty: dict[str, object], piece: int) -> None:
    word = {"choices": [{"delta": {"content": "word"}}]}
    stream = events(empty, *[{**word, **empty, "choices": word["choices"]}] * 200)
    tail = StreamTail()
    for at in range(0, len(stream), piece):
        tail.add(stream[at : at + piece])
    assert tail.guessed_output(len(stream)) > 150


def test_one_short_event_does_not_speak_for_long_ones_before_it() -> None:
    """The beginning that is kept ends behind it: of the last 2 KB it is the only event that is whole."""
    long, short = ({"choices": [{"delta": {"content": text}}]} for text in ("word" * 470, "x"))
    beginning = events(long, long, short)
    tail = StreamTail()
    tail.add(beginning + b"data: {")
    assert len(beginning) < 4096 < 3 * len(events(long))
    assert tail.guessed_output(100_000) == 23_750


def test_a_long_stream_is_not_kept() -> None:
    """Counted in bytes of the pieces that the tail still holds, in whichever way they are cut."""
    event = events({"choices": [{"delta": {"content": "word"}}], "usage": None})
    for cut in (len(event), 7, 3 * len(event) + 5):
        tail = StreamTail()
        body = event * 2000
        pieces = [body[at : at + cut] for at in range(0, len(body), cut)]
        tracemalloc.start()
        for piece in pieces:
            tail.add(bytes(bytearray(piece)))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held < 8 * 1024
        assert tail.named() is None


def test_a_stream_that_names_nothing_names_nothing() -> None:
    assert read("events", events(*TEXT)) is None
    assert read("events", b'data: {"usage": {"prompt_tok') is None


def price(model: str, upstream_id: int | None = None, micros: int = 1) -> Price:
    return Price(model, "USD", micros, micros, None, upstream_id)


def test_upstream_and_model_come_before_the_model_and_that_before_the_longest_beginning() -> None:
    here, exact, longer, shorter = price("gpt-x", 1), price("gpt-x"), price("gpt-*"), price("g*")
    longer_here, everything = price("gpt-*", 2), price("*", 9)
    found = PriceList([shorter, longer, everything, longer_here, exact, here]).find
    assert [found(1, "gpt-x"), found(2, "gpt-x")] == [here, exact]
    assert [found(1, "gpt-y"), found(2, "gpt-y"), found(1, "go")] == [longer, longer_here, shorter]
    assert [found(9, "other"), found(1, "other"), found(1, "")] == [everything, None, None]


@given(
    st.lists(st.tuples(st.text("ab", max_size=3), st.booleans(), st.sampled_from([None, 1, 2])), unique=True),
    st.sampled_from([1, 2]),
    st.text("ab", max_size=4),
)
def test_the_price_found_is_the_first_by_the_order_of_all_that_fit(
    given_prices: list[tuple[str, bool, int | None]], upstream_id: int, model: str
) -> None:
    prices = [price(name + "*" * is_prefix, at) for name, is_prefix, at in given_prices]

    def fits(p: Price) -> bool:
        same = model.startswith(p.model[:-1]) if p.model.endswith("*") else model == p.model
        return same and p.upstream_id in (None, upstream_id)

    fitting = sorted(filter(fits, prices), key=lambda p: (p.model.endswith("*"), -len(p.model), p.upstream_id is None))
    listed = PriceList(prices)
    assert listed.find(upstream_id, model) == listed.find(upstream_id, model) == (fitting[0] if fitting else None)


counts = st.integers(0, 2**40)


@given(counts, counts, counts, counts, counts, st.none() | counts)
def test_a_cost_is_the_exact_sum_half_up(
    read_in: int, cached: int, written: int, input_micros: int, output_micros: int, cached_micros: int | None
) -> None:
    cost = cost_nanos(Price("m", "USD", input_micros, output_micros, cached_micros), Tokens(read_in, written, cached))
    from_cache = min(read_in, cached)
    micros = Fraction(
        (read_in - from_cache) * input_micros
        + from_cache * (input_micros if cached_micros is None else cached_micros)
        + written * output_micros,
        1_000_000,
    )
    assert 0 <= Fraction(cost) - (micros * 1000 - Fraction(1, 2)) <= 1
    assert cost - micros * 1000 != Fraction(-1, 2)


PRICES = [
    Price("gpt-x", "EUR", 2_000_000, 8_000_000, 500_000),
    Price("theirs", "USD", 1_000_000, 1_000_000),
    Price("claude-*", "USD", 3_000_000, 15_000_000),
]


async def test_a_request_has_its_cost_and_where_it_named_no_model_that_of_the_answer(tmp_path: Path) -> None:
    async def provider(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if seen.target == "/stream":
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            sent = events(START, {"type": "message_delta", "usage": {"output_tokens": 2}})
            writer.write(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(sent), sent))
            return
        asked = json.loads(seen.body)
        usage = {**CHAT, "prompt_tokens_details": {"cached_tokens": 60}}
        told = {"model": asked["model"] + "-2026", "choices": [], "usage": usage if asked.get("n") != 0 else None}
        writer.write(answer(200, json.dumps(told).encode(), JSON))

    routes = [Route(1, "ours", (Target(1, "theirs"),)), Route(2, "gpt-x", (Target(1),)), Route(3, "free", (Target(1),))]
    async with (
        upstream(provider) as stub,
        relay_to(tmp_path, to_stub(stub), routes=routes, prices=PRICES) as running,
    ):
        for model in ("gpt-x", "ours", "free"):
            await ask(running.port, "/v1/chat/completions", method="POST", body=json.dumps({"model": model}).encode())
        await ask(running.port, "/proxy/stub/x", method="POST", body=b'{"model": "claude-y"}')
        await ask(running.port, "/proxy/stub/stream", method="POST", body=b"{}")
        await ask(running.port, "/proxy/stub/x", method="POST", body=b'{"model": "claude-y", "n": 0}')
        records = await running.logged(6)
    assert [(r.model, r.cost_nanos, r.currency) for r in records] == [
        ("gpt-x", 40 * 2000 + 60 * 500 + 7 * 8000, "EUR"),
        ("ours", 107 * 1000, "USD"),
        ("free", None, None),
        ("claude-y-2026", 100 * 3000 + 7 * 15_000, "USD"),
        ("claude-x", 240 * 3000 + 2 * 15_000, "USD"),
        (None, None, None),
    ]
