"""Owns a session of SQLAlchemy that tells the failures of its own calls as the program knows them.

What a block that has one raises by itself goes through as it is.
"""

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from relaydesk.kernel.postgres.failures import translated_failures


def _translated(call: Callable[..., Any]) -> Any:
    """The same; types are those of SQLAlchemy's session."""

    @functools.wraps(call)
    async def translate(*args: Any, **kwargs: Any) -> Any:
        with translated_failures():
            return await call(*args, **kwargs)

    return translate


class Session(AsyncSession):
    execute = _translated(AsyncSession.execute)
    scalar = _translated(AsyncSession.scalar)
    scalars = _translated(AsyncSession.scalars)
    get = _translated(AsyncSession.get)
    delete = _translated(AsyncSession.delete)
    flush = _translated(AsyncSession.flush)
    refresh = _translated(AsyncSession.refresh)
    commit = _translated(AsyncSession.commit)
    __aexit__ = _translated(AsyncSession.__aexit__)
