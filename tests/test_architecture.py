"""The rules of how Relaydesk is laid out, each as a check that fails with the place to mend. There is no allow-list."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "relaydesk"
PYTHON_FOLDERS = [SOURCE, ROOT / "tests", ROOT / "bench", ROOT / "tools"]
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_FOLDER_FILES, MAX_TYPESCRIPT_LINES = 400, 50, 12, 300
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base2"}
PUBLIC_FILES = {"api", "types", "errors"}
MODULE_FILES = {"routes", "jobs", "cli", "api", "service", "store", "tables", "schemas"}
PACKAGES = {"identity", "tasks", "gateway", "registry", "commerce", "assistants", "desk", "insight"}
PARTICIPLES = {"told", "asked", "given", "kept", "found", "theirs"}


def python_files(*folders: Path) -> list[Path]:
    """Without migrations: those are generated records of history, read once and never changed."""
    skipped = {"node_modules", "migrations"}
    return sorted(f for folder in folders for f in folder.rglob("*.py") if not skipped & set(f.parts))


def typescript_files() -> list[Path]:
    skipped = {"node_modules", "dist", "generated"}
    return sorted(
        f for f in (ROOT / "web").rglob("*.ts*") if f.suffix in {".ts", ".tsx"} and not skipped & set(f.parts)
    )


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def where(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def parsed(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in python_files(*folders):
        yield path, ast.parse(path.read_text())


def imported_modules(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name


def test_a_python_file_has_at_most_400_lines() -> None:
    assert [f"{where(f)} has {lines(f)}" for f in python_files(*PYTHON_FOLDERS) if lines(f) > MAX_FILE_LINES] == []


def test_a_typescript_file_has_at_most_300_lines() -> None:
    assert [f"{where(f)} has {lines(f)}" for f in typescript_files() if lines(f) > MAX_TYPESCRIPT_LINES] == []


def test_a_function_has_at_most_50_lines() -> None:
    offenders = [
        f"{where(path, node)} {node.name}"
        for path, tree in parsed(*PYTHON_FOLDERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert offenders == []


def test_a_folder_has_at_most_12_files() -> None:
    folders = {f.parent for f in python_files(SOURCE)}
    assert [str(d) for d in sorted(folders) if len(list(d.glob("*.py"))) > MAX_FOLDER_FILES] == []


def test_queries_are_written_in_stores() -> None:
    offenders = [
        where(path, node)
        for path, tree in parsed(SOURCE)
        if path.name != "store.py" and "kernel" not in path.parts and path.parent.name != "store"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "select"
    ]
    assert offenders == []


def test_only_the_kernel_commits() -> None:
    offenders = [
        where(path, node)
        for path, tree in parsed(SOURCE)
        if "kernel" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert offenders == []


def test_the_environment_is_read_in_settings_alone() -> None:
    offenders = [
        where(path, node)
        for path, tree in parsed(SOURCE)
        if path != SOURCE / "settings.py"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "environ")
        or (isinstance(node, ast.Name) and node.id == "getenv")
    ]
    assert offenders == []


def test_imports_stand_at_the_top() -> None:
    """Decision 10: a command imports what it runs when it runs."""
    commands = {SOURCE / name for name in ("__main__.py", "cli.py", "commerce/fake_shopify/cli.py")}
    offenders = [
        where(path, inner)
        for path, tree in parsed(*PYTHON_FOLDERS)
        if path not in commands
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert offenders == []


def test_http_exceptions_are_raised_in_the_kernel_alone() -> None:
    offenders = [
        where(path, node)
        for path, tree in parsed(SOURCE)
        if "kernel" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "HTTPException"
    ]
    assert offenders == []


def test_every_module_says_what_it_owns() -> None:
    assert [where(path) for path, tree in parsed(SOURCE) if tree.body and not ast.get_docstring(tree)] == []


def test_modules_are_nouns_a_user_would_say() -> None:
    names = {path: path.stem for path in python_files(SOURCE)} | {p.parent: p.parent.name for p in python_files(SOURCE)}
    assert [str(path) for path, name in names.items() if name in BANNED_NAMES] == []


def bound_names(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each variable, argument, attribute, function and class at the places that give it its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node, node.attr
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node, node.name


def test_a_name_says_what_it_is_not_what_was_done_with_it() -> None:
    """`found = await db.execute(...)` is `rows`, `asked` is `requested_tokens`, `kept` is `cached_answer`."""
    offenders = [
        f"{where(path, node)} {name}"
        for path, tree in parsed(SOURCE)
        for node, name in bound_names(tree)
        if name.strip("_").lower() in PARTICIPLES
    ]
    assert offenders == []


def test_packages_reach_each_other_through_api_types_and_errors_only() -> None:
    """`other.api`, `other.types` and `other.errors` are public; the rest of a package is its own."""
    offenders = []
    for path, tree in parsed(SOURCE):
        own = path.relative_to(SOURCE).parts[0]
        if own not in PACKAGES:
            continue
        for node, name in imported_modules(tree):
            parts = name.split(".")
            foreign = len(parts) > 2 and parts[0] == "relaydesk" and parts[1] in PACKAGES - {own}
            if foreign and not PUBLIC_FILES & set(parts[2:]):
                offenders.append(f"{where(path, node)} {name}")
    assert offenders == []


def test_every_module_folder_is_held_to_the_file_directions() -> None:
    """Each folder that holds a module's files is a container of the contract 'Files of a module point one way'."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = {c for contract in contracts for c in contract.get("containers", [])}
    folders = {f.parent for f in python_files(SOURCE) if f.stem in MODULE_FILES and f.parent != SOURCE}
    names = {"relaydesk." + ".".join(d.relative_to(SOURCE).parts) for d in folders}
    assert {n for n in names if not n.startswith(("relaydesk.kernel", "relaydesk.operate"))} - listed == set()


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_every_path_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text()
    named = re.findall(r"`((?:src|tests|docs|web|bench|tools|migrations|requirements|deploy|sdks)/[\w./-]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
