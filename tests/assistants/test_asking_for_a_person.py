"""Which messages ask for a person, and which only name one: each line a message."""

import pytest
from phrases_that_ask import ASKING
from phrases_that_name import NAMING

from relaydesk.assistants.turns.person_phrases import asks_for_person


@pytest.mark.parametrize("message", ASKING.strip().splitlines())
def test_who_asks_for_a_person_is_understood(message: str) -> None:
    assert asks_for_person(message)


@pytest.mark.parametrize("message", NAMING.strip().splitlines())
def test_who_only_names_a_person_is_not_taken_to_ask_for_one(message: str) -> None:
    assert not asks_for_person(message)


def test_the_wish_for_a_person_is_found_at_the_end_of_the_longest_message() -> None:
    wish = "please let me talk to a human"
    assert asks_for_person("The bike is broken. " * 198 + wish)
