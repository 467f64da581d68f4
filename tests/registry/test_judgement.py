"""What a deployment is judged by, and for how long: versions on real replicas, with requests given to them directly."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import served_models
from fibers import contract_of

from relaydesk.kernel.errors import Unavailable
from relaydesk.registry.inference import fleet
from relaydesk.registry.inference.live import TRIAL_EVERY_S, Deployment, Wish
from relaydesk.registry.inference.process import Owner, Waiting
from relaydesk.registry.inference.watch import WATCH_S
from relaydesk.registry.inference.wire.frames import Frame
from relaydesk.registry.inference.wire.messages import TOO_LARGE, Ask, Named, Orders, decode_said, encode_head
from relaydesk.registry.types import Share

# by version: numbers below that can be looked up, of the last one those below 8 as JSON
FILES = {version: served_models.looked_up(entries) for version, entries in {1: 10, 2: 8, 3: 10}.items()}
FILES[4] = served_models.looked_up(10, infinite=2)
ALL, A_FIFTH_FAILS, NO_VERSION_CAN = [0] * 30, list(range(10)) * 3, [99] * 30


class Served:
    """A deployment of tables, and whoever asks it."""

    def __init__(self, folder: Path, traffic: dict[int, int], previous: dict[int, int]) -> None:
        self._folder, self._revision = folder, 1
        self.on_change: Callable[[], None] = lambda: None
        for version, content in FILES.items():
            (folder / str(version)).write_bytes(content)
        self.fetched: list[str] = []
        self.renewed = 0
        self.is_bucket_right = False
        self.is_storage_away = False
        self.deployment = Deployment(self._wish(traffic, previous), self._changed, self._fetch, asyncio.Semaphore())

    def _changed(self) -> None:
        self.on_change()

    async def _fetch(self, orders: Orders, *, anew: bool) -> None:
        if self.is_storage_away:
            raise Unavailable
        self.renewed += anew
        if anew and self.is_bucket_right:
            (self._folder / orders.version).write_bytes(FILES[int(orders.version)])
        self.fetched.append(orders.version)

    def _wish(self, traffic: dict[int, int], previous: dict[int, int]) -> Wish:
        shares, before = (
            tuple(Share(version=version, weight=weight) for version, weight in some.items())
            for some in (traffic, previous)
        )
        return Wish(
            id=1,
            public_id="dep_1",
            name="table",
            revision=self._revision,
            is_running=True,
            is_sticky=False,
            replicas=1,
            traffic=shares,
            previous=before,
            orders={version: self._orders(version) for version in traffic},
            unload_after_s=60,
        )

    def _orders(self, version: int) -> Orders:
        return Orders(
            path=str(self._folder / str(version)),
            name="table",
            version=str(version),
            inputs=[Named("i", "INT64", [-1])],
            outputs=[Named("y", "FP32", [-1])],
            threads=1,
            max_batch_rows=32,
            sha256=hashlib.sha256(FILES[version]).hexdigest(),
        )

    def spoil(self, how: str) -> None:
        """So that version 2 cannot be loaded again: by its own fault, or by that of the storage."""
        files = [self._folder / str(version) for version in FILES]
        if how == "another file":
            files[1].write_bytes(served_models.looked_up(1))
        for file in {"its file gone": files[1:2], "no file there": files}.get(how, []):
            file.unlink()
        self.is_storage_away = how == "storage away"

    async def die(self, version: int) -> None:
        """Until it has failed."""
        group = self.deployment.groups[version]
        [replica] = group.ready_replicas
        replica.kill()
        async with asyncio.timeout(30):
            while group.status != "failed":  # noqa: ASYNC110 - processes of its own
                await asyncio.sleep(0.01)

    async def move(self, traffic: dict[int, int], previous: dict[int, int]) -> None:
        self.want(traffic, previous)
        await self.ready()

    def want(self, traffic: dict[int, int], previous: dict[int, int]) -> None:
        self._revision += 1
        self.deployment.want(self._wish(traffic, previous))

    async def ready(self) -> None:
        async with asyncio.timeout(30):
            while self.deployment.standing().status != "ready":  # noqa: ASYNC110 - a process of its own loads
                await asyncio.sleep(0.01)

    async def ask(self, numbers: Sequence[int], *, version: int | None = None, most_bytes: int = 0) -> list[int]:
        """The statuses."""
        loop, answers = asyncio.get_running_loop(), []
        for number in numbers:
            answer: asyncio.Future[int] = loop.create_future()
            answers.append(answer)
            group = self.deployment.groups[version] if version else self.deployment.pick("")
            assert group is not None
            assert self.deployment.touch(group)
            group.submit(waiting(number, answer, version=version, most_bytes=most_bytes))
        async with asyncio.timeout(10):
            return await asyncio.gather(*answers)

    async def is_worse(self, *, now: float | None = None) -> bool:
        """As the sweep asks, until a trial would have ended."""
        until = time.monotonic() + 3
        while time.monotonic() < until:
            if self.deployment.has_become_worse(time.monotonic() if now is None else now):
                return True
            await asyncio.sleep(0.05)
        return False


def waiting(number: int, answer: "asyncio.Future[int]", *, version: int | None = None, most_bytes: int = 0) -> Waiting:
    given = {"name": "i", "datatype": "INT64", "shape": [1], "data": [number]}
    ask = Ask("infer", "table", str(version or ""), asked_at=time.monotonic(), most_bytes=most_bytes)
    frame = Frame(0, encode_head(ask), json.dumps({"inputs": [given]}).encode())
    return Waiting(lambda _id, head, _body: answer.set_result(decode_said(head).status), frame, ask)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """By version 1."""
    served = Served(tmp_path, {1: 1}, {})
    await served.ready()
    yield served
    await served.deployment.close(0)


async def test_what_the_version_before_computes_and_the_new_one_does_not_sends_it_back(served: Served) -> None:
    await served.move({2: 1}, {1: 1})
    assert sorted(set(await served.ask(A_FIFTH_FAILS))) == [200, 400]
    assert await served.is_worse()
    await served.move({1: 1}, {2: 1})
    assert served.fetched == ["1", "2", "1"]  # what was loaded to be tried serves
    assert await served.ask(A_FIFTH_FAILS) == [200] * 30


async def test_what_the_new_version_computes_and_no_json_holds_sends_it_back(served: Served) -> None:
    await served.move({4: 1}, {1: 1})
    assert sorted(set(await served.ask(A_FIFTH_FAILS))) == [200, 400]
    assert served.deployment.groups[4].figures.shown()["refused_count"] == 0
    assert await served.is_worse()


async def test_how_large_an_answer_somebody_takes_is_no_fault_of_a_version(served: Served) -> None:
    await served.move({3: 1}, {1: 1})
    assert await served.ask(ALL, most_bytes=20) == [TOO_LARGE] * 30
    assert not await served.is_worse()
    await served.move({2: 1}, {3: 1})
    assert sorted(set(await served.ask(A_FIFTH_FAILS, most_bytes=20))) == [400, TOO_LARGE]
    await served.ask([0] * 20)
    assert await served.is_worse()  # version 3 computes them, whatever their answers' size


async def test_no_caller_sends_a_version_back_by_what_none_can_compute(served: Served) -> None:
    await served.move({2: 1}, {1: 1})
    assert await served.ask(NO_VERSION_CAN) == [400] * 30
    assert not await served.is_worse()
    await served.ask([9] * 20)
    assert not await served.is_worse()  # it was tried a moment ago
    assert await served.is_worse(now=time.monotonic() + TRIAL_EVERY_S)


async def test_beside_a_version_that_stays_that_one_is_tried(served: Served) -> None:
    await served.move({1: 1, 2: 99}, {1: 1})
    await served.ask(A_FIFTH_FAILS * 3)
    assert await served.is_worse()
    assert served.fetched == ["1", "2"]


async def test_what_was_computed_before_it_was_unloaded_is_judged_and_loads_it_for_the_trial(served: Served) -> None:
    await served.move({1: 1, 2: 99}, {1: 1})
    await served.ask(A_FIFTH_FAILS * 3)
    served.deployment.sweep(time.monotonic())
    served.deployment.sweep(time.monotonic() + 59)
    assert served.deployment.standing().status == "ready"
    served.deployment.sweep(time.monotonic() + 61)
    assert served.deployment.standing().status == "idle"
    assert await served.is_worse()
    assert served.fetched == ["1", "2", "1", "2"]


async def test_storage_that_is_away_while_an_idle_version_wakes_is_not_its_fault(served: Served) -> None:
    await served.ask(ALL)
    await served.move({2: 1}, {1: 1})
    await served.ask([0] * 5)
    served.deployment.sweep(time.monotonic())
    served.deployment.sweep(time.monotonic() + 61)
    assert served.deployment.standing().status == "idle"
    served.is_storage_away = True
    assert await served.ask(ALL) == [503] * 30
    assert served.deployment.standing().status == "failed"
    assert await served.ask(ALL) == [503] * 30
    assert not await served.is_worse()
    served.is_storage_away = False
    await served.ready()
    assert await served.ask(ALL) == [200] * 30


async def test_what_was_loaded_before_is_tried_again_every_few_seconds(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "SERVED_PAUSE_S", 0.1)
    served.deployment.sweep(time.monotonic())
    served.deployment.sweep(time.monotonic() + 61)
    served.is_storage_away = True
    assert await served.ask([0]) == [503]
    await asyncio.sleep(4)  # by now its pauses are of many seconds
    served.is_storage_away = False
    async with asyncio.timeout(3):
        await served.ready()
    assert await served.ask([0]) == [200]


@pytest.mark.parametrize(
    ("how", "is_its_fault"),
    [("another file", True), ("its file gone", True), ("no file there", False), ("storage away", False)],
)
async def test_what_is_live_and_cannot_be_loaded_again_is_sent_back_unless_its_storage_is_away(
    served: Served, how: str, *, is_its_fault: bool
) -> None:
    await served.ask(ALL)
    await served.move({2: 1}, {1: 1})
    assert await served.ask([0] * 25) == [200] * 25
    served.spoil(how)
    await served.die(2)
    assert await served.ask(ALL) == [503] * 30
    assert await served.is_worse() is is_its_fault


async def test_what_failed_and_is_wished_for_anew_is_tried_every_few_seconds_still(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "SERVED_PAUSE_S", 0.1)
    served.is_storage_away = True
    await served.die(1)
    served.want({1: 1}, {})
    await asyncio.sleep(6)  # by now the pauses of what has never been loaded are of many seconds
    served.is_storage_away = False
    async with asyncio.timeout(3):
        await served.ready()


@contract_of(Owner)
async def test_a_wrong_file_is_fetched_anew_before_it_is_called_failed_and_then_less_and_less_often(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "SERVED_PAUSE_S", 0.05)
    await served.move({2: 1}, {1: 1})
    group = served.deployment.groups[2]
    served.is_bucket_right = True
    served.spoil("another file")
    group.ready_replicas[0].kill()
    async with asyncio.timeout(30):
        while not served.renewed or not group.ready_replicas:
            assert group.status == "ready"
            await asyncio.sleep(0.01)
    assert (served.renewed, await served.ask([0])) == (1, [200])
    served.is_bucket_right = False
    served.spoil("another file")
    await served.die(2)
    served.renewed = 0
    await asyncio.sleep(6)
    assert served.renewed <= 3


async def test_it_is_not_unloaded_while_it_is_tried(served: Served) -> None:
    await served.move({2: 1}, {1: 1})
    await served.ask(A_FIFTH_FAILS)
    served.deployment.has_become_worse(time.monotonic())
    served.deployment.sweep(time.monotonic() + 1000)
    assert served.deployment.standing().status == "ready"
    assert await served.is_worse()


async def test_a_move_is_judged_for_ten_minutes(served: Served) -> None:
    await served.move({2: 1}, {1: 1})
    await served.ask(A_FIFTH_FAILS)
    assert not await served.is_worse(now=time.monotonic() + WATCH_S)


async def test_a_process_does_not_judge_what_it_finds_when_it_begins(tmp_path: Path) -> None:
    served = Served(tmp_path, {2: 1}, {1: 1})
    await served.ready()
    await served.ask(A_FIFTH_FAILS)
    assert not await served.is_worse()
    await served.deployment.close(0)


async def test_requests_that_name_a_version_and_versions_without_weight_do_not_count(served: Served) -> None:
    await served.move({1: 1, 2: 0}, {1: 1})
    await served.ask(ALL)
    await served.ask(A_FIFTH_FAILS, version=2)
    assert not await served.is_worse()
    await served.move({2: 1, 1: 0}, {1: 1, 2: 0})
    await served.ask(A_FIFTH_FAILS, version=2)
    assert not await served.is_worse()
    await served.ask(A_FIFTH_FAILS)
    assert await served.is_worse()


async def test_what_is_gone_back_to_is_not_judged_by_what_was_left(tmp_path: Path) -> None:
    served = Served(tmp_path, {2: 1}, {})
    await served.ready()
    await served.move({1: 1}, {2: 1})
    await served.ask(A_FIFTH_FAILS)
    await served.move({2: 1}, {1: 1})
    await served.ask(A_FIFTH_FAILS)
    assert not await served.is_worse()
    await served.move({1: 1}, {2: 1})
    await served.move({3: 1}, {1: 1})
    await served.move({2: 1}, {3: 1})
    await served.ask(A_FIFTH_FAILS)
    assert await served.is_worse()
    await served.deployment.close(0)


async def test_what_a_version_answers_while_it_leaves_counts_for_it(served: Served) -> None:
    before = served.deployment.groups[1]
    late: list[asyncio.Future[int]] = []

    def ask_what_leaves() -> None:
        if 1 not in served.deployment.groups and not late:
            late.extend(asyncio.get_running_loop().create_future() for _ in NO_VERSION_CAN)
            for number, answer in zip(NO_VERSION_CAN, late, strict=True):
                before.submit(waiting(number, answer))

    served.on_change = ask_what_leaves
    await served.move({2: 1}, {1: 1})
    assert await asyncio.gather(*late) == [400] * 30
    await served.ask(A_FIFTH_FAILS)
    assert not await served.is_worse()


async def test_executions_are_timed_by_the_size_of_what_was_computed_at_once(served: Served) -> None:
    await served.ask(ALL)
    figures = served.deployment.groups[1].figures
    assert figures.runs.done == 30
    assert sum(times.executions for times in figures.runs.times.values()) == figures.executions < 30
    assert max(figures.runs.times) > 1
    assert all(times.ns > 0 for times in figures.runs.times.values())
