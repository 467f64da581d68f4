"""Writes a tiny ONNX model that adds a number to each of three columns.

It needs Python alone: the few fields that onnx.proto (github.com/onnx/onnx) asks for are written one by one.
Your own models come from what trained them: `torch.onnx.export`, `skl2onnx.to_onnx`, `tf2onnx`.
"""

import argparse
import struct
from pathlib import Path

FLOAT, IR_VERSION, OPSET = 1, 8, 17  # FLOAT is the FP32 of the Open Inference Protocol


def number(field: int, value: int) -> bytes:
    """Numbers and lengths are below 128 in a file this small: each is one byte."""
    return bytes((field << 3, value))


def message(field: int, content: bytes | str) -> bytes:
    octets = content.encode() if isinstance(content, str) else content
    return bytes((field << 3 | 2, len(octets))) + octets


def values(name: str) -> bytes:
    """An input or output: FP32, any number of rows, three columns."""
    shape = message(1, message(2, "rows")) + message(1, number(1, 3))
    return message(1, name) + message(2, message(1, number(1, FLOAT) + message(2, shape)))


def plus(amount: float) -> bytes:
    """The file that computes y = x + amount."""
    add = message(1, "x") + message(1, "w") + message(2, "y") + message(4, "Add")
    weights = number(1, 3) + number(2, FLOAT) + message(8, "w") + message(9, struct.pack("<3f", *[amount] * 3))
    graph = message(1, add) + message(2, "plus") + message(5, weights)
    graph += message(11, values("x")) + message(12, values("y"))
    return number(1, IR_VERSION) + message(7, graph) + message(8, message(1, "") + number(2, OPSET))


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Writes a tiny ONNX model that adds a number to each of three columns."
    )
    parser.add_argument("file", type=Path, help="where to write it, such as first.onnx")
    parser.add_argument("number", type=float, nargs="?", default=1.0, help="what it adds (default: 1)")
    given = parser.parse_args()
    content = plus(given.number)
    given.file.write_bytes(content)
    print(f"{given.file}: y = x + {given.number:g}, {len(content)} bytes")


if __name__ == "__main__":
    main()
