"""Where an upstream's name leads: resolved by us, each address checked, then pinned."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Callable, Coroutine
from typing import Any

from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.kernel.outbound import is_own, may_call

Lookup = Callable[[str, int], Coroutine[Any, Any, list[str]]]

CACHE_SECONDS = 30.0
_CACHE_SIZE = 4096


async def system_lookup(host: str, port: int) -> list[str]:
    """Addresses of a name by the system's resolver."""
    entries = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


class Resolver:
    """Names to checked addresses, remembered for a short while; one look-up at a time for a name."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._cache: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._pending: dict[tuple[str, int], asyncio.Task[list[str]]] = {}

    async def resolve(self, host: str, port: int, *, allow_private: bool) -> list[str]:
        """Addresses that may be connected to.

        Raises:
            UpstreamFailure: `dns` when the name has no address, `address_refused` when one of them may not be called,
                `loop` when one is our own.
        """
        addresses = await self._addresses(host, port)
        if any(is_own(address, port) for address in addresses):
            raise UpstreamFailure("loop", "the upstream's address is our own")
        if not all(may_call(address, port, allow_private=allow_private) for address in addresses):
            raise UpstreamFailure("address_refused", "the upstream's address is not one that may be called")
        return addresses

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        place = (host, port)
        known = self._cache.get(place)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        task = self._pending.get(place)
        if task is None:
            task = asyncio.create_task(self._lookup(host, port))
            self._pending[place] = task
            task.add_done_callback(lambda _: self._pending.pop(place, None))
        try:
            addresses = await asyncio.shield(task)
        except (OSError, UnicodeError) as error:  # a name that IDNA cannot tell
            raise UpstreamFailure("dns", "the upstream's name has no address") from error
        if not addresses:
            raise UpstreamFailure("dns", "the upstream's name has no address")
        if len(self._cache) >= _CACHE_SIZE:
            self._cache.clear()
        self._cache[place] = (time.monotonic() + CACHE_SECONDS, addresses)
        return addresses
