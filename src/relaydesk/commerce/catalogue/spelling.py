"""Words that were typed wrong: the catalogue's words that are one slip away from what nothing has.

Each word of the catalogue is kept under itself and under each text that it is without one of its letters. Two words
that are one slip apart (a letter too many, too few, another one, two the wrong way round) have such a text in common.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import text

from relaydesk.commerce.catalogue.terms import words_of
from relaydesk.kernel.database import Db, ReadDb

SHORTEST, LONGEST = 4, 30
MOST_OF_TEXT: Final = 300  # whatever a store writes
_SHORT, _LONG = 5, 8  # letters: up to so many none is taken for another, from so many on there may be two slips
_ADD = text("""
WITH fresh AS (
  SELECT word FROM unnest(CAST(:words AS text[])) AS given (word)
  WHERE NOT EXISTS (SELECT FROM commerce_word w WHERE w.shortened = given.word AND w.word = given.word)
)
INSERT INTO commerce_word (shortened, word)
SELECT DISTINCT CASE WHEN place = 0 THEN word ELSE overlay(word PLACING '' FROM place FOR 1) END, word
FROM fresh, generate_series(0, length(word)) AS place ORDER BY 1, 2
ON CONFLICT DO NOTHING
""")
_FIND = text("SELECT DISTINCT word FROM commerce_word WHERE shortened = ANY(CAST(:shortened AS text[])) LIMIT 500")


async def add_words(db: Db, texts: Iterable[str]) -> None:
    """The first ones of each text. Once a transaction: two that add the same would else wait for each other."""
    words = sorted({word for one in texts for word in [*filter(is_spelled, words_of(one))][:MOST_OF_TEXT]})
    if words:
        await db.execute(_ADD, {"words": words})


def is_spelled(word: str) -> bool:
    """Whether it is a word whose letters may have slipped: no number, no code, no Chinese."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and word.lower() != word.upper()


async def find_near(db: ReadDb, typed: str) -> list[str]:
    """Words of the catalogue that may have been meant, the nearest first."""
    if not is_spelled(typed):
        return []
    shortened = [typed, *(typed[:place] + typed[place + 1 :] for place in range(len(typed)))]
    words = await db.scalars(_FIND, {"shortened": shortened})
    slips = {word: slips_between(typed, word) for word in words if may_be_meant(typed, word)}
    return sorted(slips, key=lambda word: (slips[word], word[0] != typed[0], word))


def may_be_meant(typed: str, word: str) -> bool:
    """Whether slips explain it. A short word with another letter in it is more likely another word: tent, text."""
    if len(typed) <= _SHORT and len(typed) == len(word) and sorted(typed) != sorted(word):
        return False
    return slips_between(typed, word) <= (2 if len(typed) >= _LONG else 1)


def slips_between(a: str, b: str) -> int:
    """Letters that are missing, added or other, and neighbours the wrong way round (optimal string alignment)."""
    before: Sequence[int] = []
    last: Sequence[int] = range(len(b) + 1)
    for row, letter in enumerate(a, start=1):
        now = [row]
        for column, other in enumerate(b, start=1):
            best = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == b[column - 2] and a[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]
