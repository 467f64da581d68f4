"""What of requests is left in memory once they are over, where the collector of cycles does not help."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

KINDS = frozenset(
    {
        "Body",
        "Call",
        "Exchange",
        "KeyedCall",
        "PlaygroundChat",
        "RelayProtocol",
        "Request",
        "RequestResponseCycle",
        "TranslatedAnswer",
        "Visit",
    }
)


def _living() -> Counter[str]:
    return Counter(name for one in gc.get_objects() if (name := type(one).__name__) in KINDS)


@asynccontextmanager
async def leaving_nothing() -> AsyncIterator[None]:
    """What is asked in this block is let go of by itself soon after its connections have closed."""
    gc.collect()
    gc.disable()
    before = _living()
    try:
        yield
        for _ in range(30):
            if not _living() - before:
                break
            await asyncio.sleep(0.1)
        left = _living() - before
        assert not left, f"left: {dict(left)}"
    finally:
        gc.enable()
