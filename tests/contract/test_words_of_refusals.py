"""Whatever the product refuses has words in both languages of the console, filled in with what the refusal names."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import relaydesk
from relaydesk.kernel.errors import RelaydeskError

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "relaydesk"
LOCALES = ROOT / "web" / "console" / "src" / "locales"
LANGUAGES = ("en", "zh-CN")
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
FIELD = re.compile(r"\{(\w+)\}")


def _words(language: str) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads((LOCALES / f"{language}.json").read_text())["problem"]
    return problem


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _is_field(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "Invalid.field"


def _reason(call: ast.Call) -> str | None:
    """The type of a refusal that is raised here."""
    if _is_field(call):
        return next((str(ast.literal_eval(k.value)) for k in call.keywords if k.arg == "reason"), None)
    is_ours = ast.unparse(call.func) == "PydanticCustomError"
    return str(ast.literal_eval(call.args[0])) if is_ours else None


def _codes() -> dict[str, set[str]]:
    """Each code, with the fields that the messages of its errors name."""
    for module in pkgutil.walk_packages(relaydesk.__path__, "relaydesk."):
        if not module.name.startswith(("relaydesk.migrations", "relaydesk.__main__")):
            importlib.import_module(module.name)
    codes: dict[str, set[str]] = {}
    left = [RelaydeskError]
    while left:
        kind = left.pop()
        left += [one for one in kind.__subclasses__() if one.__module__.startswith("relaydesk.")]
        line = (inspect.getdoc(kind) or "").split("\n", maxsplit=1)[0]
        codes.setdefault(kind.code, set()).update(FIELD.findall(line))
    return codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_that_is_given_has_words_and_no_words_are_left_over(language: str) -> None:
    reasons = {reason for _, call in _calls() if (reason := _reason(call)) is not None}
    assert set(_words(language)["reason"]) == reasons | {"wrong_password"}


def test_a_refusal_whose_message_is_known_beforehand_gives_its_reason() -> None:
    without = [
        place
        for place, call in _calls()
        if _is_field(call) and isinstance(call.args[1], ast.Constant | ast.JoinedStr) and _reason(call) is None
    ]
    assert without == []


def test_schemas_refuse_by_a_reason_of_their_own() -> None:
    without = [
        place
        for place, call in _calls()
        if place.split(":")[0].endswith("schemas.py") and ast.unparse(call.func) in {"ValueError", "AssertionError"}
    ]
    assert without == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_words_which_name_only_what_the_error_does(language: str) -> None:
    words, codes = _words(language)["code"], _codes()
    assert set(codes) - set(words) == set()
    for key, text in words.items():
        code = key if key in codes else key.partition("_")[0]
        assert set(PLACEHOLDER.findall(text)) - codes[code] == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_that_the_relay_answers_with_has_words_in_the_log(language: str) -> None:
    codes = {
        str(call.args[1].value)
        for _, call in _calls()
        if ast.unparse(call.func) == "RelayError" and isinstance(call.args[1], ast.Constant)
    }
    words = json.loads((LOCALES / f"{language}.json").read_text())["gateway"]["errorCode"]
    assert codes - set(words) == set()
    assert len(codes) == 27
