"""The guide's tasks: the first one, and the own one imported by name, asked for and run by a whole instance."""

import json
import shlex
from typing import Any

import guides
import httpx
from commands import Commands, stop
from instance import OWNER


def test_the_guides_tasks_are_asked_for_and_done(commands: Commands) -> None:
    first = guides.section("tasks.md", "Your first task")
    module, start, asked = guides.section("tasks.md", "Write your own")
    (commands.folder / "shop_tasks.py").write_text(module.text)
    *settings, program, command = shlex.split(start.text)
    assert (program, command) == (".venv/bin/relaydesk", "serve")
    process, url = commands.serve(**dict(setting.split("=") for setting in settings))
    try:
        printed = [*first, asked]
        outputs = guides.shell(printed, commands.folder, url=url, **OWNER)
        [(shown, state)] = guides.answers(printed, outputs)
        assert state == shown
        assert _log(outputs[3]) == [f"step {step} of 6" for step in range(1, 7)]
        assert [event["status"] for event in _events(outputs[1])][-1] == "succeeded"
        stream, _, log = outputs[4].rpartition("\n")
        last = _events(stream)[-1]
        assert (last["status"], last["result"]) == ("succeeded", {"pages": 3})
        assert _log(log) == ["page 1 written", "page 2 written", "page 3 written"]
        _assert_a_wrong_payload_is_named(url)
    finally:
        stop(process)


def _events(stream: str) -> list[dict[str, Any]]:
    return [json.loads(line.removeprefix("data: ")) for line in stream.splitlines() if line.startswith("data: ")]


def _log(answer: str) -> list[str]:
    return [line["message"] for line in json.loads(answer)["items"]]


def _assert_a_wrong_payload_is_named(url: str) -> None:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
        token = http.post("/api/auth/login", json=OWNER).json()["access_token"]
        body = {"kind": "shop.write_report", "payload": {"pages": 0}}
        wrong = http.post("/api/tasks", json=body, headers={"Authorization": f"Bearer {token}"})
    assert (wrong.status_code, wrong.json()["details"]["errors"][0]["field"]) == (422, "payload.pages")


def test_a_module_that_is_not_there_is_named(commands: Commands) -> None:
    outcome = commands.run("serve", TASK_MODULES="shop_tasks_none")
    assert outcome.code == 2
    assert "TASK_MODULES: " in outcome.output
    assert "Python finds no module shop_tasks_none" in outcome.output
