"""What a stream of a task says to a reader that has not taken what it was sent before."""

import asyncio

import httpx
from harness import Stack
from rows import make, put

from relaydesk.identity.api import Access
from relaydesk.kernel.live.hub import Topic
from relaydesk.kernel.live.stream import SLOW_BYTES
from relaydesk.tasks.live.source import TaskSource, TaskStream

RIGHT = Access(kind="user", id=1, sign_in_id=None, permission="tasks.read", expires_at_s=None)


class Wire(asyncio.Transport):
    """Keeps all that is written unread."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def get_write_buffer_size(self) -> int:
        return SLOW_BYTES + 1

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True


async def test_a_slow_reader_is_sent_how_the_task_ended_and_nothing_before(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    task_id = await make(owner)
    source, wire, stream = TaskSource(), Wire(), TaskStream(holder=RIGHT)
    stream.attach(wire)
    topic = Topic(source, task_id, f"task:{task_id}", {stream})
    await source.look(stack.kernel.database, [topic])
    assert (b'"status":"queued"' in wire.written, wire.is_closed) == (False, False)
    await put(stack, task_id, "succeeded")
    await source.look(stack.kernel.database, [topic])
    assert (wire.written.count(b'"status":"succeeded"'), wire.is_closed) == (1, True)
