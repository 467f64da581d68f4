"""The wire format of Protocol Buffers, as far as skipping through a large file needs it (protobuf.dev, "Encoding").

Nothing is copied and nothing is built: a field is its number and where its bytes stand.
"""

import mmap
from collections.abc import Container, Iterator
from typing import NamedTuple

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_FIXED, _NONE = {_FIXED_64: 8, _FIXED_32: 4}, 1 << 64  # groups are longer than any file
_MOST_VARINT_BYTES, _MORE = 10, 0x80
_TAGS = 1 << 32  # other readers take the lower 32 bits of a larger one, and so another field
_SIGN = 1 << 63

Data = mmap.mmap | bytes


class DamagedError(Exception):
    """This is not the wire format."""


class CutError(Exception):
    """A field goes on beyond the end of the file."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Field(NamedTuple):
    """`begin` and `end` say where its bytes stand; a number has no place, and `value` instead."""

    number: int
    is_bytes: bool
    value: int
    begin: int
    end: int


def fields(data: Data, begin: int, end: int, *, only: Container[int] | None = None) -> Iterator[Field]:
    """The fields of a message, in their order; those of `only` where it is given.

    Raises:
        DamagedError: as its name says; also for groups, which ONNX does not have.
        CutError: its last field goes on beyond all of the data.
    """
    at = begin
    while at < end:
        tag, at = _varint(data, at, end) if data[at] >= _MORE else (data[at], at + 1)  # most have one byte
        number, kind = tag >> 3, tag & 7
        value, start = 0, at
        if kind == _BYTES:
            length, start = _varint(data, at, end)
            at = start + length
        elif kind == _VARINT:
            value, at = _varint(data, at, end)
        else:
            at += _FIXED.get(kind, _NONE)
        if at > end or number == 0 or tag >= _TAGS:
            raise CutError(number) if kind == _BYTES and at > len(data) else DamagedError
        if only is None or number in only:
            yield Field(number=number, is_bytes=kind == _BYTES, value=value, begin=start, end=at)


def _varint(data: Data, at: int, end: int) -> tuple[int, int]:
    """A number of up to 64 bits, and where it ends."""
    if at < end and (octet := data[at]) < _MORE:
        return octet, at + 1
    value = 0
    for place in range(min(_MOST_VARINT_BYTES, end - at)):
        octet = data[at + place]
        value |= (octet & 0x7F) << 7 * place
        if octet < _MORE:
            return value & 0xFFFF_FFFF_FFFF_FFFF, at + place + 1
    raise DamagedError


def signed(value: int) -> int:
    """An int64, of which a varint has the 64 bits."""
    return value - (1 << 64) if value & _SIGN else value
