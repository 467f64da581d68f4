"""A chain of thousands that falls while whoever follows it up is killed: nothing waits for ever."""

import contextlib
import time

import psutil
import pytest
from instance import Instance, running_instance
from test_chaos import query

COUNT, KILLS, SETTLES_S = 9000, 2, 120.0
_PLANT = f"""
INSERT INTO tasks_task (public_id, payload, kind, status, max_attempts, timeout_s, created_at, run_at, rank)
SELECT 'task_' || n, '{{}}', 'demo.echo', 'waiting', 1, 60, now(), now(), now()
FROM generate_series(1, {COUNT}) AS n ORDER BY n;
INSERT INTO tasks_dependency (task_id, on_id)
SELECT * FROM (SELECT id, lag(id) OVER (ORDER BY id) AS on_id FROM tasks_task WHERE kind = 'demo.echo') AS chain
WHERE on_id IS NOT NULL
"""  # noqa: S608 - a number of this file
_COUNT = "SELECT count(*) AS n FROM tasks_task WHERE kind = 'demo.echo'"
_FELL = "SELECT count(*) AS n, count(DISTINCT error) AS errors FROM tasks_ended WHERE status = 'failed'"


def _wait_until_fewer(instance: Instance, than: int) -> int:
    """How many of the chain are left, once it is fewer than this."""
    until = time.monotonic() + SETTLES_S
    while time.monotonic() < until:
        if (left := int(query(instance, _COUNT)[0]["n"])) < than:
            return left
        time.sleep(0.05)
    raise AssertionError("nothing goes on")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_chain_falls_to_its_end_whoever_is_killed_meanwhile() -> None:
    with running_instance(LOG_LEVEL="WARNING") as instance, instance.sign_in() as owner:
        body = {"kind": "demo.echo", "payload": {}, "run_at": "2099-01-01T00:00:00Z"}
        root = owner.post("/api/tasks", json=body).json()["id"]
        instance.execute(_PLANT)
        assert owner.post(f"/api/tasks/{root}/cancel").status_code == 200
        left = COUNT
        for _ in range(KILLS):
            left = _wait_until_fewer(instance, max(left, 1))
            for process in (*instance.children("relaydesk web"), *instance.children("relaydesk worker")):
                with contextlib.suppress(psutil.NoSuchProcess):  # it has died with its parent
                    process.kill()
        _wait_until_fewer(instance, 1)
        assert query(instance, "SELECT FROM tasks_cascade") == query(instance, "SELECT FROM tasks_dependency") == []
        [fell] = query(instance, _FELL)
        assert (fell["n"], fell["errors"]) == (COUNT, COUNT)
