"""Owns what a PATCH changes: columns with their new values, parts of objects merged into the whole and validated there.

A part of an object is never stored by itself: it is merged with what is in the row (RFC 7396, 2), the whole is checked
by the shape that a new one has, and the whole is stored.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm.attributes import flag_modified

from relaydesk.kernel.database import Db, Table
from relaydesk.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Part:
    """Members of an object, to be merged into what is stored; `whole` is the shape of all of it."""

    members: Mapping[str, Any]
    whole: type[BaseModel]


Changes = Mapping[str, Any]


def changes_of(patch: BaseModel, *, nullable: Collection[str] = (), replaced: Collection[str] = ()) -> dict[str, Any]:
    """The columns that a patch names. Null is a value of those that are `nullable`, and no change of others.

    Objects become a `Part`, but for those that are `replaced` as a whole. A patch's shape of an object may say by
    `whole`, a class attribute, which shape the merged object has to have.
    """
    changes: dict[str, Any] = {}
    for name in patch.model_fields_set:
        value = getattr(patch, name)
        if value is None and name not in nullable:
            continue
        if isinstance(value, BaseModel):
            is_part = name not in replaced
            whole = getattr(type(value), "whole", type(value))
            changes[name] = Part(value.model_dump(exclude_unset=True), whole) if is_part else value.model_dump()
        else:
            changes[name] = patch.model_dump(include={name})[name]
    return changes


async def apply_changes(db: Db, row: Table, changes: Changes) -> list[str]:
    """Sets the columns of a row; with a `Part` among them under the row's lock, so that no other change is lost.

    Returns:
        The columns that had another value, by name. Of none nothing has changed: there is nothing to note or to tell.

    Raises:
        Invalid: a merged object is not valid, its fields named.
    """
    if any(isinstance(value, Part) for value in changes.values()):
        await db.lock(row)
    merged = {name: _merged(name, getattr(row, name), value) for name, value in changes.items()}
    changed = sorted(name for name, value in merged.items() if not is_same(value, getattr(row, name)))
    for name in changed:
        flag_modified(row, name)  # SQLAlchemy does not write what it holds for the same
        setattr(row, name, merged[name])
    return changed


def is_same(one: Any, other: Any) -> bool:
    """As JSON: Python holds true for 1, and a large number for another one than PostgreSQL, which keeps its digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if _is_number(one) and _is_number(other):
        return Decimal(repr(one)) == Decimal(repr(other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _merged(name: str, stored: Any, value: Any) -> Any:
    if not isinstance(value, Part):
        return value
    whole = _merge(stored if _is_readable(stored, value.whole) else {}, value.members)
    try:
        return value.whole.model_validate(whole).model_dump()
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", name, *problem["loc"])} for problem in error.errors()]
        raise Invalid.fields(problems) from None


def _is_readable(stored: Any, shape: type[BaseModel]) -> bool:
    """What is not (by hand, by another version) gives nothing to a merged object: it could not be mended otherwise."""
    try:
        shape.model_validate(stored)
    except ValidationError:
        return False
    return isinstance(stored, dict)


def _merge(stored: Mapping[str, Any], members: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(stored)
    for name, value in members.items():
        below = merged.get(name)
        merged[name] = _merge(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged
