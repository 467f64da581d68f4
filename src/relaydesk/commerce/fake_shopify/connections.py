"""Relay paging: cursors that name a place in the order rather than an offset, and the rules for `first` and `last`."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graphql import GraphQLError

MAX_PAGE = 250
SortValue = str | int
Key = tuple[SortValue, int]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageArguments:
    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    reverse: bool = False


def page_arguments(arguments: dict[str, Any]) -> PageArguments:
    """The paging part of a field's arguments."""
    names = ("first", "last", "after", "before")
    return PageArguments(**{n: arguments.get(n) for n in names}, reverse=bool(arguments.get("reverse")))


def encode_cursor(key: Key) -> str:
    return b64encode(json.dumps({"last_id": key[1], "last_value": key[0]}).encode()).decode()


def decode_cursor(cursor: str) -> Key:
    try:
        value = json.loads(b64decode(cursor, validate=True))
        key = (value["last_value"], int(value["last_id"]))
    except (ValueError, KeyError, TypeError):
        raise GraphQLError("Invalid cursor for current pagination sort.") from None
    return key


def checked_size(arguments: PageArguments) -> int:
    """How many are asked for; refuses what Shopify refuses."""
    if arguments.first is None and arguments.last is None:
        raise GraphQLError("you must provide one of first or last")
    if arguments.first is not None and arguments.last is not None:
        raise GraphQLError("providing both first and last is not supported")
    name, size = ("first", arguments.first) if arguments.first is not None else ("last", arguments.last)
    if size is None or size < 0:
        raise GraphQLError(f"{name} cannot be negative")
    if size > MAX_PAGE:
        raise GraphQLError(
            f"{name} cannot exceed {MAX_PAGE}. To query larger amounts of data with fewer limits, bulk operations "
            "should be used instead.\nSee https://shopify.dev/api/usage/bulk-operations/queries for usage details.\n"
        )
    if arguments.last is not None and arguments.before is None:
        raise GraphQLError("using last without before is not supported")
    return size


def connection(items: Sequence[Item], key: Callable[[Item], Key], arguments: PageArguments) -> dict[str, Any]:
    """One page of `items` ordered by `key`. A cursor stands for the key, so edits between pages shift nothing."""
    size = checked_size(arguments)
    keyed = sorted(((key(item), item) for item in items), key=lambda pair: pair[0], reverse=arguments.reverse)
    if arguments.after is not None:
        after = decode_cursor(arguments.after)
        keyed = [p for p in keyed if _is_after(p[0], after, reverse=arguments.reverse)]
    if arguments.before is not None:
        before = decode_cursor(arguments.before)
        keyed = [p for p in keyed if p[0] != before and not _is_after(p[0], before, reverse=arguments.reverse)]
    page = keyed[:size] if arguments.last is None else keyed[len(keyed) - min(size, len(keyed)) :]
    more_ahead = len(keyed) > len(page) if arguments.last is None else arguments.before is not None
    more_behind = arguments.after is not None if arguments.last is None else len(keyed) > len(page)
    cursors = [encode_cursor(k) for k, _ in page]
    return {
        "nodes": [item for _, item in page],
        "edges": [{"cursor": cursor, "node": item} for cursor, (_, item) in zip(cursors, page, strict=True)],
        "pageInfo": {
            "hasNextPage": more_ahead,
            "hasPreviousPage": more_behind,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
    }


def _is_after(key: Key, mark: Key, *, reverse: bool) -> bool:
    try:
        return key < mark if reverse else key > mark
    except TypeError:
        raise GraphQLError("Invalid cursor for current pagination sort.") from None
