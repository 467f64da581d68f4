"""What is counted of a version that is served reaches the metrics: from the first moment, and to the last request."""

import asyncio
import contextlib
import time
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from relaydesk.kernel.observe.metrics import INFERENCE_SERIES
from relaydesk.kernel.observe.series import KEEP_S
from relaydesk.registry.inference import fleet
from relaydesk.registry.inference.fleet import Group
from relaydesk.registry.inference.live import Deployment, Wish
from relaydesk.registry.inference.wire.messages import Ask, Orders
from relaydesk.registry.types import Share

MISSING = Path(__file__).with_suffix(".onnx")


def _orders(name: str) -> Orders:
    return Orders(path=str(MISSING), name=name, version="1", inputs=[], outputs=[], threads=1, max_batch_rows=0)


async def _here(_orders: Orders, *, anew: bool) -> None:
    """The file is on this machine."""


def _metric(name: str, outcome: str) -> float | None:
    labels = {"deployment": name, "version": "1", "outcome": outcome}
    return REGISTRY.get_sample_value("inference_requests_total", labels)


async def test_a_version_has_its_counters_at_zero_before_its_first_request() -> None:
    Group(_orders("fresh"), lambda: None, _here, starts=asyncio.Semaphore())
    assert [_metric("fresh", outcome) for outcome in ("ok", "refused")] == [0, 0]


async def test_what_a_version_that_drains_answers_is_in_the_metrics_before_it_has_ended() -> None:
    wish = Wish(
        id=1,
        public_id="d",
        name="draining",
        revision=1,
        is_running=True,
        is_sticky=False,
        replicas=0,
        traffic=(Share(version=1, weight=100),),
        previous=(),
        orders={1: _orders("draining")},
    )
    deployment = Deployment(wish, lambda: None, _here, asyncio.Semaphore())
    figures = deployment.groups[1].figures
    deployment.want(replace(wish, is_running=False))
    figures.lost("late", Ask("infer", asked_at=time.monotonic()))
    assert not deployment.groups
    deployment.sweep(time.monotonic())
    assert _metric("draining", "late") == 1
    await deployment.close()


async def test_what_was_counted_is_in_the_metrics_also_where_a_close_is_cut_short() -> None:
    group = Group(_orders("cut"), lambda: None, _here, starts=asyncio.Semaphore())
    group.follow(group.orders, 1)
    group.figures.lost("late", Ask("infer", asked_at=time.monotonic()))
    closing = asyncio.create_task(group.close())
    await asyncio.sleep(0)
    assert _metric("cut", "late") is None
    closing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await closing
    assert _metric("cut", "late") == 1
    await group.close()


async def test_the_series_of_a_version_go_a_while_after_it_has_ended_unless_it_is_served_again() -> None:
    names = ("passing", "returning")
    groups = [Group(_orders(name), lambda: None, _here, starts=asyncio.Semaphore()) for name in names]
    for group in groups:
        await group.close()
    again = Group(_orders("returning"), lambda: None, _here, starts=asyncio.Semaphore())
    INFERENCE_SERIES.sweep(time.monotonic() + KEEP_S - 1)
    assert [_metric(name, "ok") for name in names] == [0, 0]
    INFERENCE_SERIES.sweep(time.monotonic() + KEEP_S)
    assert [_metric(name, "ok") for name in names] == [None, 0]
    await again.close()


async def test_why_a_model_cannot_be_loaded_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fleet, "LONGEST_PAUSE_S", 0.05)
    attempts = 0

    async def count(_orders: Orders, *, anew: bool) -> None:
        nonlocal attempts
        attempts += 1

    group = Group(_orders("missing"), lambda: None, count, starts=asyncio.Semaphore())
    group.follow(group.orders, 1)
    async with asyncio.timeout(60):
        while attempts < 4:  # noqa: ASYNC110 - nothing tells of an attempt
            await asyncio.sleep(0.05)
    assert group.status == "failed"
    await group.close()
    said = [line for line in capsys.readouterr().out.splitlines() if "missing" in line]
    assert [("model_not_loaded" in line, "replica_died" in line) for line in said] == [(True, False)]
