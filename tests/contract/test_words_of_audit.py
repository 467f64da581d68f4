"""Whatever the audit log notes has words in both languages of the console, and none has words that it never notes."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from relaydesk.desk.types import Action
from relaydesk.gateway.keys.types import Action as BulkAction
from relaydesk.tasks.types import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "relaydesk"
CONSOLE = ROOT / "web" / "console" / "src"
LANGUAGES = ("en", "zh-CN")
# what the placeholders of an action's name stand for
FILLED = {
    "f'session.{action.value}'": [f"session.{action.value}" for action in Action],
    "f'upstream_key.bulk_{action}'": [f"upstream_key.bulk_{action}" for action in get_args(BulkAction)],
    "f'upstream_key.{verb}'": [f"upstream_key.{verb}" for verb in ("created", "changed", "deleted")],
    "f'task.{action}'": [f"task.{action}" for action in ACTIONS],
    "f'task.bulk_{action}'": [f"task.bulk_{action}" for action in ACTIONS],
}


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield from ((path, node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def _actions() -> set[str]:
    kinds: dict[Path, list[str]] = {}
    for path, call in _calls():
        if ast.unparse(call.func) == "Resource":
            kind = next(keyword.value for keyword in call.keywords if keyword.arg == "kind")
            kinds.setdefault(path, []).append(ast.literal_eval(kind))
    actions = {f"{kind}.{verb}" for path in kinds for kind in kinds[path] for verb in ("created", "changed", "deleted")}
    for path, call in _calls():
        name = ast.unparse(call.func)
        if name.endswith("S.save"):
            actions.add(f"{kinds[path][0]}.{ast.literal_eval(call.args[3])}")
        elif name in ("record_audit", "record_alone") and path.name != "resources.py":
            actions.update(_noted(call.args[2]))
    return actions


def _noted(action: ast.expr) -> list[str]:
    """Nothing where audit/service.py hands on what it was given."""
    if isinstance(action, ast.Name):
        return []
    return FILLED[ast.unparse(action)] if isinstance(action, ast.JoinedStr) else [ast.literal_eval(action)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_action_of_the_audit_log_has_words_and_no_other(language: str) -> None:
    locale = json.loads((CONSOLE / "locales" / f"{language}.json").read_text())
    words = locale["audit"]["actionOf"]
    assert {f"{subject}.{verb}" for subject in words for verb in words[subject]} == _actions()


# their targets are called by themselves: a person who acts on themselves, a schedule, a conversation (whose visitor's
# name must not outlive it here), a request, a list
BY_ITSELF = re.compile(r"^(user\.(signed_|password_|refresh_)|schedule\.|session\.|request_log\.|audit\.|statistics\.)")
LISTS = {"'scripts'", "'upstream keys'", "f'{changed} upstream keys'", "f'{len(acted.done)} tasks'"}


def test_each_entry_of_the_audit_log_names_what_was_acted_on() -> None:
    without = []
    for path, call in _calls():
        if ast.unparse(call.func) not in {"record_audit", "record_alone"} or path.name == "resources.py":
            continue
        arguments = {keyword.arg for keyword in call.keywords}
        is_named = None in arguments or not arguments.isdisjoint({"name", "model", "email", "kind", "kinds"})
        actions = _noted(call.args[2])
        if not is_named and actions and not BY_ITSELF.match(actions[0]) and ast.unparse(call.args[3]) not in LISTS:
            without.append(f"{path.name}:{call.lineno}")
    assert without == []


# those that stand for a change, and an id beside the name of the same person
NO_FIELDS = {"before", "after", "changes", "outcome", "to_id"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_detail_that_the_audit_log_notes_has_words(language: str) -> None:
    words = json.loads((CONSOLE / "locales" / f"{language}.json").read_text())["audit"]["fieldOf"]
    names = {
        keyword.arg
        for _, call in _calls()
        if ast.unparse(call.func) in {"record_audit", "record_alone"}
        for keyword in call.keywords
        if keyword.arg
    }
    assert names - NO_FIELDS - set(words) == set()
