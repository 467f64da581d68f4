"""A tensor's numbers mean the same however its JSON is written: flat, nested, or as the beginning of a long one."""

import json
from typing import Any

import pytest

from relaydesk.registry.inference.replica.tensors import DTYPES, BadRequest, Signature
from relaydesk.registry.inference.wire.messages import Named

LONG = 300  # more than are looked at one by one
NUMBERS: list[list[Any]] = [
    [0, 1],
    [1, 200],
    [-1, 200],
    [-(2**31), 2**31 - 1],
    [2**32 - 1, 2**32],
    [2**53 + 1, 1],
    [2**63 - 1, 1],
    [2**63, 1],
    [2**63, -1],
    [2**64 - 1, 2**63 - 1, 0],
    [2**64, 1],
    [-(2**63), 1],
    [-(2**63) - 1, 1],
    [0.1, 1],
    [65504.0, 65519],
    [65520.0, 1],
    [1e39, 1],
    [True, False],
    [True, 1],
    ["a", "b"],
    ["a", 1],
    [None, 1],
]


def _read(datatype: str, shape: list[int], data: list[Any]) -> Any:
    """The numbers with their datatype, or what is said to whoever sent them."""
    one = {"name": "x", "datatype": datatype, "shape": shape, "data": data}
    try:
        array = (
            Signature([Named("x", datatype, None)], []).read(json.dumps({"inputs": [one]}).encode(), None).feeds["x"]
        )
    except BadRequest as error:
        return str(error)
    assert array.shape == tuple(shape)
    return array.dtype, array.ravel().tolist()


@pytest.mark.parametrize("datatype", DTYPES)
@pytest.mark.parametrize("numbers", NUMBERS, ids=str)
def test_flat_nested_and_long_data_are_read_alike(datatype: str, numbers: list[Any]) -> None:
    size = len(numbers)
    flat = _read(datatype, [size], numbers)
    assert _read(datatype, [1, size], [numbers]) == flat
    long = _read(datatype, [size * LONG], numbers * LONG)
    assert long == (flat if isinstance(flat, str) else (flat[0], flat[1] * LONG))


@pytest.mark.parametrize("numbers", [[2**63, 1], [2**64 - 1, 2**63 - 1, 0]])
def test_whole_numbers_on_both_sides_of_2_to_the_63_are_exact(numbers: list[int]) -> None:
    assert _read("UINT64", [1, len(numbers)], [numbers])[1] == numbers
    out_of_range = "the input 'x' has numbers that are out of range for INT64"
    assert _read("INT64", [1, len(numbers)], [numbers]) == out_of_range


@pytest.mark.parametrize("datatype", ["UINT8", "UINT64"])
def test_a_whole_number_below_its_datatype_is_out_of_range(datatype: str) -> None:
    assert _read(datatype, [1], [-1]) == f"the input 'x' has numbers that are out of range for {datatype}"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (3, "has 'data' that is not a list"),
        ({}, "has 'data' that is not a list"),
        (None, "has neither 'data' nor 'binary_data_size'"),
    ],
)
def test_data_is_a_list(data: Any, says: str) -> None:
    assert _read("INT8", [1], data) == f"the input 'x' {says}"
