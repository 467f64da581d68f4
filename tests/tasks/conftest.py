"""What tests of attempts share: a worker's runner, with loops of its own."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from harness import Stack

from relaydesk.kernel.background import Background
from relaydesk.tasks.engine.run import Runner


@pytest.fixture
def room() -> int:
    """How many attempts the runner has side by side."""
    return 16


@pytest.fixture
async def runner(stack: Stack, room: int) -> AsyncIterator[Runner]:
    own = replace(stack.kernel, background=Background())
    runner = Runner(own, worker="w", room=room)
    runner.start()
    yield runner
    await own.background.end()
