"""The paths of the Open Inference Protocol V2, with its repository and statistics extensions, as what they ask."""

from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

READ: Final = b"GET, HEAD"
WRITE: Final = b"POST"
_OF_MODEL: Final = {"ready": "model_ready", "infer": "infer", "stats": "stats"}
_LONGEST_KNOWN: Final = 300  # bytes of a path whose place is remembered
_VERSION: Final = 3  # parts of a path that names one


class Place(NamedTuple):
    """`kind` as in `Ask`, or one of `live`, `load`, `unload`; `methods` is what it may be asked by."""

    kind: str
    model: str = ""
    version: str = ""
    methods: bytes = READ


def place_of(path: bytes) -> Place | None:
    """None where there is nothing. A trailing slash says nothing."""
    return _known_place_of(path) if len(path) <= _LONGEST_KNOWN else _place_of(path)


def _place_of(path: bytes) -> Place | None:
    parts = [unquote(part.decode("latin-1")) for part in path.removeprefix(b"/v2").split(b"/")[1:]]
    if parts and not parts[-1]:
        parts.pop()
    if not parts:
        return Place("server")
    area, *rest = parts
    if area == "health" and rest in (["live"], ["ready"]):
        return Place(rest[0])
    if area == "repository":
        return _of_repository(rest)
    if area == "models" and rest and all(rest):
        return Place("stats") if rest == ["stats"] else _of_models(rest)
    return None


_known_place_of: Final = lru_cache(maxsize=1024)(_place_of)


def _of_models(rest: list[str]) -> Place | None:
    model, version = rest[0], ""
    if len(rest) >= _VERSION and rest[1] == "versions":
        version, rest = rest[2], [model, *rest[3:]]
    if len(rest) == 1:
        return Place("metadata", model, version)
    kind = _OF_MODEL.get(rest[1])
    if kind is None or len(rest) > 2:  # noqa: PLR2004 - the model and the verb
        return None
    return Place(kind, model, version, WRITE if kind == "infer" else READ)


def _of_repository(rest: list[str]) -> Place | None:
    if rest == ["index"]:
        return Place("index", methods=WRITE)
    if len(rest) == 3 and rest[0] == "models" and rest[1] and rest[2] in ("load", "unload"):  # noqa: PLR2004
        return Place(rest[2], rest[1], methods=WRITE)
    return None
