"""Tasks: durable work, asked for and waited for."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from relaydesk_sdk.errors import TaskFailed
from relaydesk_sdk.types import BatchOut, TaskListed, TaskOut

if TYPE_CHECKING:
    from relaydesk_sdk.client import Relaydesk

_PATH = "/api/tasks"
ENDED = ("succeeded", "failed", "cancelled")
_LEAST_S, _MOST_S = 0.05, 1.0


class Tasks:
    def __init__(self, client: "Relaydesk") -> None:
        self._client = client

    def enqueue(self, kind: str, payload: dict[str, Any] | None = None, **options: Any) -> str:
        """The id of a new task. `options` as of the API: `priority`, `run_at`, `depends_on`, `queue` and others."""
        made = self._client.json("POST", _PATH, json={"kind": kind, "payload": payload or {}, **options})
        task_id: str = made["id"]
        return task_id

    def get(self, task_id: str) -> TaskOut:
        found: TaskOut = self._client.json("GET", _path(task_id))
        return found

    def all(self, **filters: Any) -> list[TaskListed]:
        """By `status`, `kind`, `queue`, `batch_id` or `q`."""
        return self._client.all_of(_PATH, **filters)

    def wait(
        self, task_id: str, *, timeout_s: float = 300, progress: Callable[[float, str], object] | None = None
    ) -> TaskOut:
        """Until it has succeeded. `progress` is told how far it is (0 to 1) and in what words, when that changes.

        A server that is away for a moment ends no wait.

        Raises:
            TaskFailed: it has failed or was cancelled.
            TimeoutError: it goes on nevertheless.
        """
        until, pause_s = time.monotonic() + timeout_s, _LEAST_S
        before: tuple[float, str] | None = None
        while True:
            task: TaskOut = self._client.look(_path(task_id), until=until)
            now = (task["progress"], task["message"])
            if progress is not None and now != before:
                progress(*now)
            before = now
            if task["status"] == "succeeded":
                return task
            if task["status"] in ENDED:
                raise TaskFailed(task)
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError(f"task {task_id} is still {task['status']} after {timeout_s} s")
            time.sleep(min(pause_s, left_s))
            pause_s = min(pause_s * 1.5, _MOST_S)

    def cancel(self, task_id: str) -> TaskOut:
        return self._act(task_id, "cancel")

    def retry(self, task_id: str) -> TaskOut:
        return self._act(task_id, "retry")

    def batch(self, batch_id: str) -> BatchOut:
        found: BatchOut = self._client.json("GET", f"{_PATH}/batches/{quote(batch_id, safe='')}")
        return found

    def _act(self, task_id: str, action: str) -> TaskOut:
        changed: TaskOut = self._client.json("POST", f"{_path(task_id)}/{action}")
        return changed


def _path(task_id: str) -> str:
    return f"{_PATH}/{quote(task_id, safe='')}"
