"""Owns CSV answers: streamed page by page, quoted after RFC 4180, safe to open in a spreadsheet."""

import csv
from collections.abc import AsyncIterator, Iterable, Sequence
from io import StringIO

from starlette.responses import StreamingResponse

# a spreadsheet would run a cell that begins so (OWASP, "CSV Injection")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | None


def defused(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, behind an apostrophe; numbers as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV."""
    text = StringIO()
    csv.writer(text).writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()


async def csv_response(
    name: str, heading: Sequence[str], pages: AsyncIterator[Iterable[Sequence[Cell]]]
) -> StreamingResponse:
    """An attachment `name`. The first page is read before the answer begins, so that a failure of it is an error.

    A failure later on cuts the answer off.
    """
    first: Iterable[Sequence[Cell]] = []
    async for page in pages:  # not by anext with a default: CPython 3.11 fails where there is no page at all
        first = page
        break

    async def body() -> AsyncIterator[str]:
        yield lines([heading, *first])
        async for page in pages:
            yield lines(page)

    headers = {"content-disposition": f'attachment; filename="{name}"', "x-accel-buffering": "no"}
    return StreamingResponse(body(), media_type="text/csv; charset=utf-8", headers=headers)
