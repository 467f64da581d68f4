"""How many chats may be open in a process at once, so that they leave room for all else."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Final

from relaydesk.registry.errors import TooManyChats

MOST_OF_PERSON: Final = 4  # that are being answered: two side by side, twice
MOST_OPEN_OF_PERSON: Final = 8  # with those that wait for what they came to
MOST_OF_PROCESS: Final = 32
_RETRY_AFTER_S: Final = 5.0


class OpenChats:
    def __init__(self) -> None:
        self._open: set[OpenChat] = set()
        self._answering: Counter[str] = Counter()  # by person

    def open(self, person: str) -> "OpenChat":
        """Close it, whatever comes. Raises TooManyChats."""
        open_of_person = sum(chat.person == person for chat in self._open)
        is_full = len(self._open) >= MOST_OF_PROCESS or open_of_person >= MOST_OPEN_OF_PERSON
        if is_full or self._answering[person] >= MOST_OF_PERSON:
            raise TooManyChats(retry_after_s=_RETRY_AFTER_S)
        chat = OpenChat(self, person)
        self._open.add(chat)
        self._answering[person] += 1
        return chat

    def answered(self, chat: "OpenChat") -> None:
        self._answering[chat.person] -= 1
        if not self._answering[chat.person]:
            del self._answering[chat.person]

    def closed(self, chat: "OpenChat") -> None:
        self._open.discard(chat)


class OpenChat:
    def __init__(self, chats: OpenChats, person: str) -> None:
        self.person = person
        self.cut_off: Callable[[], None] | None = None  # ends its connection at once
        self._chats = chats
        self._is_answered = False
        self._cutting: asyncio.TimerHandle | None = None

    def answered(self) -> None:
        """Its person may begin another one, while this one still waits for what it came to."""
        if not self._is_answered:
            self._is_answered = True
            self._chats.answered(self)

    def cut_off_after(self, seconds: float) -> None:
        """Unless it is closed by then: whoever reads has the time to read how it ended."""
        if self.cut_off is not None and self._cutting is None:
            self._cutting = asyncio.get_running_loop().call_later(seconds, self.cut_off)

    def close(self) -> None:
        if self._cutting is not None:
            self._cutting.cancel()
        self.answered()
        self._chats.closed(self)
