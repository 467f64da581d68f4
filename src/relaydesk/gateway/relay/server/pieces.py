"""The pieces that the parser finds of a body, one for each chunk: what they may cost, however small they are."""

from collections.abc import Callable
from typing import Final

FEW: Final = 8  # in one read, which is of 250 KB at most: these are handed on as they are, more are joined
MANY: Final = 1024  # in one read, behind which other connections have their turn
SMALL_BYTES: Final = 16
MOST_WASTE: Final = 1024 * 1024  # what the chunks of a body may lack of SMALL_BYTES each: 69,905 of a single byte


class Pieces:
    """Of one connection. `add` is the list's own, as the parser calls it more often than all else is called."""

    __slots__ = ("_waste", "add", "waiting", "were_many")

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.add = self.waiting.append
        self.were_many = False  # until whoever looks at it sets it back
        self._waste = 0

    def take(self) -> list[bytes]:
        """What waits, in order. Only those that come many at once are counted: one a read costs no more than a read."""
        pieces = self.waiting.copy()
        self.waiting.clear()
        count = len(pieces)
        if count <= FEW:
            return pieces
        joined = b"".join(pieces)
        if count > MANY:
            self.were_many = True
            self._waste = max(0, self._waste + SMALL_BYTES * count - len(joined))
        return [joined]

    @property
    def are_too_many(self) -> bool:
        """For what this body holds."""
        return self._waste > MOST_WASTE

    def end(self) -> None:
        """This body is whole."""
        self._waste = 0


class RestOfBody:
    """What a parser of its own calls with the body of a request whose wish to switch protocols is passed over.

    What comes behind that body is dropped: the connection ends with the answer.
    """

    def __init__(self, on_body: Callable[[bytes], None], on_message_complete: Callable[[], None]) -> None:
        self._on_body = on_body
        self._on_message_complete = on_message_complete
        self._ended = False

    def on_body(self, data: bytes) -> None:
        if not self._ended:
            self._on_body(data)

    def on_message_complete(self) -> None:
        if not self._ended:
            self._ended = True
            self._on_message_complete()
