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

from relaydesk.insight.channels.guard import watched
from relaydesk.insight.channels.types import Notice
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.outbound import UNREACHABLE, DestinationRefused, check_characters, check_url, guarded_client

logging.getLogger("apprise").disabled = True  # it writes URLs to the log, with what is secret in them

DEADLINE_S = 20.0
SIGNATURE = "X-Relaydesk-Signature"
# What Apprise may speak to, and the parameters it may be given: others relay, read files, or run what they are told to.
SERVICES = frozenset(
    """dingtalk discord feishu form forms gchat gotify gotifys json jsons lark mailto mailtos ntfy ntfys opsgenie
    pagerduty pover rocket rockets slack tgram wecombot xml xmls""".split()  # noqa: SIM905 - reads better than quotes
)
PARAMETERS = frozenset(
    """avatar bcc cc footer format from image key mode name overflow pass priority region reply secret severity silent
    smtp sound tags thread to token topic user""".split()  # noqa: SIM905 - likewise
)
_HEADER = ("+", " ")  # `?+X-Name=value`: a header of the caller's own; parsing makes a blank of the plus


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
    check_characters(url, field="url")
    _check_apprise_url(url)
    if _plugin(url) is None:
        raise Invalid.field("url", "is not a URL that Apprise knows", reason="apprise_url")


def _check_apprise_url(url: str) -> None:
    scheme = url.partition("://")[0].strip().lower()
    if scheme not in SERVICES:
        services = ", ".join(sorted(SERVICES))
        raise Invalid.field(
            "url", f"must be of one of these services: {services}", reason="apprise_service", services=services
        )
    names = {name.lower() for name, _ in parse_qsl(url.partition("?")[2], keep_blank_values=True)}
    if any(not name.startswith(_HEADER) for name in names - PARAMETERS) or ";" in url:
        parameters = ", ".join(sorted(PARAMETERS))
        raise Invalid.field(
            "url", f"may have these parameters only: {parameters}", reason="apprise_parameters", parameters=parameters
        )


def _plugin(url: str) -> apprise.NotifyBase | None:
    """Apprise's service behind a URL. It follows no redirects, whatever the URL says: they could lead inside."""
    with watched(allow_private=False):
        plugin = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if plugin is not None:
        plugin.redirects = False
    return plugin


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
        async with (
            guarded_client(allow_private=address.allow_private, timeout_s=DEADLINE_S) as client,
            client.stream("POST", address.url, content=body, headers=headers) as answer,
        ):
            pass  # what it says is not read
    except DestinationRefused as error:
        raise SendingFailed("address_refused") from error
    except httpx.TimeoutException as error:
        raise SendingFailed("timeout") from error
    except UNREACHABLE as error:
        raise SendingFailed("unreachable") from error
    if not answer.is_success:  # nor is a redirect an arrival: it is not followed
        raise SendingFailed(f"status_{answer.status_code}")


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the body."""
    digest = hmac.new(secret.encode(), b"%d.%b" % (at, body), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


async def _notify(address: Address, notice: Notice) -> None:
    try:
        _check_apprise_url(address.url)  # it may be from before there was a list
    except Invalid as error:
        raise SendingFailed("url_unknown") from error
    plugin = _plugin(address.url)
    if plugin is None:
        raise SendingFailed("url_unknown")
    sender = apprise.Apprise()
    sender.add(plugin)
    with watched(allow_private=address.allow_private) as watch:
        # in a thread, which takes the watch along: most of Apprise's services block
        has_arrived = await asyncio.to_thread(sender.notify, title=notice.title, body=notice.body)
    if not has_arrived:
        raise SendingFailed("address_refused" if watch.has_refused else "refused")
