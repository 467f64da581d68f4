"""Owns how deep documents from outside may be nested: deep ones break whoever walks through them by recursion."""

from typing import Any


def is_nested_deeper(document: Any, levels: int) -> bool:
    """Whether objects and arrays lie in one another more than `levels` deep; walked through without recursion."""
    layer = [document]
    for _ in range(levels + 1):
        inner = (one for outer in layer for one in _within(outer))
        layer = list({id(one): one for one in inner}.values())  # what stands in two places is looked at once
        if not layer:
            return False
    return True


def _within(document: Any) -> list[Any]:
    if isinstance(document, dict):
        return [one for one in document.values() if isinstance(one, (dict, list, tuple))]
    if isinstance(document, (list, tuple)):
        return [one for one in document if isinstance(one, (dict, list, tuple))]
    return []
