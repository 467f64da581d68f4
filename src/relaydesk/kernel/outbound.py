"""Owns the guard on outbound URLs: which addresses we may be made to call, for upstreams, connectors and webhooks.

A name is resolved once, each address is checked, and the connection goes to a checked address (pinned), so a second
look-up cannot answer differently (DNS rebinding). Redirects are not followed. `may_call` is the one rule, for the
relay, too; which private networks may be reached and which port is ours is set once a process (`configure`).
"""

import asyncio
import ipaddress
import re
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import httpx

from relaydesk.kernel.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_ANSWER_BYTES = 32 * 1024 * 1024
# what a client raises when there is no answer, or when the address cannot be read as one
UNREACHABLE = (httpx.HTTPError, httpx.InvalidURL, UnicodeError)
_UNPACK_BYTES, _GZIP_WBITS = 64 * 1024, 31
_IPV6, _DEFAULT_PORTS = 6, {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.0/8", "::1/128")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Never called, whatever is allowed: what clouds tell their machines at (metadata), and what leads to no single host.
_NEVER: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.0/24", "192.0.2.0/24",
        "198.51.100.0/24", "203.0.113.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "fe80::/10", "fec0::/10", "fd00:ec2::/32", "fd20:ce::/32", "64:ff9b:1::/48", "100::/64",
        "2001:db8::/32", "3fff::/20", "5f00::/16", "ff00::/8",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Policy:
    """What of the settings the guard knows; `own_port` is 0 where nothing is served."""

    private_networks: tuple[Network, ...]
    own_port: int


_policy = _Policy(tuple(ipaddress.ip_network(text) for text in LOOPBACK), own_port=0)


def configure(*, private_cidrs: Iterable[str], own_port: int) -> None:
    """Which networks `allow_private` may reach, and the port that this product itself listens on."""
    _policy.private_networks = tuple(ipaddress.ip_network(text, strict=False) for text in private_cidrs)
    _policy.own_port = own_port


class DestinationRefused(Invalid):
    """Calls to {host} are refused: it has an address that is not public or not permitted (allow_private)."""

    code = "DESTINATION_REFUSED"


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def is_public_address(address: str) -> bool:
    """Whether a literal address is globally routable, seen through IPv4-mapped, 6to4, Teredo and NAT64 forms."""
    ip = _seen_through(address)
    if _is_never(ip):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_unspecified or ip.is_reserved or ip.is_loopback)


def may_call(address: str, port: int, *, allow_private: bool) -> bool:
    """Whether a connection to a literal address may be made: the one rule for everything that calls out."""
    ip = _seen_through(address)
    if _is_never(ip) or is_own(address, port):
        return False
    if is_public_address(str(ip)):
        return True
    return allow_private and any(ip in network for network in _policy.private_networks if network.version == ip.version)


def is_own(address: str, port: int) -> bool:
    """Whether a literal address is where this product itself listens, by whichever of the machine's addresses."""
    return port != 0 and port == _policy.own_port and _is_of_this_machine(_seen_through(address))


def _seen_through(address: str) -> Address:
    """The IPv4 address inside an IPv4-mapped, 6to4, Teredo or NAT64 one; every other as it is."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    teredo = ip.teredo
    inner = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
    if inner is None and ip in _NAT64:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return inner or ip


def _is_never(ip: Address) -> bool:
    return any(ip in network for network in _NEVER if network.version == ip.version)


def _is_of_this_machine(ip: Address) -> bool:
    """Whether one of this machine's interfaces has the address: only then can it be bound."""
    if ip.is_loopback:
        return True
    with socket.socket(socket.AF_INET6 if ip.version == _IPV6 else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(ip), 0))
        except OSError:
            return False
    return True


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of `host` that may be called.

    Raises:
        DestinationRefused: one of its addresses may not be called.
        OSError: the name does not resolve.
    """
    loop = asyncio.get_running_loop()
    entries = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    if not all(may_call(address, port, allow_private=allow_private) for address in addresses):
        raise DestinationRefused(host=host)
    return addresses


def check_url(
    url: str,
    *,
    field: str,
    allow_private: bool,
    may_have_query: bool = False,
) -> None:
    """Refuses what is wrong with a URL before any look-up; a literal private address is refused here already.

    Raises:
        Invalid: with the field named.
    """
    check_characters(url, field=field)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid.field(field, "is not a valid URL", reason="url_invalid") from None
    if parts.scheme not in {"http", "https"}:
        raise Invalid.field(field, "must start with http:// or https://", reason="url_start")
    if not parts.hostname or port == 0:
        raise Invalid.field(field, "must name a host", reason="url_host")
    if parts.username or parts.password:
        raise Invalid.field(field, "must not contain a user name or password", reason="url_credentials")
    if parts.query and not may_have_query:
        raise Invalid.field(field, "must not contain a query or fragment", reason="url_query")
    if parts.fragment:
        raise Invalid.field(field, "must not contain a fragment", reason="url_fragment")
    literal = _literal_of(parts.hostname)
    port = port or _DEFAULT_PORTS.get(parts.scheme, 0)
    if literal is None or may_call(literal, port, allow_private=allow_private):
        return
    if not allow_private and may_call(literal, port, allow_private=True):
        message = "points to a loopback or private address; set allow_private to permit it"
        raise Invalid.field(field, message, reason="address_private")
    message = "points to an address that is never called, or outside of OUTBOUND_PRIVATE_CIDRS"
    raise Invalid.field(field, message, reason="address_forbidden")


def check_characters(url: str, *, field: str) -> None:
    """Refuses what neither a resolver nor a database takes. Raises Invalid, with the field named."""
    if _CONTROL.search(url):
        message = "must not contain line breaks or other control characters"
        raise Invalid.field(field, message, reason="one_line")


def _literal_of(host: str) -> str | None:
    """The address that a URL names without a look-up."""
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host.split("%", 1)[0]))
    except ValueError:
        pass
    try:  # forms such as 127.1, 0x7f000001 or 2130706433 that the C library takes for IPv4
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


class _PinnedTransport(httpx.AsyncHTTPTransport):
    """Resolves and checks the host of every request and connects to the checked address."""

    def __init__(self, *, tls: ssl.SSLContext, allow_private: bool, max_answer_bytes: int) -> None:
        super().__init__(verify=tls, retries=0)
        self._allow_private = allow_private
        self._max_answer_bytes = max_answer_bytes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await resolve(host, port, allow_private=self._allow_private)
        except OSError as error:
            raise httpx.ConnectError(f"cannot resolve {host}", request=request) from error
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=addresses[0])
        response = await super().handle_async_request(request)
        try:
            return _bounded(response, self._max_answer_bytes)
        except httpx.DecodingError:
            await response.aclose()
            raise


class AnswerTooLarge(httpx.TransportError):
    """The answer is larger than what is read of one, as it came or unpacked."""


class _BoundedBody(httpx.AsyncByteStream):
    """An answer's content, unpacked piece by piece: more than the limit is never in memory."""

    def __init__(self, stream: httpx.AsyncByteStream, *, limit_bytes: int, is_gzip: bool) -> None:
        self._stream, self._left = stream, limit_bytes
        self._unpacker = zlib.decompressobj(wbits=_GZIP_WBITS) if is_gzip else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for packed in self._stream:
            rest = packed
            while rest:
                piece, rest = self._unpacked(rest)
                self._left -= len(piece)
                if self._left < 0:
                    raise AnswerTooLarge("the answer is too large")
                if piece:
                    yield piece

    def _unpacked(self, packed: bytes) -> tuple[bytes, bytes]:
        """Some content, and what of `packed` is still to be unpacked."""
        if self._unpacker is None:
            return packed, b""
        try:
            piece = self._unpacker.decompress(packed, _UNPACK_BYTES)
        except zlib.error as error:
            raise httpx.DecodingError("the answer cannot be unpacked") from error
        return piece, b"" if self._unpacker.eof else self._unpacker.unconsumed_tail

    async def aclose(self) -> None:
        await self._stream.aclose()


def _bounded(response: httpx.Response, limit_bytes: int) -> httpx.Response:
    """The same answer without its encoding; gzip is all we ask for, so every other one is refused."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise httpx.DecodingError("the answer comes in an encoding that was not asked for")
    headers = [(n, v) for n, v in response.headers.raw if n.lower() not in {b"content-encoding", b"content-length"}]
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101 - an async transport gives no other
    body = _BoundedBody(stream, limit_bytes=limit_bytes, is_gzip=encoding != "identity")
    return httpx.Response(response.status_code, headers=headers, stream=body, extensions=response.extensions)


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Whom TLS trusts: this machine's own store (SSL_CERT_FILE). Read once a process: it costs tens of milliseconds."""
    tls = ssl.create_default_context()
    tls.set_alpn_protocols(["http/1.1"])
    return tls


@asynccontextmanager
async def guarded_client(
    *, allow_private: bool = False, timeout_s: float = 20.0, max_answer_bytes: int = MAX_ANSWER_BYTES
) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client for destinations that users name: pinned, no redirects, no proxy from the environment.

    An answer of more than `max_answer_bytes`, unpacked, is an AnswerTooLarge (an httpx.TransportError).
    """
    tls = await asyncio.to_thread(trusted_certificates)  # the loop is not held by what the first one costs
    transport = _PinnedTransport(tls=tls, allow_private=allow_private, max_answer_bytes=max_answer_bytes)
    headers = {"Accept-Encoding": "gzip"}
    async with httpx.AsyncClient(
        transport=transport, headers=headers, timeout=timeout_s, follow_redirects=False, trust_env=False
    ) as client:
        yield client
