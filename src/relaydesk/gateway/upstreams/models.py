"""Owns what is believed of an upstream's list of its models: little of it, as anybody may have written it."""

from itertools import islice
from typing import Any, Final

import msgspec
from pydantic import TypeAdapter, ValidationError

from relaydesk.gateway.relay.wire.density import is_too_dense
from relaydesk.gateway.upstreams.schemas import Line

MOST_BYTES: Final = 4 * 1024 * 1024  # real lists have less than a fifth of it
_MOST_VALUES: Final = 200_000  # read in some 20 ms, in which no other thread runs
_MOST_MODELS: Final = 1000


class NoListError(Exception):
    """What came is no list of models, or one that nobody could mean."""


class _Model(msgspec.Struct):
    id: Any


class _List(msgspec.Struct):
    data: list[_Model]


_DECODER: Final = msgspec.json.Decoder(_List)
_NAME: Final = TypeAdapter(Line)


def read_names(body: bytes) -> list[str]:
    """The first thousand by name, of those that a route's target could have. To be called beside the loop.

    Raises:
        NoListError: there is no such list in it.
    """
    if is_too_dense(body, _MOST_VALUES):
        raise NoListError
    try:
        models = _DECODER.decode(body).data
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NoListError from None
    names = {model.id for model in models if isinstance(model.id, str)}
    return list(islice(filter(_is_name, sorted(names)), _MOST_MODELS))


def _is_name(text: str) -> bool:
    try:
        return _NAME.validate_python(text) == text
    except ValidationError:
        return False
