"""The guard on outbound URLs refuses every spelling of a private address."""

import gzip
import ipaddress
import ssl
import threading
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_kit import answer, upstream

from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.outbound import (
    LOOPBACK,
    AnswerTooLarge,
    DestinationRefused,
    check_url,
    configure,
    guarded_client,
    is_public_address,
    may_call,
    resolve,
    trusted_certificates,
)

PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0",
]  # fmt: skip
REFUSED = [
    "http://127.1/", "http://2130706433", "http://0x7f000001", "http://[::1]:80", "http://localhost", "ftp://a.example",
    "http://user:pw@a.example", "http://", "http://a.example:0", "http://a.example/#x", "http://a.example:99999",
    "http://[::1", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are(address: str) -> None:
    assert is_public_address(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_its_mapped_form(address: ipaddress.IPv4Address) -> None:
    assert is_public_address(f"::ffff:{address}") == is_public_address(str(address))


@pytest.mark.parametrize("url", REFUSED)
def test_urls_that_must_not_be_called_are_refused_by_field(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_url(url, field="base_url", allow_private=False)
    assert refused.value.details["errors"][0]["field"] == "base_url"


@pytest.mark.parametrize(
    ("url", "may_have_query", "reason", "message"),
    [
        ("https://a.example/?x=1", False, "url_query", "must not contain a query or fragment"),
        ("https://a.example/#x", False, "url_fragment", "must not contain a fragment"),
        ("https://a.example/?x=1#x", True, "url_fragment", "must not contain a fragment"),
    ],
)
def test_a_query_and_a_fragment_are_refused_with_reasons_of_their_own(
    url: str, may_have_query: bool, reason: str, message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_url(url, field="url", allow_private=False, may_have_query=may_have_query)
    assert refused.value.details == {
        "errors": [{"field": "url", "message": message}],
        "reasons": [{"field": "url", "type": reason}],
    }


def test_a_private_url_passes_where_it_was_allowed() -> None:
    assert check_url("http://127.0.0.1:8080/v1", field="base_url", allow_private=True) is None


async def test_a_name_that_resolves_to_loopback_is_refused() -> None:
    with pytest.raises(DestinationRefused):
        await resolve("localhost", 80, allow_private=False)


async def test_the_guarded_client_refuses_before_it_connects() -> None:
    async with guarded_client() as client:
        with pytest.raises(DestinationRefused):
            await client.get("http://localhost:1/")


NEVER = [
    "169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254", "3fff::1",
    "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "0.0.0.0", "::", "224.0.0.1",
]  # fmt: skip


@pytest.fixture
def everywhere() -> Iterator[None]:
    """All networks are given free, and 8000 is our own port."""
    configure(private_cidrs=["0.0.0.0/0", "::/0"], own_port=8000)
    yield
    configure(private_cidrs=LOOPBACK, own_port=0)


@pytest.mark.parametrize("address", NEVER)
def test_metadata_and_special_addresses_are_never_called(everywhere: None, address: str) -> None:
    assert not may_call(address, 80, allow_private=True)
    assert not is_public_address(address)


def test_private_networks_are_called_only_within_those_that_are_set() -> None:
    inside, outside = ("127.0.0.1", "127.8.8.8", "::1"), ("10.0.0.1", "192.168.1.1", "fd12::1", "100.64.0.1")
    assert [may_call(address, 80, allow_private=True) for address in (*inside, *outside)] == [True] * 3 + [False] * 4
    assert [may_call(address, 80, allow_private=False) for address in inside] == [False] * 3


def test_our_own_port_is_never_called(everywhere: None) -> None:
    found = [may_call(address, port, allow_private=True) for address in ("127.0.0.1", "::1") for port in (8000, 8001)]
    assert found == [False, True, False, True]
    assert may_call("10.255.255.1", 8000, allow_private=True)  # another machine's


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[fd00:ec2::254]/"])
def test_what_may_never_be_called_is_refused_by_field_though_private_is_allowed(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_url(url, field="base_url", allow_private=True)
    assert refused.value.details["errors"][0] == {
        "field": "base_url",
        "message": "points to an address that is never called, or outside of OUTBOUND_PRIVATE_CIDRS",
    }


@pytest.mark.parametrize(("copies", "is_read"), [(1, True), (200, False)])
async def test_an_answer_is_read_up_to_its_bound_however_well_it_is_packed(copies: int, is_read: bool) -> None:
    content = b"x" * 64 * 1024 * copies
    reply = answer(200, gzip.compress(content), "Content-Encoding: gzip")
    async with upstream(reply) as stub, guarded_client(allow_private=True, max_answer_bytes=1024 * 1024) as client:
        if is_read:
            assert (await client.get(f"http://127.0.0.1:{stub.port}/")).content == content
        else:
            with pytest.raises(AnswerTooLarge):
                await client.get(f"http://127.0.0.1:{stub.port}/")


async def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    async with upstream(answer(200, b"?", "Content-Encoding: gzip, gzip")) as stub:
        with pytest.raises(httpx.DecodingError):
            await _get(f"http://127.0.0.1:{stub.port}/")


async def test_whom_tls_trusts_is_read_once_and_never_on_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[int] = []
    read = ssl.create_default_context

    def note(*args: object, **options: object) -> ssl.SSLContext:
        readers.append(threading.get_ident())
        return read()

    monkeypatch.setattr(ssl, "create_default_context", note)
    trusted_certificates.cache_clear()
    for _ in range(3):
        async with guarded_client():
            pass
    assert len(readers) == 1
    assert threading.get_ident() not in readers


async def _get(url: str) -> httpx.Response:
    async with guarded_client(allow_private=True) as client:
        return await client.get(url)
