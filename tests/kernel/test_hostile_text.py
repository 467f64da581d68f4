"""What strangers send meets matching whose time grows no faster than its length."""

import json
import time
from collections.abc import Callable

import pytest

from relaydesk.assistants.turns.person_phrases import asks_for_person
from relaydesk.commerce.catalogue.terms import indexed, matched_sentence, read_question
from relaydesk.gateway.extractive.chat import respond
from relaydesk.gateway.extractive.sources import Source, encode_sources
from relaydesk.gateway.imports.litellm import UnreadableConfigError, read_config
from relaydesk.gateway.relay.accounting.redaction import redact
from relaydesk.kernel.observe.logging import LONGEST_TEXT, REDACTED, redact_text
from relaydesk.tasks.types import FailureCode

SHAPES = [
    "a",
    " ",
    "\t\n",
    "1",
    "1,",
    "under ",
    "1 1 ",
    "a.",
    "a@",
    "a@a.",
    "://a:",
    "bearer ",
    "eyJaaaaaaaaa.",
    "中",
    "[",
    "a: &a\n",
    "1:",
    "- ",
    "\\u005c",
    "%25",
]


def _read(text: str) -> object:
    try:
        return read_config(text, {})
    except UnreadableConfigError as error:
        return error


def _answered(text: str) -> int:
    """The built-in model, with such a text as question and as the text of its sources."""
    half = text[: len(text) // 2]
    said = f"```sources\n{half}\n```"
    sources = encode_sources([Source(id="1", title="bike", text=half)] * 3)
    messages = [{"role": "system", "content": said}, {"role": "system", "content": sources}]
    body = json.dumps({"messages": [*messages, {"role": "user", "content": half}]}).encode()
    return sum(map(len, respond("POST", b"/v1/chat/completions", body)[2]))


MATCHERS: dict[str, Callable[[str], object]] = {
    "redact_text": redact_text,
    "read_question": read_question,
    "asks_for_person": asks_for_person,
    "indexed": indexed,
    "matched_sentence": lambda text: matched_sentence(text, ("bike", "red")),
    "read_config": _read,
    "redact": lambda text: redact(text, "sk-live/abc+def=0123456789", limit=len(text), is_cut=True),
    "the built-in model": _answered,
}
SMALL, TIMES, NOISE_S = 16 * 1024, 8, 0.05


def _cpu_s(matcher: Callable[[str], object], text: str) -> float:
    """The best of three: the machine may be busy."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        matcher(text)
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize("name", MATCHERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_eight_times_the_text_takes_far_less_than_sixty_four_times_as_long(name: str, shape: str) -> None:
    matcher = MATCHERS[name]
    small, large = (shape * (size // len(shape)) for size in (SMALL, SMALL * TIMES))
    assert _cpu_s(matcher, large + "!") < 3 * TIMES * _cpu_s(matcher, small + "!") + NOISE_S


@pytest.mark.parametrize("blank", [" ", "\t", "　", "\n "])
def test_a_question_full_of_blanks_is_read_at_once(blank: str) -> None:
    text = "under " + blank * 900 + "5" + blank * 80 + "x"
    assert _cpu_s(read_question, text) < NOISE_S
    assert read_question(f"bikes under{blank}$ 500").max_price == 500


def test_what_is_logged_is_redacted_and_cut() -> None:
    said = redact_text("postgresql://me:hidden@db.example/x from someone@shop.example with Bearer abcdefghijk")
    assert said == f"postgresql://{REDACTED}@db.example/x from {REDACTED} with {REDACTED}"
    assert redact_text("x" * (LONGEST_TEXT + 5)) == "x" * LONGEST_TEXT + "… (5 characters more)"
    assert redact_text("a lone \ud800 surrogate") == "a lone ? surrogate"
    assert redact_text(FailureCode.TIMED_OUT) == "TIMED_OUT"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        "a: &a {x: 1}\n" + "".join(f"b{n}: *a\n" for n in range(3000)),
        "l0: &l0 {k: v}\n" + "".join(f"l{n}: &l{n} {{<<: [{', '.join([f'*l{n - 1}'] * 20)}]}}\n" for n in range(1, 9)),
    ],
)
def test_a_configuration_that_explodes_is_refused(text: str) -> None:
    with pytest.raises(UnreadableConfigError, match=r"nested too deep|merges too much|is not YAML"):
        read_config(text, {})
