"""An answer whose body was read for a script: given on as the script left it, or as it came."""

from relaydesk.gateway.relay.upstream.connection import Answer


class Rewritten:
    """Read like a connection. What was read of the body, or what a script made of it, comes first, then the rest."""

    def __init__(self, answer: Answer, body: bytes, *, replaces: bool = False) -> None:
        """`replaces` says that `body` takes the place of all that `answer` has left."""
        if replaces:
            answer.take()
        self._answer = answer
        self._body = body
        self.status = answer.status
        self.headers, self.fields = answer.headers, answer.fields
        self.first_byte_at = answer.first_byte_at
        self.complete = answer.complete
        self.is_http_1_0 = answer.is_http_1_0

    def take(self) -> bytes:
        body, self._body = self._body, b""
        body += self._answer.take()
        self.complete = self._answer.complete
        return body

    async def read(self) -> bytes:
        if self._body:
            return self.take()
        body = await self._answer.read()
        self.complete = self._answer.complete
        return body

    async def peek(self, limit: int) -> tuple[bytes, bool]:
        return self.beginning(limit)

    def beginning(self, limit: int) -> tuple[bytes, bool]:
        return self._body[:limit], len(self._body) > limit or not self._answer.complete

    def done(self) -> None:
        self._answer.done()
