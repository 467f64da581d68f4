"""Owns tiny ONNX models for tests of inference: numbers, texts, many types, rows that depend on each other."""

import math
import struct

import onnx_files
from onnx_files import FLOAT, INT64, STRING, message, node, number, value_info

BOOL = 9


def texts() -> bytes:
    """Texts come back as they are."""
    inner = node("Identity", ["t"], ["u"]) + message(2, "texts")
    return onnx_files.model(inner + value_info(11, "t", STRING, ("n",)) + value_info(12, "u", STRING, ("n",)))


def several() -> bytes:
    """`i` and `b` come back, each as it is, and the sum of `i` and itself."""
    inner = node("Identity", ["i"], ["j"]) + node("Identity", ["b"], ["c"]) + node("Add", ["i", "i"], ["k"])
    inputs = value_info(11, "i", INT64, ("n", 2)) + value_info(11, "b", BOOL, ("n", 1))
    outputs = value_info(12, "j", INT64, ("n", 2)) + value_info(12, "c", BOOL, ("n", 1))
    return onnx_files.model(inner + message(2, "several") + inputs + outputs + value_info(12, "k", INT64, ("n", 2)))


def less_the_mean() -> bytes:
    """The first size is free, and yet the rows depend on each other."""
    axes = message(5, message(1, "axes") + number(8, 0) + number(20, 7))
    inner = node("ReduceMean", ["x"], ["m"], axes) + node("Sub", ["x", "m"], ["y"]) + message(2, "mean")
    return onnx_files.model(inner + value_info(11, "x", FLOAT, ("n", 2)) + value_info(12, "y", FLOAT, ("n", 2)))


def divided() -> bytes:
    """1 / x: infinite where x is 0."""
    one = message(5, onnx_files.tensor("one", b"\0\0\x80\x3f"))
    inner = node("Div", ["one", "x"], ["y"]) + message(2, "divided") + one
    return onnx_files.model(inner + value_info(11, "x", FLOAT, ("n",)) + value_info(12, "y", FLOAT, ("n",)))


def plus(amount: float) -> bytes:
    """X + amount = y, of three columns: versions that can be told apart."""
    added = node("Add", ["x", "w"], ["y"]) + message(2, "plus")
    weights = message(5, onnx_files.tensor("w", struct.pack("<f", amount) * 3))
    return onnx_files.model(added + weights + onnx_files.INPUT + onnx_files.OUTPUT)


def looked_up(entries: int, *, infinite: int = 0) -> bytes:
    """Each number that is less than `entries` comes to its place in a table; others cannot be computed."""
    ones = struct.pack("<f", 1) * (entries - infinite)
    table = message(5, onnx_files.tensor("w", ones + struct.pack("<f", math.inf) * infinite))
    inner = node("Gather", ["w", "i"], ["y"]) + message(2, "looked_up") + table
    return onnx_files.model(inner + value_info(11, "i", INT64, ("n",)) + value_info(12, "y", FLOAT, ("n",)))


def filled() -> bytes:
    """As many zeros as the numbers in `s` multiply to, in that shape."""
    inner = node("ConstantOfShape", ["s"], ["y"]) + message(2, "filled")
    return onnx_files.model(inner + value_info(11, "s", INT64, ("k",)) + value_info(12, "y", FLOAT, None))


def unloadable() -> bytes:
    """It reads well, and no runtime knows its operator."""
    inner = node("NoSuchOperator", ["x"], ["y"]) + message(2, "unloadable")
    return onnx_files.model(inner + onnx_files.INPUT + onnx_files.OUTPUT)
