"""Owns a thread that reads a server-sent event stream like a browser does: reconnecting, resuming, remembering."""

import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self

import httpx


@dataclass(slots=True)
class LiveEvents:
    """Collects `(event, id, data)`; after a broken connection it resumes by `Last-Event-ID`."""

    url: str
    headers: dict[str, str]
    events: list[tuple[str, int | None, Any]] = field(default_factory=list)
    connections: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _last_id: int = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                headers = {**self.headers, "Last-Event-ID": str(self._last_id)}
                timeout = httpx.Timeout(5, read=20)
                with httpx.stream("GET", self.url, headers=headers, timeout=timeout, trust_env=False) as response:
                    if response.status_code == 200:
                        self.connections += 1
                        self._read(response)
            except httpx.HTTPError:
                pass
            time.sleep(0.2)

    def _read(self, response: httpx.Response) -> None:
        name, number = "message", None
        for line in response.iter_lines():
            if self._stopping.is_set():
                return
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: "):
                with self._changed:
                    self.events.append((name, number, json.loads(line[6:])))
                    self._last_id = number or self._last_id
                    self._changed.notify_all()
                name, number = "message", None

    def messages(self) -> list[tuple[str, str]]:
        return [(data["role"], data["content"]) for name, _, data in self.events if name == "message"]

    def ids(self) -> list[int]:
        return [number for _, number, _ in self.events if number is not None]

    def wait_for(self, role: str, content: str, *, within_s: float = 30) -> None:
        deadline = time.monotonic() + within_s
        with self._changed:
            while (role, content) not in self.messages():
                assert self._changed.wait(deadline - time.monotonic()), f"no {content!r} in {self.messages()}"
