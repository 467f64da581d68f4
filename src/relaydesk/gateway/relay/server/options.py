"""What the relay answers to OPTIONS itself (RFC 9110, 9.3.7 and 7.6.2), and which wishes to switch it must refuse."""

from typing import Final

from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.own import own_head

MOST_DIGITS: Final = 9  # of a number in a header; a longer one is as good as endless
# What is forwarded; an upstream may know others, which are forwarded too as far as the parser knows them.
METHODS: Final = b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


def answers_options(call: Call, request_id: bytes) -> bool:
    """Whether OPTIONS ends here, answered: asked of the server as a whole (`*`), or with no hop left to go."""
    hops = call.fields.get(b"max-forwards")
    left = int(hops[:MOST_DIGITS]) if hops is not None and hops.isdigit() else None
    if call.path != b"*" and left != 0:
        if left is not None:
            call.headers = [
                (name, b"%d" % (left - 1) if name == b"max-forwards" else value) for name, value in call.headers
            ]
        return False
    lines = [b"allow: %b\r\n" % METHODS, *own_head(request_id)]
    call.answer(204, lines, length=None, body=b"", complete=True)
    return True


def is_websocket(call: Call) -> bool:
    """Whether a request asks for the one protocol in whose place HTTP is of no use."""
    wishes = b",".join(value for name, value in call.headers if name == b"upgrade")
    return not call.is_http_1_0 and any(wish.strip().lower() == b"websocket" for wish in wishes.split(b","))
