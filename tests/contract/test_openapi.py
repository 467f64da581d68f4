"""Whatever the OpenAPI document allows, and what it does not: the application never answers with a server error."""

import asyncio
import json
import re
import sys
from pathlib import Path

import httpx
import pytest
from harness import People, Stack

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"  # its own test says that it is current

# streams do not end, chat waits for its answer, health may say "down"; who signs out is nobody for the rest
ENDLESS = r"api/chat|api/desk/events|api/sessions/\{name\}/events|api/tasks/\{task_id\}/events"
LEFT_OUT = rf"^/(health|{ENDLESS}|api/auth/logout|api/agent/logout)"
# ids are learned from answers, so these may well change the caller's own password
PEOPLE = r"^/api/users/\{user_id\}"


async def _run(stack: Stack, caller: httpx.AsyncClient, folder: Path, *options: str) -> str:
    """Schemathesis as a process of its own, so that its warnings and its loop are not ours."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", str(DOCUMENT), "--url", stack.url,
        "--header", f"Authorization: {caller.headers['Authorization']}", "--checks", "not_a_server_error",
        "--max-examples", "15", "--continue-on-failure", "--generation-deterministic", "--no-shrink",
        "--request-timeout", "20", "--warnings", "off", "--no-color", *options,
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    text = output.decode(errors="replace")
    assert process.returncode == 0, text
    return text


def _tested(output: str) -> int:
    found = re.search(r"Tested: (\d+)", output)
    return int(found[1]) if found else 0


@pytest.mark.timeout(300)
async def test_no_request_of_any_shape_gets_a_server_error(
    stack: Stack, owner: httpx.AsyncClient, tmp_path: Path
) -> None:
    left_out = f"{LEFT_OUT}|{PEOPLE}"
    paths = json.loads(DOCUMENT.read_text())["paths"]
    expected = sum(len(operations) for path, operations in paths.items() if not re.search(left_out, path))
    output = await _run(
        stack, owner, tmp_path, "--exclude-path-regex", left_out, "--phases", "coverage,fuzzing", "--max-time", "45"
    )
    assert _tested(output) == expected, output
    assert (await owner.get("/api/auth/me")).status_code == 200  # the run was the owner's to its end


async def test_no_change_of_a_person_gets_a_server_error(stack: Stack, people: People, tmp_path: Path) -> None:
    admin = await people.named("admin")
    output = await _run(stack, admin, tmp_path, "--include-path-regex", PEOPLE, "--phases", "fuzzing")
    assert _tested(output) == 3, output
