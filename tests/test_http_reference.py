"""The table of HTTP's clauses (`docs/reference/http.md`) names tests that exist, in every row."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "reference" / "http.md"
NAMED = re.compile(r"`([a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")


def rows() -> list[str]:
    """Those of the tables, without their heads."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    return [line for line in lines if not line.startswith(("| clause |", "| --- |"))]


@cache
def names_in(path: str) -> frozenset[str]:
    file = ROOT / "tests" / path
    if not file.is_file():
        return frozenset()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.parse(file.read_text()).body if isinstance(node, functions))


def test_every_row_names_its_test_and_every_test_named_exists() -> None:
    named = [(row, NAMED.findall(row)) for row in rows()]
    assert len(named) > 50
    assert [row for row, tests in named if not tests] == []
    assert [f"{path}::{test}" for _, tests in named for path, test in tests if test not in names_in(path)] == []


def test_every_row_has_four_cells() -> None:
    assert [row for row in rows() if len(re.findall(r"(?<!\\)\|", row)) != 5] == []
