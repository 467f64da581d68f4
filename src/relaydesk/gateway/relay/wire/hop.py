"""What Relaydesk says of itself on a message's way, and how it knows a message that came through it before.

`Via` (RFC 9110, 7.6.3) names a pseudonym, never a host. The lines are made once, not for each message.
"""

from collections.abc import Iterable
from typing import Final

# The header lines of every answer of the data plane, an upstream's or its own.
GUARDS: Final = b"x-content-type-options: nosniff\r\n"


class Hop:
    """`pseudonym` is the installation's: the same in all its processes, another one in each installation.

    `asked` goes to upstreams, `answered` to clients, whole lines both. They name the version of the message that came
    in: `asked_1_0` and `answered_1_0` are those for HTTP/1.0.
    """

    __slots__ = ("_pseudonym", "answered", "answered_1_0", "asked", "asked_1_0", "pseudonym")

    def __init__(self, pseudonym: str) -> None:
        self.pseudonym = pseudonym
        self._pseudonym = pseudonym.encode()
        self.asked = b"via: 1.1 %b\r\n" % self._pseudonym
        self.asked_1_0 = b"via: 1.0 %b\r\n" % self._pseudonym
        self.answered = GUARDS + self.asked
        self.answered_1_0 = GUARDS + self.asked_1_0

    def has_passed(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether a request has come through this installation before."""
        return any(
            member.split()[1:2] == [self._pseudonym]
            for name, value in headers
            if name == b"via"
            for member in value.lower().split(b",")
        )
