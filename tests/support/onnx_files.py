"""Owns ONNX files for tests, written byte by byte: whole ones, and ones that are wrong in one place.

The fields' numbers are those of onnx.proto.
"""

from collections.abc import Sequence

FLOAT, INT64, STRING, COMPLEX64 = 1, 7, 8, 14


def varint(value: int) -> bytes:
    value &= 2**64 - 1
    octets = bytearray()
    while value > 0x7F:
        octets.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*octets, value))


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def message(field: int, content: bytes | str, *, stated_bytes: int | None = None) -> bytes:
    """`stated_bytes` is a length that lies."""
    octets = content.encode() if isinstance(content, str) else content
    length = len(octets) if stated_bytes is None else stated_bytes
    return varint(field << 3 | 2) + varint(length) + octets


def value_info(field: int, name: str, datatype: int, shape: Sequence[int | str] | None) -> bytes:
    """A text in `shape` is a named size."""
    sizes = [message(1, number(1, one) if isinstance(one, int) else message(2, one)) for one in shape or ()]
    tensor = number(1, datatype) + (b"" if shape is None else message(2, b"".join(sizes)))
    return message(field, message(1, name) + message(2, message(1, tensor)))


def node(operator: str, inputs: Sequence[str], outputs: Sequence[str], attributes: bytes = b"") -> bytes:
    names = [message(1, name) for name in inputs] + [message(2, name) for name in outputs]
    return message(1, b"".join(names) + message(4, operator) + attributes)


def tensor(name: str, data: bytes) -> bytes:
    """What a field has that holds one: as many FP32 as there are in `data`."""
    return number(1, len(data) // 4) + number(2, FLOAT) + message(8, name) + message(9, data)


def external(location: str) -> bytes:
    """What a tensor has whose data is in another file."""
    entry = message(1, "location") + message(2, location)
    return number(1, 1) + number(2, FLOAT) + message(8, "far") + message(13, entry) + number(14, 1)


INPUT = value_info(11, "x", FLOAT, ("batch", 3))
OUTPUT = value_info(12, "y", FLOAT, (-1, 3))


def graph(*parts: bytes, name: str = "g") -> bytes:
    """X + w = y, and `parts` besides."""
    added = node("Add", ["x", "w"], ["y"])
    weights = message(5, tensor("w", b"\0\0\x80\x3f" * 3))
    return added + message(2, name) + weights + INPUT + value_info(11, "w", FLOAT, (3,)) + OUTPUT + b"".join(parts)


def model(content: bytes | None = None, *, opset: int = 17, producer: str = "tests") -> bytes:
    """A whole file around the content of a graph."""
    inner = graph() if content is None else content
    head = number(1, 8) + message(2, producer) + message(3, "1.0")
    return head + message(7, inner) + message(8, message(1, "") + number(2, opset))


def head_of_large(data_bytes: int) -> tuple[bytes, bytes]:
    """What stands before and behind `data_bytes` of weights, so that a test need not hold them."""
    weights = number(1, data_bytes // 4) + number(2, FLOAT) + message(8, "big")
    weights += varint(9 << 3 | 2) + varint(data_bytes)
    initializer = varint(5 << 3 | 2) + varint(len(weights) + data_bytes) + weights
    inner = graph()
    before = number(1, 8) + varint(7 << 3 | 2) + varint(len(inner) + len(initializer) + data_bytes)
    return before + inner + initializer, message(8, number(2, 17))
