"""What sessions are found by: the words of their last message and of their visitor's name and address."""

from typing import Final

import re2

MOST_WORDS: Final = 12
# Signs of ASCII stand between words; a sign of Chinese, Japanese or Korean is a word of its own. PostgreSQL is told the
# same ones: what it takes for a letter by itself hangs on its locale.
_SEPARATORS: Final = "[\u0001-/:-@[-`{-\u007f]+"
_SIGNS: Final = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
WORDS_SQL: Final = r"""to_tsvector('simple', regexp_replace(regexp_replace(
    left(last_message, 1000) || ' ' || coalesce(visitor->>'name', '') || ' ' || coalesce(visitor->>'email', ''),
    '[\u0001-/:-@[-`{-\u007f]+', ' ', 'g'), '([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])', ' \1 ', 'g'))"""
_between = re2.compile(_SEPARATORS)
_run_of_signs = re2.compile(_SIGNS + "+")


def query_of(sought: str) -> str:
    """For `to_tsquery`: each word is the beginning of one, signs follow each other as they are typed.

    Empty where nothing but separators is sought.
    """
    terms = []
    for word in _between.sub(" ", sought).split()[:MOST_WORDS]:
        start = 0
        for run in _run_of_signs.finditer(word):
            terms += _beginning(word[start : run.start()])
            terms.append("(" + " <-> ".join(f"'{sign}'" for sign in run.group()) + ")")
            start = run.end()
        terms += _beginning(word[start:])
    return " & ".join(terms)


def _beginning(word: str) -> list[str]:
    return [f"'{word}':*"] if word else []
