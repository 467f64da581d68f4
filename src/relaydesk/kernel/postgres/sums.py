"""Owns sums that grow in a row: answers may name any count, and one that overflows would cost the rows beside it."""

from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Numeric, cast, func

MOST_SUM: Final = 2**62 - 1  # two of them still fit together into a bigint


def bounded_sum(column: Any, more: Any) -> ColumnElement[int]:
    """A bigint column and what is added to it, at most `MOST_SUM`."""
    return cast(func.least(cast(column, Numeric) + cast(more, Numeric), MOST_SUM), BigInteger)
