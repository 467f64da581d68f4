"""Client keys so new that this process has not heard of them: looked for in PostgreSQL when one of them comes.

Who makes a key may use it the moment it has the answer, at every process. Made-up keys cost PostgreSQL at most
`LOOKS_PER_S` looks a second.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from relaydesk.identity.api import is_client_key
from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import RelaydeskError

LOOKS_PER_S: Final = 20
BURST_S: Final = 1.0
LONGEST_S: Final = 2.0
UNSERVED_S: Final = 30.0
_MOST_UNSERVED: Final = 1000


class NewKeys:
    """`refresh` has the process work from the configuration as it is; `is_served` says whether a key is in it."""

    def __init__(
        self,
        database: Database,
        refresh: Callable[[], Awaitable[bool]],
        is_served: Callable[[bytes], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._refresh = refresh
        self._is_served = is_served
        self._clock = clock
        self._arrival = 0.0
        self._looks: dict[bytes, asyncio.Task[bool]] = {}
        self._unserved: dict[bytes, float] = {}  # keys that are there and cannot be read, and until when that holds

    async def find(self, token_hash: bytes) -> bool:
        """Whether this client key is served, now that it was looked for."""
        look = self._looks.get(token_hash)
        if look is None:
            if not self._may_look(token_hash):
                return False
            look = self._looks[token_hash] = asyncio.create_task(self._look(token_hash))
            look.add_done_callback(lambda _look: self._looks.pop(token_hash))
        return await asyncio.shield(look)

    def _may_look(self, token_hash: bytes) -> bool:
        now = self._clock()
        if self._unserved.get(token_hash, now) > now:
            return False
        arrival = max(self._arrival, now)
        if arrival - now > BURST_S:
            return False
        self._arrival = arrival + 1 / LOOKS_PER_S
        return True

    async def _look(self, token_hash: bytes) -> bool:
        try:
            async with asyncio.timeout(LONGEST_S):
                if not await is_client_key(self._database, token_hash) or not await self._refresh():
                    return False
        except (RelaydeskError, TimeoutError):
            return False
        if self._is_served(token_hash):
            return True
        if len(self._unserved) >= _MOST_UNSERVED:
            self._unserved.clear()
        self._unserved[token_hash] = self._clock() + UNSERVED_S
        return False
