"""Whatever the product refuses has words in both languages of the console, filled in with what the refusal names."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic_core._pydantic_core import list_all_errors

import relaydesk
from relaydesk.desk import types as desk
from relaydesk.gateway.relay.rules.conditions import CAUSES
from relaydesk.gateway.relay.upstream.failure import FailureKind
from relaydesk.identity.types import ROLE_PERMISSIONS, SCOPE_PERMISSIONS
from relaydesk.kernel.errors import FieldTaken, RelaydeskError
from relaydesk.tasks import types as tasks

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "relaydesk"
LOCALES = ROOT / "web" / "console" / "src" / "locales"
LANGUAGES = ("en", "zh-CN")
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
FIELD = re.compile(r"\{(\w+)\}")
NESTED = re.compile(r"\$t\(problem\.([\w.]+)\)")
# what a person has on the screen before them, and knows by its name
IDS = re.compile(r"(^|_)id$|^session_name$|^assistant$")
# of Pydantic's: a parser's own English, a pattern or class of the source, and what the form shows or its words say
LEFT_OUT = {
    "error", "pattern", "class_name", "field_type", "actual_length", "expected_plural", "expected_schemes",
}  # fmt: skip


def _words(language: str) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads((LOCALES / f"{language}.json").read_text())["problem"]
    return problem


def _placeholders(text: str, words: dict[str, Any]) -> set[str]:
    """Those of a text and of those that it is made of."""
    names = set(PLACEHOLDER.findall(text))
    for key in NESTED.findall(text):
        part: Any = words
        for name in key.split("."):
            part = part[name]
        names |= _placeholders(part, words)
    return names


def _pydantic_types() -> dict[str, set[str]]:
    """With the fields that their messages name."""
    return {e["type"]: set(FIELD.findall(e["message_template_python"])) for e in list_all_errors()}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _is_field(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "Invalid.field"


def _is_note(call: ast.Call) -> bool:
    """What names a reason elsewhere, for `Invalid.field` or an answer to pass on."""
    return ast.unparse(call.func) in {
        "BadRuleError",
        "Reason.of",
        "UnreadableConfigError",
        "plan.note",
        "pattern",
        "_said",
    }


def _reason(call: ast.Call) -> str | None:
    """The type of a refusal that is raised here."""
    if _is_field(call) or _is_note(call):
        reasons = (k.value for k in call.keywords if k.arg == "reason")
        return next((str(r.value) for r in reasons if isinstance(r, ast.Constant)), None)
    is_ours = ast.unparse(call.func) == "PydanticCustomError"
    return str(ast.literal_eval(call.args[0])) if is_ours else None


def _bounds(call: ast.Call) -> set[str]:
    """What a refusal with a reason names beside it."""
    if _is_field(call) or _is_note(call):
        return {k.arg for k in call.keywords if k.arg is not None} - {"reason", "message"}
    context = next((part for part in call.args if isinstance(part, ast.Dict)), ast.Dict([], []))
    return {str(ast.literal_eval(key)) for key in context.keys if key is not None}


def _below(kind: type[RelaydeskError]) -> Iterator[type[RelaydeskError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _taken_codes() -> dict[str, str]:
    """By the reasons that they give at their fields."""
    _codes()  # imports all modules
    return {kind.code.lower(): kind.code for kind in _below(FieldTaken)}


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
    others = {"wrong_password", *_taken_codes(), *CAUSES}
    assert set(_words(language)["reason"]) - set(_pydantic_types()) == reasons | others


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_taken_value_is_told_at_its_field_in_the_words_of_its_code(language: str) -> None:
    words, codes = _words(language)["reason"], _taken_codes()
    assert {reason: words[reason] for reason in codes} == {r: f"$t(problem.code.{c})" for r, c in codes.items()}
    assert len(codes) == 14


def test_what_is_taken_is_refused_at_a_field() -> None:
    _codes()
    others = {"SessionAlreadyTaken"}  # nobody typed it
    taken = {kind.__name__ for kind in _below(RelaydeskError) if kind.__name__.endswith("Taken")}
    assert taken - {kind.__name__ for kind in _below(FieldTaken)} == others | {"FieldTaken"}


def test_a_refusal_whose_message_is_known_beforehand_gives_its_reason() -> None:
    without = [
        place
        for place, call in _calls()
        if _is_field(call) and isinstance(call.args[1], ast.Constant | ast.JoinedStr) and _reason(call) is None
    ]
    assert without == []


def test_each_pattern_of_the_wire_refuses_by_a_reason_of_its_own() -> None:
    without = [
        place
        for place, call in _calls()
        for word in call.keywords
        if word.arg == "pattern" and isinstance(word.value, ast.Constant) and "/settings.py" not in place
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
        code = max((one for one in codes if f"{key}_".startswith(f"{one}_")), key=len)  # some have words by a field
        assert set(PLACEHOLDER.findall(text)) - codes[code] == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_reason_name_each_bound_that_it_carries(language: str) -> None:
    words = _words(language)["reason"]
    for place, call in _calls():
        if (reason := _reason(call)) is not None:
            assert set(PLACEHOLDER.findall(words[reason])) == _bounds(call), f"{place} {reason}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_rule_acts_is_said_with_each_bound_that_the_english_names(language: str) -> None:
    words = _words(language)["reason"]
    named = {kind: set(PLACEHOLDER.findall(words[kind])) for kind in CAUSES}
    assert named == {kind: set(FIELD.findall(text)) for kind, text in CAUSES.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_in_which_an_attempt_fails_has_words(language: str) -> None:
    words = json.loads((LOCALES / f"{language}.json").read_text())["gateway"]["failure"]
    assert set(words) == {*get_args(FailureKind), "cancelled"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_code_name_each_fact_that_its_message_does_but_ids(language: str) -> None:
    words = _words(language)["code"]
    for code, fields in _codes().items():
        facts = {field for field in fields if not IDS.search(field)}
        texts = [words[key] for key in (code, *(f"{code}_{fact}" for fact in facts)) if key in words]
        assert facts - {name for text in texts for name in PLACEHOLDER.findall(text)} == set(), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_pydantics_types_name_each_of_their_bounds(language: str) -> None:
    fields, words = _pydantic_types(), _words(language)
    types = set(words["reason"]) & set(fields)
    assert len(types) == 46
    for kind in types:
        assert _placeholders(words["reason"][kind], words) == fields[kind] - LEFT_OUT, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_status_and_action_that_a_refusal_names_has_words(language: str) -> None:
    texts = json.loads((LOCALES / f"{language}.json").read_text())
    assert set(texts["problem"]["action"]) == {*desk.Action, *tasks.ACTIONS}
    assert {*desk.State} - set(texts["session"]) == set()
    assert {*tasks.Status} - set(texts["task"]["status"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_schedule_and_list_that_the_audit_log_names_has_words(language: str) -> None:
    names = {
        str(ast.literal_eval(call.keywords[0].value))
        for _, call in _calls()
        if ast.unparse(call.func) == "DeclaredSchedule"
    } | {
        str(call.args[3].value)
        for _, call in _calls()
        if ast.unparse(call.func) == "record_alone" and isinstance(call.args[3], ast.Constant)
    }
    words = json.loads((LOCALES / f"{language}.json").read_text())["audit"]["targetOf"]
    others = {"statistics", "tasks", "no_such_account"}  # by their group, their number, and of nobody
    assert {name.lower().replace(" ", "_") for name in names} | others == {
        word.removesuffix("_one") for word in words if not word.endswith("_other")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_that_the_relay_answers_with_has_words_in_the_log(language: str) -> None:
    codes = {
        str(call.args[1].value)
        for _, call in _calls()
        if ast.unparse(call.func) == "RelayError" and isinstance(call.args[1], ast.Constant)
    }
    words = json.loads((LOCALES / f"{language}.json").read_text())["gateway"]["errorCode"]
    assert codes - set(words) == set()
    assert len(codes) == 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_permission_that_a_refusal_names_has_words(language: str) -> None:
    permissions = frozenset().union(*ROLE_PERMISSIONS.values(), *SCOPE_PERMISSIONS.values())
    assert set(_paths(_words(language)["permission"])) == permissions


def _paths(texts: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, text in texts.items():
        if isinstance(text, dict):
            yield from _paths(text, f"{above}{name}.")
        else:
            yield f"{above}{name}"
