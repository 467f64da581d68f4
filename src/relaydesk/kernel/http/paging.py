"""Owns paging: `{"items", "total", "limit", "offset"}` and its query parameters."""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel

T = TypeVar("T")
MAX_OFFSET = 1_000_000


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    limit: int
    offset: int


class PageRequest(BaseModel):
    """Which part of a list is asked for."""

    limit: int = 50
    offset: int = 0

    def page(self, items: list[T], total: int) -> Page[T]:
        return Page(items=items, total=total, limit=self.limit, offset=self.offset)


async def _page_request(
    limit: Annotated[int, Query(ge=1, le=200, description="How many items at most.")] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET, description="How many items to pass over.")] = 0,
) -> PageRequest:
    return PageRequest(limit=limit, offset=offset)


PageQuery = Annotated[PageRequest, Depends(_page_request)]
