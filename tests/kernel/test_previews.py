"""A text that is cut for people ends between two of what they see as characters (UAX 29, extended clusters)."""

import pytest

from relaydesk.kernel.observe.previews import cut

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # three people joined
THUMB = "\U0001f44d\U0001f3fd"  # with a skin tone
GERMANY, CHINA = "\U0001f1e9\U0001f1ea", "\U0001f1e8\U0001f1f3"
ACCENT = "e\u0301"
KEYCAP = "1\ufe0f\u20e3"


@pytest.mark.parametrize("character", [FAMILY, THUMB, GERMANY, ACCENT, KEYCAP, "\r\n"])
def test_no_part_of_a_character_is_left_at_the_end(character: str) -> None:
    text = f"ab{character}cd"
    for limit in range(2, 2 + len(character)):
        assert cut(text, limit) == "ab"
    assert cut(text, 2 + len(character)) == f"ab{character}"


def test_of_flags_in_a_row_pairs_stay_together() -> None:
    assert cut(GERMANY + CHINA + "x", 3) == GERMANY
    assert cut(GERMANY + CHINA + "x", 4) == GERMANY + CHINA


def test_a_short_text_and_endless_marks_are_what_they_are() -> None:
    assert cut(FAMILY, 5) == FAMILY
    assert cut("a" + "\u0301" * 300, 200) == "a" + "\u0301" * 199
