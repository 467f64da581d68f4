"""Owns the live streams of tasks: the row now and at each change, until it has finished."""

from collections.abc import Collection, Sequence

from relaydesk.identity.api import Access
from relaydesk.kernel.database import Database
from relaydesk.kernel.live.hub import Hub, Topic
from relaydesk.kernel.live.stream import Stream, encode
from relaydesk.tasks import store
from relaydesk.tasks.errors import TaskNotFound
from relaydesk.tasks.schemas import TaskOut
from relaydesk.tasks.types import FINISHED


class TaskStream(Stream):
    __slots__ = ("shown",)

    def __init__(self, *, holder: Access) -> None:
        super().__init__(holder=holder)
        self.shown = b""


class TaskSource:
    """A topic's key is the task's public id."""

    name = "tasks"
    rest_s = 0.0

    async def find_changed(self, _database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        return topics  # few, and short

    async def look(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        async with database.lookup() as db:
            tasks = await store.list_tasks_by_id(db, [str(topic.key) for topic in topics])
        rows = {row.public_id: row for row in tasks}
        for topic in topics:
            row = rows.get(str(topic.key))
            data = encode("task", TaskOut.model_validate(row).model_dump(mode="json")) if row is not None else b""
            for stream in list(topic.streams):
                if row is None:
                    stream.end(TaskNotFound(task_id=topic.key))
                    continue
                has_ended = row.status in FINISHED
                if data != stream.shown and (has_ended or not stream.is_slow):
                    stream.send(data)
                    stream.shown = data
                if has_ended:
                    stream.end()
        return ()

    def tell(self, topic: Topic, message: bytes) -> None:
        """Tasks tell nothing ephemeral."""


class TasksLive:
    """The live side of tasks in one process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._source = TaskSource()

    def follow(self, task_id: str, stream: TaskStream) -> None:
        self._hub.follow(self._source, task_id, channel=f"task:{task_id}", stream=stream)
