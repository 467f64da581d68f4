"""`make compile`: relay and inference work compiled as they do from their sources, and never as old sources of them."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELAY = Path("relaydesk/gateway/relay")
TOOL = ROOT / "tools" / "compiled.py"
ASKED = (
    "choose",
    "budget_leases",
    "live_rules",
    "pass_through",
    "retries",
    "streaming",
    "kill",
    "accounting",
    "estimates",
    "hostile_peers",
    "journal",
    "server",
)
ASKED_OF_INFERENCE = ("tensors", "watch", "large_inferences", "figures")


def run(*command: object, **env: str) -> subprocess.CompletedProcess[str]:
    foreign = ("PYTEST", "COV", "RELAYDESK_TEST")  # no part of what is measured, and with servers of its own
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env={**clean, **env},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


@pytest.fixture
def src(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src" / "relaydesk", tmp_path / "relaydesk", ignore=shutil.ignore_patterns("*.so", "static"))
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not (Path(sysconfig.get_path("include")) / "Python.h").exists() or shutil.which("cc") is None,
    reason="a C compiler or Python's headers are missing: what is compiled was not tested",
)
def test_what_is_compiled_passes_its_own_tests_and_gives_way_to_newer_sources(src: Path) -> None:
    built = run(TOOL, "build", "--into", src, MYPYC_OPT_LEVEL="0", MYPYC_DEBUG_LEVEL="0")
    assert built.returncode == 0, built.stderr
    where = run("-c", "from relaydesk.gateway.relay import front; print(front.__file__)", PYTHONPATH=str(src))
    assert where.stdout.strip().endswith(".so"), where.stderr
    assert run(TOOL, "drop-stale", "--into", src).stdout == ""
    files = [f"tests/relay/test_{name}.py" for name in ASKED]
    files += [f"tests/registry/test_{name}.py" for name in ASKED_OF_INFERENCE]
    # four at once: most of them wait for what they have set up to happen
    tested = run("-m", "pytest", "-q", "-n", "4", "-p", "no:cacheprovider", *files, PYTHONPATH=str(src))
    assert tested.returncode == 0, tested.stdout[-6000:]
    with (src / RELAY / "errors.py").open("a") as file:  # not compiled itself, but of what the others are made of
        file.write("# newer\n")
    started = run("-m", "relaydesk", "serve", PYTHONPATH=str(src), RELAYDESK_DATA_DIR=str(src / "data"))
    assert (started.returncode, "make compile" in started.stderr) == (2, True), started.stderr
    assert "has changed" in run(TOOL, "drop-stale", "--into", src).stdout
    where = run("-c", "from relaydesk.gateway.relay import front; print(front.__file__)", PYTHONPATH=str(src))
    assert where.stdout.strip().endswith("front.py")
    assert not list(src.rglob("*.so"))
