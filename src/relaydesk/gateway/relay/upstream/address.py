"""Which addresses an upstream may have, and where its name leads: resolved by us, checked, then pinned."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Callable, Coroutine
from typing import Any

from relaydesk.gateway.relay.upstream.failure import UpstreamFailure

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], Coroutine[Any, Any, list[str]]]

CACHE_SECONDS = 30.0
_CACHE_SIZE = 4096
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")


def is_public_address(address: str | IpAddress) -> bool:
    """Whether an address is reachable on the public internet and nothing of ours.

    Addresses that carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64) are as public as that one.
    """
    ip = ipaddress.ip_address(address) if isinstance(address, str) else address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None or ip in _NAT64_LOCAL:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(inner)
        if ip.is_site_local:
            return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_private
    )


async def system_lookup(host: str, port: int) -> list[str]:
    """Addresses of a name by the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Names to checked addresses, remembered for a short while; one look-up at a time for a name."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._cache: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._pending: dict[tuple[str, int], asyncio.Task[list[str]]] = {}

    async def resolve(self, host: str, port: int, *, allow_private: bool) -> list[str]:
        """Addresses that may be connected to.

        Raises:
            UpstreamFailure: `dns` when the name has no address, `address_refused` when one of them is not public.
        """
        addresses = await self._addresses(host, port)
        if not allow_private and not all(is_public_address(a) for a in addresses):
            raise UpstreamFailure("address_refused", "the upstream's address is not a public one")
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
        except OSError as error:
            raise UpstreamFailure("dns", "the upstream's name has no address") from error
        if not addresses:
            raise UpstreamFailure("dns", "the upstream's name has no address")
        if len(self._cache) >= _CACHE_SIZE:
            self._cache.clear()
        self._cache[place] = (time.monotonic() + CACHE_SECONDS, addresses)
        return addresses
