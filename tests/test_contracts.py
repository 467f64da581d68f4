"""Every `Protocol` has a contract test: a port that is only tested beside production breaks in production."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _name(node: ast.expr) -> str:
    """`typing.Protocol`, `Protocol[T]` and `Protocol` are one; `asyncio.Protocol` is another thing."""
    node = node.value if isinstance(node, ast.Subscript) else node
    is_plain = isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and ast.unparse(node.value) == "typing")
    return ast.unparse(node).removeprefix("typing.") if is_plain else ""


def _protocols() -> set[tuple[str, str]]:
    """Module and name of each."""
    found = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(_name(base) == "Protocol" for base in node.bases):
                found.add((module, node.name))
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The protocols named by `@contract_of(…)` over tests, by where they are imported from."""
    imported = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and _name(mark.func) == "contract_of":
                    yield from (imported[_name(given)] for given in mark.args)


def test_every_protocol_has_a_contract_test() -> None:
    tested = {
        protocol
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "contract_of" in (text := path.read_text())
        for protocol in _marked(ast.parse(text))
    }
    assert _protocols() - tested == set()
