"""The `Date` of an answer (RFC 9110, 6.6.1), written once a second."""

import time
from email.utils import formatdate


class _Clock:
    """The line as of the last second that it was wanted in."""

    def __init__(self) -> None:
        self._second = 0
        self._line = b""

    def line(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._line = f"date: {formatdate(second, usegmt=True)}\r\n".encode()
        return self._line


date_line = _Clock().line
