"""Tasks of an installation's own: the guide's example, imported by name, asked for and run by a whole instance."""

import re
import time
from pathlib import Path

import httpx
from commands import Commands, stop

GUIDE = Path(__file__).parents[2] / "docs/guides/tasks.md"
OWNER = {"email": "owner@shop.example", "password": "correct horse battery"}
LATEST_S = 60.0


def _example() -> str:
    [module] = re.findall(r"```python\n(# shop_tasks.py\n.*?)```", GUIDE.read_text(), re.DOTALL)
    return str(module)


def test_the_guides_task_is_asked_for_and_done(commands: Commands) -> None:
    (commands.folder / "shop_tasks.py").write_text(_example())
    own = {"TASK_MODULES": "shop_tasks", "PYTHONPATH": str(commands.folder)}
    environment = {**own, "RELAYDESK_ADMIN_EMAIL": OWNER["email"], "RELAYDESK_ADMIN_PASSWORD": OWNER["password"]}
    process, url = commands.serve(**environment)
    try:
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as http:
            token = http.post("/api/auth/login", json=OWNER).json()["access_token"]
            http.headers["Authorization"] = f"Bearer {token}"
            body = {"kind": "shop.write_report", "payload": {"pages": 2}}
            wrong = http.post("/api/tasks", json={**body, "payload": {"pages": 0}})
            assert (wrong.status_code, wrong.json()["details"]["errors"][0]["field"]) == (422, "payload.pages")
            path = f"/api/tasks/{http.post('/api/tasks', json=body).json()['id']}"
            until = time.monotonic() + LATEST_S
            while (task := http.get(path).json())["status"] != "succeeded":
                assert time.monotonic() < until, task
                time.sleep(0.2)
            assert task["result"] == {"pages": 2}
            lines = [line["message"] for line in http.get(f"{path}/log").json()["items"]]
            assert lines == ["page 1 written", "page 2 written"]
    finally:
        stop(process)


def test_a_module_that_is_not_there_is_named(commands: Commands) -> None:
    outcome = commands.run("serve", TASK_MODULES="shop_tasks_none")
    assert outcome.code == 2
    assert "TASK_MODULES: " in outcome.output
    assert "Python finds no module shop_tasks_none" in outcome.output
