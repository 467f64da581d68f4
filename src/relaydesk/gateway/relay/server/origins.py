"""Which web pages may use the data plane: CORS as the Fetch standard has it, for origins that are listed.

A preflight is answered here, before anybody's client key is looked at: browsers send none with it.
"""

from collections.abc import Collection
from typing import Final

from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.own import own_head

ANY: Final = b"*"
MAX_AGE_S: Final = 600
_EXPOSED: Final = (
    b"x-request-id, x-relaydesk-upstream, x-relaydesk-attempts, x-relaydesk-overhead-us, "
    b"x-relaydesk-cache, age, retry-after, inference-header-content-length"
)


class Origins:
    """Those of `CORS_ALLOW_ORIGINS`; `*` allows every page, yet none with credentials."""

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self._allowed = frozenset(origin.encode() for origin in allowed)

    def admit(self, call: Call) -> bool:
        """Have the answer say that its page may read it; whether this was a preflight, which is answered then."""
        if not self._allowed:
            return False
        lines = [b"vary: origin\r\n"]
        origin = call.fields.get(b"origin")
        is_listed = origin in self._allowed
        if origin is not None and (is_listed or ANY in self._allowed):
            lines.append(b"access-control-allow-origin: %b\r\n" % (origin if is_listed else ANY))
            if is_listed:
                lines.append(b"access-control-allow-credentials: true\r\n")
            if call.method == b"OPTIONS" and b"access-control-request-method" in call.fields:
                self._answer_preflight(call, lines)
                return True
            lines.append(b"access-control-expose-headers: %b\r\n" % _EXPOSED)
        call.origin_lines = lines
        return False

    def _answer_preflight(self, call: Call, lines: list[bytes]) -> None:
        lines.append(b"access-control-allow-methods: %b\r\n" % call.fields[b"access-control-request-method"])
        if (wanted := call.fields.get(b"access-control-request-headers")) is not None:
            lines.append(b"access-control-allow-headers: %b\r\n" % wanted)
        lines.append(b"access-control-max-age: %d\r\n" % MAX_AGE_S)
        lines += own_head(new_request_id().encode())
        call.answer(204, lines, length=None, body=b"", complete=True)
