"""Wake-ups cross processes and may be lost."""

import asyncio
import contextlib
import signal
import tempfile
from pathlib import Path

from gateway_admin import eventually

from relaydesk.kernel.background import Background
from relaydesk.kernel.events import Wakeups
from relaydesk.kernel.redis import RedisClient
from relaydesk.operate.embedded import EmbeddedRedis


async def test_a_message_reaches_listeners_of_this_and_another_process_once(redis_url: str) -> None:
    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    here, there = Wakeups(clients[0]), Wakeups(clients[1])
    background = Background()
    background.keep("here", here.follow, every_s=1)
    background.keep("there", there.follow, every_s=1)
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
    await background.end()
    for client in clients:
        await client.close()


async def test_wake_ups_that_gather_while_redis_is_asked_all_reach_another_process(redis_url: str) -> None:
    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    here, there = Wakeups(clients[0]), Wakeups(clients[1])
    background = Background()
    background.keep("there", there.follow, every_s=1)
    rooms = [f"room-{number}" for number in range(30)]
    async with contextlib.AsyncExitStack() as stack:
        inboxes = [await stack.enter_async_context(there.listen(room)) for room in rooms]
        for inbox in inboxes:
            assert await inbox.wait(5)  # the channel was just asked for
            inbox.take_wakeup()
        for room in rooms:
            await here.wake([room])
        for inbox in inboxes:
            assert inbox.take_wakeup() or await inbox.wait(5)
    await background.end()
    for client in clients:
        await client.close()


async def test_a_wake_up_given_just_before_the_end_of_a_process_still_leaves(redis_url: str) -> None:
    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    here, there = Wakeups(clients[0]), Wakeups(clients[1])
    background = Background()
    background.keep("there", there.follow, every_s=1)
    async with there.listen("room") as inbox:
        assert await inbox.wait(5)
        inbox.take_wakeup()
        await here.wake(["room"])
        await here.close()
        assert await inbox.wait(5)
    await background.end()
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


async def test_what_a_hanging_redis_did_not_take_wakes_others_once_it_goes_on() -> None:
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedRedis(Path(folder))
        await redis.start()
        clients = [RedisClient(redis.url), RedisClient(redis.url)]
        here, there = Wakeups(clients[0]), Wakeups(clients[1])
        background = Background()
        background.keep("there", there.follow, every_s=1)
        async with there.listen("room") as far:
            assert await far.wait(5)  # the channel was just asked for
            far.take_wakeup()
            assert redis.child is not None
            assert redis.child.process is not None
            redis.child.process.send_signal(signal.SIGSTOP)
            await here.wake(["room"])
            assert not await there.check()
            redis.child.process.send_signal(signal.SIGCONT)

            async def is_heard() -> bool:
                await here.catch_up()
                return far.take_wakeup()

            await eventually(is_heard)
            await eventually(there.check)
        await background.end()
        for client in clients:
            await client.close()
        await redis.stop()
