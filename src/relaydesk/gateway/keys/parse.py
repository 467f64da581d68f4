"""What a text of keys holds: a list in any usual form, JSON or CSV. No database, no loop: it runs in a thread.

A list separates keys by line breaks, commas, semicolons or spaces. JSON is an array of texts. CSV has a heading that
names `key_value` (or `key`) and perhaps `name` and `weight`: the form for keys that hold a comma or a semicolon
themselves.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from relaydesk.gateway.types import Reason

MAX_SECRET = 4096
MAX_WEIGHT = 1_000_000
MAX_NAME = 200
SHOWN_PROBLEMS = 100
_KEY_COLUMNS = ("key_value", "key")
_NO_ARRAY = Reason.of("begins like JSON, but is no array of texts", reason="keys_no_array")
_NO_CSV = Reason.of("is no CSV", reason="keys_no_csv")
_BAD_WEIGHT = Reason.of(f"weight must be a number from 0 to {MAX_WEIGHT}", reason="key_weight", most=MAX_WEIGHT)
_SEPARATORS = re.compile(r"[\s,;]+")


class Entry(NamedTuple):
    """A key of the text, or why what stands there is none."""

    line: int
    secret: str
    name: str
    weight: int
    problem: Reason | None = None


class ParsedKeys(NamedTuple):
    """`entries` are by fingerprint, each key once; `problems` the first ones, never with a key in them."""

    entries: dict[bytes, Entry]
    repeated: int
    problems: list[tuple[int, Reason]]
    problem_count: int


def problem_of(secret: str) -> Reason | None:
    """What keeps a text from being sent as a header."""
    if not secret or len(secret) > MAX_SECRET:
        return Reason.of(f"must have 1 to {MAX_SECRET} characters", reason="secret_length", most=MAX_SECRET)
    if not secret.isascii() or not secret.isprintable() or secret != secret.strip():
        return Reason.of("must be printable ASCII without spaces around it", reason="secret_characters")
    return None


def find_keys(text: str, weight: int, fingerprint: Callable[[str], bytes]) -> ParsedKeys:
    """Each key of a text; those without a weight of their own get this one."""
    entries: dict[bytes, Entry] = {}
    problems: list[tuple[int, Reason]] = []
    repeated = problem_count = 0
    for entry in _read(text.lstrip("\ufeff"), weight):
        problem = entry.problem or problem_of(entry.secret)
        if problem:
            problem_count += 1
            if len(problems) < SHOWN_PROBLEMS:
                problems.append((entry.line, problem))
        elif (digest := fingerprint(entry.secret)) in entries:
            repeated += 1
        else:
            entries[digest] = entry
    return ParsedKeys(entries, repeated, problems, problem_count)


def _read(text: str, weight: int) -> Iterator[Entry]:
    if text.lstrip()[:1] == "[":
        return _read_json(text, weight)
    if any(column in _KEY_COLUMNS for column in _heading(text)):
        return _read_csv(text, weight)
    return _read_list(text, weight)


def _heading(text: str) -> list[str]:
    """The names in the first line, if it is one of CSV."""
    return [name.strip().strip('"').lower() for name in text.split("\n", 1)[0].split(",")]


def _read_list(text: str, weight: int) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        for secret in _SEPARATORS.split(line):
            if secret:
                yield Entry(number, secret, "", weight)


def _read_json(text: str, weight: int) -> Iterator[Entry]:
    try:
        secrets = msgspec.json.decode(text, type=list[str])
    except msgspec.DecodeError:
        yield Entry(1, "", "", weight, _NO_ARRAY)
        return
    for number, secret in enumerate(secrets, 1):
        yield Entry(number, secret.strip(), "", weight)


def _read_csv(text: str, weight: int) -> Iterator[Entry]:
    reader = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or []]
    column = next((name for name in _KEY_COLUMNS if name in reader.fieldnames), _KEY_COLUMNS[0])
    rows = iter(reader)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Entry(reader.line_num, "", "", weight, _NO_CSV)
            return
        weight_text = (row.get("weight") or "").strip()
        if weight_text and not (weight_text.isascii() and weight_text.isdigit() and int(weight_text) <= MAX_WEIGHT):
            yield Entry(reader.line_num, "", "", weight, _BAD_WEIGHT)
            continue
        name = (row.get("name") or "").strip()[:MAX_NAME]
        secret = (row.get(column) or "").strip()
        yield Entry(reader.line_num, secret, name, int(weight_text) if weight_text else weight)
