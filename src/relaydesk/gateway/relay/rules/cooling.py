"""How long a key is to rest, from what its upstream says in headers. Pure: the caller gives the time."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from relaydesk.gateway.relay.rules.actions import CoolDown
from relaydesk.gateway.relay.rules.outcome import Headers

SHORTEST_S = 1.0
LONGEST_S = 7 * 24 * 3600.0
_EPOCH_MS = 1e12
_EPOCH_S = 1e9
_SPAN: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|us|µs|ns|d|h|m|s)")
_UNIT_S: Final = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_FIELD: Final = re.compile(r';\s*([rt])="?(\d{1,12})')


def cool_down_s(action: CoolDown, headers: Headers | None, now: float) -> float:
    """Seconds, at least `SHORTEST_S` and at most `LONGEST_S` whatever an upstream claims.

    `now` is seconds since the epoch.
    """
    wait_s: float | None = None
    if headers and action.source == "retry_after":
        wait_s = retry_after_s(headers, now)
    elif headers and action.source == "rate_limit_headers":
        wait_s = reset_s(headers, now)
        if wait_s is None:
            wait_s = retry_after_s(headers, now)
    return min(max(action.default_s if wait_s is None else wait_s, SHORTEST_S), LONGEST_S)


def retry_after_s(headers: Headers, now: float) -> float | None:
    """`Retry-After`, a number of seconds or a date (RFC 9110 section 10.2.3); OpenAI's finer `retry-after-ms`."""
    texts = _texts(headers, (b"retry-after-ms", b"retry-after"))
    if (ms := _number(texts.get("retry-after-ms", ""))) is not None:
        return ms / 1000
    text = texts.get("retry-after", "")
    if (seconds := _number(text)) is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None


def reset_s(headers: Headers, now: float) -> float | None:
    """Until the limit that is used up begins anew; where none says it is used up, until the last of them does.

    Reads OpenAI's `x-ratelimit-reset-requests` and `-tokens` (`1s`, `6m0s`, `20ms`), Anthropic's
    `anthropic-ratelimit-…-reset` (RFC 3339), plain `x-ratelimit-reset` and `ratelimit-reset` (seconds, or a time since
    the epoch) and the `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10.
    """
    limits = list(_limits(headers, now))
    used_up = [seconds for seconds, is_used_up in limits if is_used_up]
    return max(used_up or [seconds for seconds, _ in limits], default=None)


def _limits(headers: Headers, now: float) -> Iterator[tuple[float, bool]]:
    """Each limit named: seconds until its reset, whether nothing remains of it."""
    limit_headers = {
        name.decode("latin-1"): value.decode("latin-1").strip() for name, value in headers if b"ratelimit" in name
    }
    for name, value in limit_headers.items():
        if name == "ratelimit":
            fields = dict(_FIELD.findall(";" + value.partition(";")[2]))
            if "t" in fields:
                yield float(fields["t"]), fields.get("r") == "0"
        elif "reset" in name and (seconds := _moment_s(value, now)) is not None:
            yield seconds, limit_headers.get(name.replace("reset", "remaining")) == "0"


def _moment_s(value: str, now: float) -> float | None:
    """Seconds from now to what a header says: a number, a span such as `6m0s`, or a date."""
    number = _number(value)
    if number is not None:
        if number >= _EPOCH_S:
            return max(0.0, (number / 1000 if number >= _EPOCH_MS else number) - now)
        return number
    spans = _SPAN.findall(value)
    if spans and "".join(number + unit for number, unit in spans) == value:
        return sum(float(number) * _UNIT_S[unit] for number, unit in spans)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now) if moment.tzinfo is not None else None


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None


def _texts(headers: Headers, names: Iterable[bytes]) -> dict[str, str]:
    """The first value of each of the names that is there."""
    texts: dict[str, str] = {}
    for name, value in headers:
        if name in names:
            texts.setdefault(name.decode(), value.decode("latin-1").strip())
    return texts
