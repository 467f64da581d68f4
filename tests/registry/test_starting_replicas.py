"""Replicas begin a few at a time: who begins one does nothing else meanwhile, the longer the more are importing."""

import asyncio
import socket

import pytest
import served_models
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

from relaydesk.registry.inference.process import MOST_STARTING, Replica

REPLICAS = 5


async def test_many_replicas_begin_a_few_at_a_time_and_all_of_them_come(
    registry: Registry, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Replica] = []
    at_once: list[int] = []
    spawn = Replica._spawn

    async def note(replica: Replica) -> tuple[socket.socket, asyncio.subprocess.Process]:
        at_once.append(sum(one.is_loading for one in begun) + 1)
        begun.append(replica)
        return await spawn(replica)

    monkeypatch.setattr(Replica, "_spawn", note)
    await registry.make()
    await registry.upload(served_models.plus(1))
    async with running_host(stack):
        shown = await deploy(registry.http, replicas=REPLICAS)
        async with asyncio.timeout(60):
            while sum(one.is_ready for one in begun) < REPLICAS:  # noqa: ASYNC110 - nothing tells of a replica
                await asyncio.sleep(0.05)
    assert (shown["status"], len(begun), max(at_once)) == ("ready", REPLICAS, MOST_STARTING)
