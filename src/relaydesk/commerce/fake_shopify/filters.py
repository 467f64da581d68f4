"""Shopify's search syntax, as far as the fake store knows it: terms, comparisons, `AND`, `OR`, `-` and `NOT`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLError

from relaydesk.commerce.fake_shopify.records import FakeProduct

_TERM = re.compile(
    r"""(?P<negated>-|NOT\s+)?(?:(?P<field>\w+):)?(?P<operator>>=|<=|>|<)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s()]+))"""
)
Matcher = Callable[[FakeProduct], bool]


def product_filter(query: str | None) -> Matcher:
    """A test for products; `OR` binds weaker than `AND`, which may be left out."""
    if not query or not query.strip():
        return lambda _: True
    branches = [_conjunction(part) for part in re.split(r"\s+OR\s+", query.strip())]
    return lambda product: any(all(term(product) for term in branch) for branch in branches)


def _conjunction(text: str) -> list[Matcher]:
    return [_term(match) for match in _TERM.finditer(re.sub(r"\s+AND\s+", " ", text))]


def _term(match: re.Match[str]) -> Matcher:
    value = next(v for v in (match["double"], match["single"], match["bare"]) if v is not None)
    test = _field_test(match["field"], match["operator"] or "", value)
    return (lambda product: not test(product)) if match["negated"] else test


def _field_test(field: str | None, operator: str, value: str) -> Matcher:
    if field in {"updated_at", "created_at"}:
        moment = _moment(value)
        return lambda product: _compare(getattr(product, field), operator, moment)
    if field == "id":
        number = _number(value)
        return lambda product: _compare(product.number, operator, number)
    folded = value.casefold()
    if field == "sku":
        return lambda product: any((v.sku or "").casefold() == folded for v in product.variants)
    if field == "tag":
        return lambda product: folded in {tag.casefold() for tag in product.tags}
    if field in {"status", "handle", "vendor", "product_type"}:
        wanted = set(folded.split(","))
        return lambda product: str(getattr(product, field)).casefold() in wanted
    if field in {None, "title"}:
        prefix = folded.rstrip("*")
        return lambda product: prefix in product.title.casefold()
    raise GraphQLError(f"Unknown search field: {field}")


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise GraphQLError(f"Invalid search value for a date: {value}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(value: str) -> int:
    digits = value.rpartition("/")[2]
    if not digits.isdecimal():
        raise GraphQLError(f"Invalid search value for an id: {value}")
    return int(digits)


def _compare(left: Any, operator: str, right: Any) -> bool:
    match operator:
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case _:
            return bool(left == right)
