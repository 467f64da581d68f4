"""How many chats of the playground may be open at once."""

import pytest

from relaydesk.registry.errors import TooManyChats
from relaydesk.registry.playground.bounds import MOST_OF_PROCESS, MOST_OPEN_OF_PERSON, OpenChats


def test_a_process_has_some_chats_at_a_time() -> None:
    chats = OpenChats()
    opened = [chats.open(f"usr_{number}") for number in range(MOST_OF_PROCESS)]
    opened[0].answered()
    with pytest.raises(TooManyChats):
        chats.open("usr_other")
    for chat in (opened[0], opened[0], opened[1]):
        chat.close()
    chats.open("usr_other").close()


def test_a_persons_chats_that_wait_for_what_they_came_to_are_bounded_too() -> None:
    chats = OpenChats()
    opened = []
    for _ in range(MOST_OPEN_OF_PERSON):
        opened.append(chats.open("usr_1"))
        opened[-1].answered()
    with pytest.raises(TooManyChats):
        chats.open("usr_1")
    chats.open("usr_2")
    opened[0].close()
    chats.open("usr_1")
