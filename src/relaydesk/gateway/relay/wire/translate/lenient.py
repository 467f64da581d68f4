"""Answers read as far as they can be: what is of another type than expected, and is not needed, counts as left out.

Only answers that do not fit at once come this way; the rest never pays for it. What some vendors write in their own
way is brought into the usual form: content in parts, thoughts among them, and a tool call's arguments as an object.
"""

from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
_TEXT_PARTS: Final = ("text", "output_text")
_THOUGHTS: Final = ("thinking", "reasoning")
_WHOLE_MESSAGES: Final = "message"  # Anthropic's, whose content is blocks
_TEXT_FIELDS: Final = ("text", "content", "thinking", "summary")


class MisfitError(ValueError):
    """A value that is needed is of another type."""


def fitted(value: Any, kind: type[T]) -> T:
    """A decoded JSON object as `kind`; fields that do not fit keep their defaults.

    Raises:
        MisfitError: it is no object, or a field without a default does not fit.
    """
    if not isinstance(value, dict):
        raise MisfitError(f"an object is needed, not {type(value).__name__}")
    value = _usual(value)
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if field.encode_name not in value:
            continue
        try:
            fields[field.name] = _fit(value[field.encode_name], field.type)
        except MisfitError:
            if field.required:
                raise
    try:
        return kind(**fields)
    except TypeError as error:
        raise MisfitError(str(error)) from error


def _fit(value: Any, kind: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _fit_one(value, get_args(kind))
    if origin is list:
        return _fit_list(value, get_args(kind)[0])
    if kind is Any:
        return value
    if kind is msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(value))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return fitted(value, kind)
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise MisfitError(str(error)) from error


def _fit_one(value: Any, kinds: tuple[Any, ...]) -> Any:
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        if kind is not NoneType:
            try:
                return _fit(value, kind)
            except MisfitError:
                continue
    raise MisfitError("of no type that is known here")


def _fit_list(value: Any, kind: Any) -> list[Any]:
    """Without what does not fit into it."""
    if not isinstance(value, list):
        raise MisfitError("a list is needed")
    fitting_items = []
    for one in value:
        try:
            fitting_items.append(_fit(one, kind))
        except MisfitError:
            continue
    return fitting_items


def _usual(value: dict[str, Any]) -> dict[str, Any]:
    """The same object in the words of OpenAI's own answers."""
    normal_form = dict(value)
    if isinstance(value.get("content"), list) and value.get("type") != _WHOLE_MESSAGES:
        normal_form |= _content_in_parts(value)
    for name in ("reasoning", "reasoning_content"):
        if isinstance(normal_form.get(name), dict | list):
            normal_form[name] = _said(normal_form[name])
    if isinstance(value.get("arguments"), dict):
        normal_form["arguments"] = msgspec.json.encode(value["arguments"]).decode()
    return normal_form


def _content_in_parts(value: dict[str, Any]) -> dict[str, Any]:
    """Mistral's manner: a list of thinking and text."""
    parts = [part for part in value["content"] if isinstance(part, dict)]
    text = "".join(_said(part) for part in parts if part.get("type") in _TEXT_PARTS)
    thoughts = "".join(_said(part) for part in parts if part.get("type") in _THOUGHTS)
    return {"content": text, **({"reasoning_content": thoughts} if thoughts else {})}


def _said(value: Any) -> str:
    """All text in a part, however deep."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "".join(_said(value[name]) for name in _TEXT_FIELDS if name in value)
    return ""
