"""What happens after a commit happens then and only then; wake-ups cross processes and may be lost."""

import asyncio
from dataclasses import dataclass

from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.events import Bus, Event, Wakeups
from relaydesk.kernel.redis import RedisClient


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingHappened(Event):
    number: int


async def test_an_event_is_delivered_after_the_commit_and_never_without_one(stack: Stack) -> None:
    seen: list[int] = []
    bus = Bus()

    async def note(event: SomethingHappened) -> None:
        seen.append(event.number)

    bus.subscribe(SomethingHappened, note)
    async with stack.kernel.database.unit_of_work() as db:
        await db.execute(text("SELECT 1"))
        bus.record(db, SomethingHappened(number=1))
        assert seen == []
    assert seen == [1]
    async with stack.kernel.database.read() as db:
        bus.record(db, SomethingHappened(number=2))
    assert seen == [1]


async def test_one_failing_subscriber_does_not_stop_the_others() -> None:
    seen: list[int] = []
    bus = Bus()

    async def fail(_event: SomethingHappened) -> None:
        raise RuntimeError

    async def note(event: SomethingHappened) -> None:
        seen.append(event.number)

    bus.subscribe(SomethingHappened, fail)
    bus.subscribe(SomethingHappened, note)
    await bus.deliver(SomethingHappened(number=7))
    assert seen == [7]


async def test_a_message_reaches_listeners_of_this_and_another_process_once(redis_url: str) -> None:
    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    here, there = Wakeups(clients[0]), Wakeups(clients[1])
    await here.start()
    await there.start()
    async with here.listen("room") as near, there.listen("room") as far, there.listen("warm-up") as warm:
        for _ in range(100):  # until both have subscribed
            await here.notify("warm-up")
            if await warm.wait(0.05):
                break
        await here.notify("room", b"hello")
        await here.notify("room")
        assert await far.wait(2)
        await asyncio.sleep(0.1)
        assert (near.take(), near.take_wakeup()) == ([b"hello"], True)
        assert (far.take(), far.take_wakeup()) == ([b"hello"], True)
    await here.stop()
    await there.stop()
    for client in clients:
        await client.close()


async def test_without_redis_listeners_of_this_process_are_still_woken() -> None:
    gone = RedisClient("unix:///nowhere/redis.sock")
    wakeups = Wakeups(gone)
    async with wakeups.listen("room") as inbox:
        await wakeups.notify("room", b"hello")
        assert await inbox.wait(1)
        assert inbox.take() == [b"hello"]
    await gone.close()
