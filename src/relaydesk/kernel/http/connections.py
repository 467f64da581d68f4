"""Owns the bounds of clients' connections: how long a head and a body may take, how many one address may have open."""

import ipaddress
from collections import Counter
from dataclasses import dataclass

# what of a body must come within `body_s`, unless less of it is left
BODY_BYTES = 2048
_LOOKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionBounds:
    """What both planes allow a client. `per_address` counts within one process; `trusted` are proxies, not counted.

    `trusted` is FORWARDED_ALLOW_IPS: addresses and networks separated by commas, or `*`.
    """

    head_s: float = 20.0
    body_s: float = 30.0
    per_address: int = 1000
    trusted: str = "127.0.0.1"

    @property
    def look_every_s(self) -> float:
        return min(self.head_s, self.body_s) / _LOOKS


def network_of(address: str) -> str:
    """An address as limits count it; of IPv6 its /64, since whoever has one address there has all of these."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(ip) >> 64 << 64, 64)).network_address)


class OpenConnections:
    """Those of one process, by the network they come from."""

    def __init__(self, bounds: ConnectionBounds) -> None:
        self._limit = bounds.per_address
        self._trusts_all = bounds.trusted.strip() == "*"
        self._trusted = [network for part in bounds.trusted.split(",") if (network := _network(part.strip()))]
        self._open: Counter[str] = Counter()

    def enter(self, address: str) -> str | None:
        """One more from there. What `leave` is to be given; None when it is not counted.

        Raises:
            TooManyConnections: there are as many as may be.
        """
        if self._is_trusted(address):
            return None
        network = network_of(address)
        if self._open[network] >= self._limit:
            raise TooManyConnections
        self._open[network] += 1
        return network

    def leave(self, network: str) -> None:
        self._open[network] -= 1
        if not self._open[network]:
            del self._open[network]

    def _is_trusted(self, address: str) -> bool:
        if self._trusts_all:
            return True
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self._trusted)


class TooManyConnections(Exception):
    """This address has as many connections open as it may."""


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None  # a name, which no peer's address is


class Pace:
    """How fast what one connection sends comes in, by looks at it from time to time."""

    __slots__ = ("_bytes", "_part", "_since")

    def __init__(self) -> None:
        self.rest()

    def rest(self) -> None:
        """Nothing of the client's is waited for."""
        self._part: object = None
        self._bytes = 0
        self._since = 0.0

    def has_stalled(self, part: object, received: int, *, within_s: float, now: float) -> bool:
        """Whether less than `BODY_BYTES` of this part came in `within_s`; `now` is the loop's time, in seconds."""
        if self._part != part or received - self._bytes >= BODY_BYTES:
            self._part, self._bytes, self._since = part, received, now
        return now - self._since >= within_s
