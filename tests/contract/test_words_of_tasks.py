"""Each kind of task and each schedule that comes with the installation has words in both languages of the console."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relaydesk.registry.errors import InferenceBatchGone
from relaydesk.tasks.types import FailureCode

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "relaydesk"
LOCALES = ROOT / "web" / "console" / "src" / "locales"
LANGUAGES = ("en", "zh-CN")


def _names(of: str) -> Iterator[str]:
    """Of all that is declared by this class."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == of:
                yield from (ast.literal_eval(one.value) for one in node.keywords if one.arg == "name")


def _locale(language: str) -> dict[str, Any]:
    return json.loads((LOCALES / f"{language}.json").read_text())  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_task_has_a_name_and_no_other_has(language: str) -> None:
    names = _locale(language)["task"]["kindOf"]
    assert set(names) == {kind.replace(".", "_", 1) for kind in _names("Kind")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_of_a_failure_has_words_and_no_other_has(language: str) -> None:
    assert set(_locale(language)["task"]["reasonOf"]) == {*FailureCode, InferenceBatchGone.code}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_declared_schedule_has_a_name_and_is_named_as_a_target(language: str) -> None:
    locale = _locale(language)
    schedules = set(_names("DeclaredSchedule"))
    assert set(locale["schedule"]["declared"]) == schedules
    assert {name.lower().replace(" ", "_") for name in schedules} <= set(locale["audit"]["targetOf"])
