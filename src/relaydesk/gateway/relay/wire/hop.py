"""The headers by which Relaydesk names itself on messages it passes on, and recognises one that it passed on before.

`Via` (RFC 9110, 7.6.3) names a pseudonym, never a host. The lines are made once, not for each message.
"""

from collections.abc import Iterable
from typing import Final

# The header lines of every answer of the data plane, an upstream's or its own.
GUARDS: Final = b"x-content-type-options: nosniff\r\n"


class Hop:
    """`pseudonym` is the installation's: the same in all its processes, another one in each installation.

    `request_via` is the header line that goes to upstreams, `answer_lines` are those that go to clients. They name the
    version of the message that came in: `request_via_1_0` and `answer_lines_1_0` are for HTTP/1.0.
    """

    __slots__ = ("_pseudonym", "answer_lines", "answer_lines_1_0", "pseudonym", "request_via", "request_via_1_0")

    def __init__(self, pseudonym: str) -> None:
        self.pseudonym = pseudonym
        self._pseudonym = pseudonym.encode()
        self.request_via = b"via: 1.1 %b\r\n" % self._pseudonym
        self.request_via_1_0 = b"via: 1.0 %b\r\n" % self._pseudonym
        self.answer_lines = GUARDS + self.request_via
        self.answer_lines_1_0 = GUARDS + self.request_via_1_0

    def has_passed(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether a request has come through this installation before."""
        return any(
            member.split()[1:2] == [self._pseudonym]
            for name, value in headers
            if name == b"via"
            for member in value.lower().split(b",")
        )
