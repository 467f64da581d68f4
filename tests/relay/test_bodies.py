"""Bodies in the log: their beginnings, without what looks like a secret, and only where the upstream asks for it."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from relay_kit import answer, ask, keys, relay_to, to_stub, upstream

from relaydesk.gateway.relay.accounting.redaction import redact

KEY = "sk-one"
HIDDEN = "[redacted]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"api_key": "abc", "n": 1}', '{"api_key": "[redacted]", "n": 1}'),
        ('{"Password":"a\\"b","x":2}', '{"Password":"[redacted]","x":2}'),
        ('{"access_token": 12345}', '{"access_token": "[redacted]"}'),
        ('{"max_tokens": 12345, "prompt_tokens": 3}', '{"max_tokens": 12345, "prompt_tokens": 3}'),
        ('{"client_secret": "cut off here', '{"client_secret": "[redacted]"'),
        ("a=1&password=hunter2&b=2", "a=1&password=[redacted]&b=2"),
        ("use sk-abcdefgh1234 now", "use [redacted] now"),
        ("rd_live_abcdefgh", HIDDEN),
        ("Authorization is Bearer abcdefgh.12345", "Authorization is [redacted]"),
        ("pay 4242 4242 4242 4242 today", "pay [redacted] today"),
        ("order 4242 4242 4242 4243 today", "order 4242 4242 4242 4243 today"),
        ("the upstream's own-key/value", "the upstream's [redacted]"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str, shown: str) -> None:
    assert redact(text, "own-key/value", limit=1000, is_cut=False) == shown


SECRET = "Up/x+y=0123456789"
CLIENT_KEY = "rd_0123456789abcdefghjkmnpqrstvwxyz01234567"


def _percent(text: str, level: int = 0) -> str:
    return "".join(f"%{'25' * level}{ord(character):02X}" for character in text)


def _unicode(text: str, backslashes: int = 1) -> str:
    return "".join("\\" * backslashes + f"u{ord(character):04x}" for character in text)


SPELLINGS = {
    "plain": lambda text: text,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "one character of JSON": lambda text: _unicode(text[0]) + text[1:],
    "all of JSON": _unicode,
    "JSON within JSON": lambda text: json.dumps(json.dumps(text.replace("/", "\\/"))),
    "escapes of JSON within JSON": lambda text: _unicode(text, 2),
    "one of a URL": lambda text: _percent(text[0]) + text[1:],
    "all of a URL": _percent,
    "a URL within a URL": lambda text: _percent(text, 1),
    "a URL within JSON": lambda text: _unicode("%") + _percent(text)[1:],
    "behind a word": lambda text: f"key_{text}",
    "behind a digit": lambda text: f"0{text}",
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("secret", [SECRET, CLIENT_KEY])
def test_a_known_secret_is_found_however_it_is_spelled(spell: Callable[[str], str], secret: str) -> None:
    spelled = spell(secret)
    assert len(spelled) >= len(secret)
    shown = redact(f'{{"a": "é {spelled} ü%2F", "b": 1}}', SECRET, limit=1000, is_cut=False)
    before = next((part for part in ("key_", "0") if spelled.startswith(part)), "")
    opening, closing = ('"\\"', '\\""') if spelled.startswith('"') else ("", "")
    assert shown == f'{{"a": "é {opening}{before}[redacted]{closing} ü%2F", "b": 1}}'
    cut = redact(f"{spelled} {spelled[: len(spelled) * 2 // 3]}", SECRET, limit=1000, is_cut=True)
    assert (cut.count(HIDDEN), secret[6:12].lower() in cut.lower()) == (2, False)


@pytest.mark.parametrize(
    "secret", ["tok%2Fab%41cdefgh", "41abcdef0123", 'ab"cd\\ef/ghijkl', "ab\\u0041cdefgh", "ab\\/cd%5Cu0072efgh"]
)
@pytest.mark.parametrize(
    "spell",
    [
        str,
        str.upper,
        lambda text: quote(text, safe=""),
        json.dumps,
        lambda text: json.dumps(json.dumps(text)),
        "%{}".format,
    ],
    ids=["plain", "in capitals", "of a URL", "of JSON", "of JSON within JSON", "behind a percent sign"],
)
def test_a_secret_that_holds_or_begins_like_an_escape_is_found(spell: Callable[[str], str], secret: str) -> None:
    shown = redact(f"a {spell(secret)} b", secret, limit=1000, is_cut=False)
    assert shown in {f"a {frame} b" for frame in (HIDDEN, f"%{HIDDEN}", f'"{HIDDEN}"', f'"\\"{HIDDEN}\\""')}


def test_a_secret_behind_what_looks_like_a_client_key_is_taken_out_with_it() -> None:
    secret = "abcdef0123456789wxyz"
    shown = redact(f"rd_{'0' * 30}{secret} b {secret} c", secret, limit=1000, is_cut=False)
    assert shown == f"{HIDDEN} b {HIDDEN} c"


def test_a_secret_of_four_thousand_characters_is_found_without_a_complaint(capfd: pytest.CaptureFixture[str]) -> None:
    secret = "q" * 2096 + "%41" * 666 + "/z"
    spelled = quote(secret, safe="")
    text = f"{'q' * 9000} {spelled} {secret.upper()} {spelled[:-2]}"
    assert redact(text, secret, limit=20_000, is_cut=True) == f"{'q' * 9000} {HIDDEN} {HIDDEN} {HIDDEN}"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("half", ["%", "%5", "%5C", "%5Cu00", "%255Cu007", "\\", "\\u005cu0", "\\u0025", "\\\\u00257"])
@pytest.mark.parametrize("part", [SECRET[:12], CLIENT_KEY[:30]])
def test_a_part_before_half_an_escape_at_the_cut_is_taken_out(half: str, part: str) -> None:
    shown = redact(f"a {part}{half}", SECRET, limit=1000, is_cut=True)
    assert (shown[: len(HIDDEN) + 2], half.startswith(shown[len(HIDDEN) + 2 :])) == (f"a {HIDDEN}", True)


def test_a_part_of_the_known_secret_at_the_cut_is_taken_out() -> None:
    assert redact("key own-key/va", "own-key/value", limit=1000, is_cut=True) == "key [redacted]"
    assert len(redact("x" * 5000, None, limit=100, is_cut=False)) == 100


async def test_bodies_are_kept_where_the_upstream_asks_and_no_secret_reaches_the_journal(tmp_path: Path) -> None:
    told = json.dumps({"echo": "the key is upstream-secret-1", "text": "héllo"}).encode()
    long = b'{"text": "' + b"x" * 40_000 + b'"}'
    packed = answer(200, gzip.compress(told), "Content-Type: application/json", "Content-Encoding: gzip")
    plain = answer(200, told, "Content-Type: application/json")
    image = answer(200, b"\x89PNG", "Content-Type: image/png")
    answers = [plain, packed, image, answer(200, long, "Content-Type: application/json")]
    for number, sent in enumerate(answers):
        async with (
            upstream(sent) as stub,
            relay_to(
                tmp_path / str(number), to_stub(stub, log_bodies=True), upstream_keys=keys("upstream-secret-1")
            ) as running,
        ):
            await ask(running.port, method="POST", body=b'{"password": "hunter2", "n": 1}')
            [record] = await running.logged(1)
            assert "hunter2" not in running.journal_text()
            assert "upstream-secret-1" not in running.journal_text()
        assert record.request_body == '{"password": "[redacted]", "n": 1}'
        shown = record.answer_body or ""
        if number < 2:
            assert json.loads(shown) == {"echo": "the key is [redacted]", "text": "héllo"}
        assert (number != 2) or shown == "[image/png]"
        assert (number != 3) or len(shown) == 16_384


async def test_without_being_asked_no_body_is_kept(tmp_path: Path) -> None:
    sent = answer(200, b'{"a": 1}', "Content-Type: application/json")
    async with upstream(sent) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port, method="POST", body=b'{"n": 1}')
        [record] = await running.logged(1)
    assert (record.request_body, record.answer_body) == (None, None)
