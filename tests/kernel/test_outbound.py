"""The guard on outbound URLs refuses every spelling of a private address."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.outbound import DestinationRefused, check_url, guarded_client, is_public_address, resolve

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


def test_a_private_url_passes_where_it_was_allowed() -> None:
    assert check_url("http://127.0.0.1:8080/v1", field="base_url", allow_private=True) is None


async def test_a_name_that_resolves_to_loopback_is_refused() -> None:
    with pytest.raises(DestinationRefused):
        await resolve("localhost", 80, allow_private=False)


async def test_the_guarded_client_refuses_before_it_connects() -> None:
    async with guarded_client() as client:
        with pytest.raises(DestinationRefused):
            await client.get("http://localhost:1/")
