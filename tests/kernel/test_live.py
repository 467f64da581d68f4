"""The hub looks for all of a source's topics at once, and a source tells each stream what it has not had."""

import httpx
import pytest
from fibers import contract_of
from gateway_admin import eventually
from harness import Stack
from sqlalchemy import text

from relaydesk.desk.sessions.live import DeskSource, SessionSource, SessionStream
from relaydesk.identity.api import Access
from relaydesk.kernel.live.hub import Round, Source, Topic
from relaydesk.kernel.live.stream import Stream
from relaydesk.tasks.live.source import TaskSource, TaskStream


class Heard(Stream):
    """Keeps what it is sent."""

    __slots__ = ("awaits_answer", "data", "epoch", "is_new", "shown")

    def __init__(self) -> None:
        super().__init__(holder=None)
        self.awaits_answer = False
        self.data, self.epoch, self.is_new, self.shown = b"", 0, True, b""

    take = SessionStream.take
    take_delta = SessionStream.take_delta
    caught_up = SessionStream.caught_up

    def send(self, data: bytes) -> None:
        self.data += data


@contract_of(Source)
@pytest.mark.parametrize("kind", ["sessions", "desk", "tasks"])
async def test_a_source_tells_what_is_new_once_and_nothing_else(
    kind: str, stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = (await client.post("/api/sessions", json={})).json()
    task = (await owner.post("/api/tasks", json={"kind": "demo.echo", "payload": {}})).json()
    source: Source = {"sessions": SessionSource, "desk": DeskSource, "tasks": TaskSource}[kind]()
    database = stack.kernel.database
    async with database.read() as db:
        query = text("SELECT id FROM desk_session WHERE name = :name")
        from_session = await db.scalar(query, {"name": made["session_name"]})
    key = {"sessions": from_session, "desk": "desk", "tasks": task["id"]}[kind]
    topic = Topic(source, key, f"session:{made['session_name']}")
    stream = Heard()
    topic.streams.add(stream)
    await source.look(database, [topic])
    first = stream.data
    visitor = {"Authorization": f"Bearer {made['visitor_token']}"}
    said = {"message": "Something new", "session_name": made["session_name"]}
    await client.post("/api/chat", json=said, headers=visitor)
    await owner.post(f"/api/tasks/{task['id']}/cancel")
    assert list(await source.find_changed(database, [topic])) == [topic]
    await source.look(database, [topic])
    news = stream.data.removeprefix(first)
    told = {"sessions": b"Something new", "desk": made["session_name"].encode(), "tasks": b'"status":"'}[kind]
    assert told in news
    before = stream.data
    await source.look(database, [topic])
    assert stream.data == before
    source.tell(topic, b'{"text": "token", "epoch": 0}')
    assert (b"token" in stream.data.removeprefix(before)) == (kind == "sessions")


async def test_a_session_that_nobody_woke_is_looked_at_only_when_it_went_on_is_over_or_is_gone(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    source, made = SessionSource(), [(await client.post("/api/sessions", json={})).json() for _ in range(5)]
    names = [one["session_name"] for one in made]
    topics = []
    async with stack.kernel.database.read() as db:
        for name in names:
            key = await db.scalar(text("SELECT id FROM desk_session WHERE name = :name"), {"name": name})
            topics.append(Topic(source, key, f"session:{name}"))
            topics[-1].streams.add(Heard())
    await source.look(stack.kernel.database, topics)
    assert list(await source.find_changed(stack.kernel.database, topics)) == []
    _, spoken, over, gone, awaited = topics
    bearer = {"Authorization": f"Bearer {made[1]['visitor_token']}"}
    await client.post("/api/chat", json={"message": "Hi", "session_name": names[1]}, headers=bearer)
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE desk_session SET expires_at = now() WHERE id = :id"), {"id": over.key})
    await owner.delete(f"/api/sessions/{names[3]}")
    for stream in awaited.streams:
        stream.awaits_answer = True
    assert set(await source.find_changed(stack.kernel.database, topics)) == {spoken, over, gone, awaited}


async def test_a_stream_that_nobody_reads_is_dropped_and_leaves_nothing_behind(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    made = (await client.post("/api/sessions", json={})).json()
    visitor = {"Authorization": f"Bearer {made['visitor_token']}"}
    before = stack.kernel.live.count()
    async with client.stream("GET", f"/api/sessions/{made['session_name']}/events", headers=visitor):
        assert stack.kernel.live.count() == before + 1

    async def is_forgotten() -> bool:
        return stack.kernel.live.count() == before

    await eventually(is_forgotten, within_s=5)


def test_a_holder_of_access_is_compared_by_what_it_may() -> None:
    held = {"kind": "user", "id": 1, "sign_in_id": 2, "permission": "desk.read", "expires_at_s": 3.0}
    assert Access(**held) == Access(**held)
    assert Access(**held) != Access(**{**held, "permission": "desk.write"})
    assert TaskStream(holder=Access(**held)).holder == Access(**held)


def test_a_round_whose_members_leave_ends_when_it_was_to_end() -> None:
    turns, members = Round(), [Topic(SessionSource(), number, "") for number in range(9000)]
    assert len(turns.take(members, 3.0)) == 3000
    members = members[:10]
    assert [len(turns.take(members, 3.0)) for _ in range(4)] == [3000, 3000, 4, 4]
