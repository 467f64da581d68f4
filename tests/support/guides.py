"""Owns the guides as tests read them: the code blocks of a section, and a shell that runs them as they are printed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guides"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_END = "--- end of a block ---"


@dataclass(frozen=True, slots=True)
class Block:
    """Its language and what stands in it, lines' ends included."""

    language: str
    text: str


def blocks(text: str) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall(text)]


def section(guide: str, heading: str) -> list[Block]:
    """The code blocks below a heading of the second level."""
    _, _, rest = (GUIDES / guide).read_text().partition(f"\n## {heading}\n")
    assert rest, f"{guide} has no section {heading}"
    return blocks(rest.partition("\n## ")[0])


def shell(printed: Sequence[Block], folder: Path, *, url: str, email: str, password: str) -> list[str]:
    """What each block of `sh` writes, run one behind the other in one shell as somebody who has put in their own."""
    script = f"\necho; echo '{_END}'\n".join(block.text for block in printed if block.language == "sh")
    for example, own in (("http://127.0.0.1:8000", url), ("owner@localhost", email), ("'…'", f"'{password}'")):
        assert example in script
        script = script.replace(example, own)
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    ran = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": programs, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return [output.strip() for output in ran.stdout.split(_END)]


def answers(printed: Sequence[Block], outputs: Sequence[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each answer that the guide shows below a block of `sh`, with the same fields of what came."""
    pairs, at = [], -1
    for block in printed:
        at += block.language == "sh"
        if block.language == "json":
            shown = json.loads(block.text)
            answer = json.loads(outputs[at])
            pairs.append((shown, {name: answer.get(name) for name in shown}))
    return pairs
