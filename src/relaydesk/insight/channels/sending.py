"""Sends a notice over a channel: by Apprise, or as signed JSON to a webhook."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from typing import NamedTuple
from urllib.parse import parse_qsl

import apprise
import httpx

from relaydesk.insight.channels.types import Notice
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.outbound import DestinationRefused, check_url, guarded_client, resolve

logging.getLogger("apprise").disabled = True  # it writes URLs to the log, with what is secret in them

DEADLINE_S = 20.0
SIGNATURE = "X-Relaydesk-Signature"
_ON_THIS_MACHINE = {"NotifyDBus", "NotifyGLib", "NotifyGnome", "NotifyMacOSX", "NotifyWindows", "NotifySyslog"}
_FILES = {"keyfile", "subfile", "pgpkey"}


class Address(NamedTuple):
    """Where a channel leads, in plain."""

    kind: str
    url: str
    signing_secret: str | None
    allow_private: bool


class SendingFailed(Exception):
    """It did not arrive; `kind` says why, in a word of ours."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def check_address(kind: str, url: str, *, allow_private: bool) -> None:
    """Raises Invalid, naming `url`."""
    if kind == "webhook":
        check_url(url, field="url", allow_private=allow_private, may_have_query=True)
        return
    plugin = _plugin(url)
    if plugin is None:
        raise Invalid.field("url", "is not a URL that Apprise knows")
    if type(plugin).__name__ in _ON_THIS_MACHINE:
        raise Invalid.field("url", "names a service of this machine, not one of the network")
    if _reads_a_file(plugin, url):
        raise Invalid.field("url", "names a file, and files of this machine are not read")


def _plugin(url: str) -> apprise.NotifyBase | None:
    """Apprise's service behind a URL. It follows no redirects, whatever the URL says: they could lead inside."""
    plugin = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if plugin is not None:
        plugin.redirects = False
    return plugin


def _reads_a_file(plugin: apprise.NotifyBase, url: str) -> bool:
    """Templates and keys that Apprise would load from a path or another URL."""
    asked = {name.lower() for name, _ in parse_qsl(url.partition("?")[2])}
    loaded = (value for value in vars(plugin).values() if isinstance(value, apprise.AppriseAttachment))
    return bool(asked & _FILES) or any(len(attachment) for attachment in loaded)


def shown(kind: str, url: str) -> str:
    """What of a URL may be seen: its scheme, and the host where there is one; with Apprise it may be a token."""
    scheme, _, rest = url.partition("://")
    if kind == "apprise":
        plugin = _plugin(url)
        has_host = plugin is not None and "host" in plugin.template_tokens and "." in (plugin.host or "")
        return f"{scheme}://{plugin.host}/…" if plugin is not None and has_host else f"{scheme}://…"
    place = rest.partition("?")[0].partition("/")[0]
    return f"{scheme}://{place.rpartition('@')[2]}/…"


async def send(address: Address, notice: Notice) -> None:
    """Raises SendingFailed."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            if address.kind == "webhook":
                await _post(address, notice)
            else:
                await _notify(address, notice)
    except TimeoutError as error:
        raise SendingFailed("timeout") from error


async def _post(address: Address, notice: Notice) -> None:
    body = json.dumps({**notice._asdict(), "sent_at": int(time.time())}).encode()
    headers = {"Content-Type": "application/json"}
    if address.signing_secret is not None:
        headers[SIGNATURE] = signature(address.signing_secret, body, int(time.time()))
    try:
        async with guarded_client(allow_private=address.allow_private, timeout_s=DEADLINE_S) as client:
            answer = await client.post(address.url, content=body, headers=headers)
    except DestinationRefused as error:
        raise SendingFailed("address_refused") from error
    except httpx.TimeoutException as error:
        raise SendingFailed("timeout") from error
    except httpx.HTTPError as error:
        raise SendingFailed("unreachable") from error
    if not answer.is_success:  # nor is a redirect an arrival: it is not followed
        raise SendingFailed(f"status_{answer.status_code}")


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the body."""
    digest = hmac.new(secret.encode(), b"%d.%b" % (at, body), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


async def _notify(address: Address, notice: Notice) -> None:
    plugin = _plugin(address.url)
    if plugin is None:
        raise SendingFailed("url_unknown")
    if not address.allow_private:
        await _check_host(plugin)
    sender = apprise.Apprise()
    sender.add(plugin)
    # in a thread: most of Apprise's services block
    arrived = await asyncio.to_thread(sender.notify, title=notice.title, body=notice.body)
    if not arrived:
        raise SendingFailed("refused")


async def _check_host(plugin: apprise.NotifyBase) -> None:
    """Services that a user may host: their address must be public."""
    named = plugin.host if "host" in type(plugin).template_tokens else None
    host = getattr(plugin, "smtp_host", None) or getattr(plugin, "endpoint", None) or named
    if not isinstance(host, str) or not host:
        return
    try:
        await resolve(host, plugin.port or 443, allow_private=False)
    except DestinationRefused as error:
        raise SendingFailed("address_refused") from error
    except OSError as error:
        raise SendingFailed("unreachable") from error
