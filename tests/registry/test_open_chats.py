"""Bounds of the playground's chats: how many may be open at once, and how much is told at once."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from relaydesk.registry.errors import TooManyChats
from relaydesk.registry.playground import service
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


async def test_a_chunk_of_millions_is_told_in_pieces() -> None:
    text = "no more helmets " * 100_000

    async def chunks() -> AsyncIterator[dict[str, Any]]:
        yield {"choices": [{"delta": {"content": text}}]}

    told = [json.loads(event.partition(b"data: ")[2])["text"] async for event in service._events_of(chunks())]
    is_whole = "".join(told) == text  # no difference of megabytes is worked out
    assert is_whole
    assert max(map(len, told)) <= service.MOST_TOLD
