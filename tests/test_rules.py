"""The rules of test_architecture.py and the import contracts catch what they are for: a planted violation of each."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOC = '"""Owns a planted module."""\n'
PLANTED = {
    "test_a_python_file_has_at_most_400_lines": ("src/relaydesk/tasks/long.py", DOC + "x = 1\n" * 400),
    "test_a_typescript_file_has_at_most_300_lines": ("web/console/src/long.ts", "x;\n" * 301),
    "test_a_function_has_at_most_50_lines": (
        "src/relaydesk/tasks/long.py",
        DOC + "def f():\n" + "    x = 1\n" * 50,
    ),
    "test_queries_are_written_in_stores": ("src/relaydesk/tasks/service.py", DOC + "rows = select(1)\n"),
    "test_only_the_kernel_commits": ("src/relaydesk/tasks/service.py", DOC + "db.commit()\n"),
    "test_the_environment_is_read_in_settings_alone": ("src/relaydesk/tasks/x.py", DOC + "import os\nos.environ\n"),
    "test_imports_stand_at_the_top": ("src/relaydesk/tasks/x.py", DOC + "def f():\n    import os\n"),
    "test_http_exceptions_are_raised_in_the_kernel_alone": ("src/relaydesk/tasks/x.py", DOC + "HTTPException\n"),
    "test_every_module_says_what_it_owns": ("src/relaydesk/tasks/x.py", "x = 1\n"),
    "test_a_name_says_what_it_is_not_what_was_done_with_it": ("src/relaydesk/tasks/x.py", DOC + "found = 1\n"),
    "test_modules_are_nouns_a_user_would_say": ("src/relaydesk/tasks/utils.py", DOC),
    "test_packages_reach_each_other_through_api_types_and_errors_only": (
        "src/relaydesk/tasks/x.py",
        DOC + "from relaydesk.identity.users import service\n",
    ),
    "test_every_module_folder_is_held_to_the_file_directions": ("src/relaydesk/tasks/planted/service.py", DOC),
}
CONTRACTS = {
    "Packages point one way": ("kernel/ids.py", "import relaydesk.identity.types"),
    "Siblings do not form cycles": ("kernel/crypto.py", "import relaydesk.identity.types"),
    "The relay is free of frameworks": ("gateway/relay/limit.py", "import fastapi"),
    "Settings are read at the top and handed down": ("identity/types.py", "import relaydesk.settings"),
    "Files of a module point one way": ("identity/users/schemas.py", "import relaydesk.identity.users.service"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small repository that keeps every rule."""
    package = tmp_path / "src" / "relaydesk" / "tasks"
    package.mkdir(parents=True)
    for folder in ("tests", "bench", "tools", "web"):
        (tmp_path / folder).mkdir()
    (package / "service.py").write_text(DOC)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "test_architecture.py", tmp_path / "tests")
    for document in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"):
        (tmp_path / document).write_text("The code is in `src/relaydesk/tasks`.\n")
    return tmp_path


def _rules(tree: Path) -> ModuleType:
    """The rules as they look at this tree: they find it from their own place."""
    spec = importlib.util.spec_from_file_location("planted_architecture", tree / "tests" / "test_architecture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _plant(tree: Path, path: str, content: str) -> None:
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_text(content)


@pytest.mark.parametrize("rule", sorted(PLANTED))
def test_a_rule_passes_a_clean_tree_and_catches_its_violation(tree: Path, rule: str) -> None:
    check = getattr(_rules(tree), rule)
    check()
    _plant(tree, *PLANTED[rule])
    with pytest.raises(AssertionError):
        check()


def test_a_thirteenth_file_in_a_folder_is_caught(tree: Path) -> None:
    check = _rules(tree).test_a_folder_has_at_most_12_files
    for number in range(11):
        _plant(tree, f"src/relaydesk/tasks/part{number}.py", DOC)
    check()
    _plant(tree, "src/relaydesk/tasks/one_more.py", DOC)
    with pytest.raises(AssertionError):
        check()


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_a_path_that_is_gone_is_caught_in_a_document(tree: Path, document: str) -> None:
    check = _rules(tree).test_every_path_that_a_document_names_exists
    check(document)
    _plant(tree, document, "See `src/relaydesk/gone.py`.\n")
    with pytest.raises(AssertionError):
        check(document)


def test_every_rule_has_its_planted_violation(tree: Path) -> None:
    rules = {name for name in vars(_rules(tree)) if name.startswith("test_")}
    elsewhere = {"test_a_folder_has_at_most_12_files", "test_every_path_that_a_document_names_exists"}
    assert rules - set(PLANTED) - elsewhere == set()


def test_each_import_contract_catches_its_violation(tmp_path: Path) -> None:
    source = tmp_path / "src" / "relaydesk"
    shutil.copytree(ROOT / "src" / "relaydesk", source, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, line in CONTRACTS.values():
        with (source / path).open("a") as file:
            file.write(f"\n{line}\n")
    answer = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = set(re.findall(r"^(.+) BROKEN", answer.stdout, re.MULTILINE))
    assert (answer.returncode, broken) == (1, set(CONTRACTS)), answer.stdout + answer.stderr
