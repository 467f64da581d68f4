"""Owns the guard on outbound URLs: which addresses we may be made to call, for upstreams, connectors and webhooks.

A name is resolved once, each address is checked, and the connection goes to a checked address (pinned), so a second
look-up cannot answer differently (DNS rebinding). Redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx

from relaydesk.kernel.errors import Invalid

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class DestinationRefused(Invalid):
    """Calls to {host} are refused: it is not a public address. Set allow_private to permit it."""

    code = "DESTINATION_REFUSED"


def is_public_address(address: str) -> bool:
    """Whether a literal address is globally routable, seen through IPv4-mapped, 6to4, Teredo and NAT64 forms."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        teredo = ip.teredo
        inner = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_address(str(inner))
        if ip.is_site_local:  # fec0::/10, which Python takes for global
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_unspecified or ip.is_reserved or ip.is_loopback)


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of `host` that may be called.

    Raises:
        DestinationRefused: any of its addresses is not public and `allow_private` is False.
        OSError: the name does not resolve.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(map(is_public_address, addresses)):
        raise DestinationRefused(host=host)
    return addresses


def check_url(
    url: str,
    *,
    field: str,
    allow_private: bool,
    schemes: Iterable[str] = ("http", "https"),
    may_have_query: bool = False,
) -> None:
    """Refuses what is wrong with a URL before any look-up; a literal private address is refused here already.

    Raises:
        Invalid: with the field named.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid.field(field, "is not a valid URL") from None
    if parts.scheme not in set(schemes):
        raise Invalid.field(field, f"must start with {' or '.join(s + '://' for s in schemes)}")
    if not parts.hostname or port == 0:
        raise Invalid.field(field, "must name a host")
    if parts.username or parts.password:
        raise Invalid.field(field, "must not contain a user name or password")
    if parts.fragment or (parts.query and not may_have_query):
        raise Invalid.field(field, f"must not contain a {'' if may_have_query else 'query or '}fragment")
    if not allow_private and _is_private_literal(parts.hostname):
        raise Invalid.field(field, "points to a loopback or private address; set allow_private to permit it")


def _is_private_literal(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public_address(host)
    except ValueError:
        pass
    try:  # forms such as 127.1, 0x7f000001 or 2130706433 that the C library takes for IPv4
        return not is_public_address(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return False


class _PinnedTransport(httpx.AsyncHTTPTransport):
    """Resolves and checks the host of every request and connects to the checked address."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__(retries=0)
        self._allow_private = allow_private

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await resolve(host, port, allow_private=self._allow_private)
        except OSError as error:
            raise httpx.ConnectError(f"cannot resolve {host}", request=request) from error
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        return await super().handle_async_request(request)


def guarded_client(*, allow_private: bool = False, timeout_s: float = 20.0) -> httpx.AsyncClient:
    """An HTTP client for destinations that users name: pinned, no redirects, no proxy from the environment."""
    return httpx.AsyncClient(
        transport=_PinnedTransport(allow_private=allow_private),
        timeout=timeout_s,
        follow_redirects=False,
        trust_env=False,
    )
