"""Requests and answers of the Open Inference Protocol V2 as arrays: JSON and binary tensors, checked to the last octet.

The protocol's texts are `specification/protocol/inference_rest.md` of kserve/open-inference-protocol, and for binary
data Triton's `extension_binary_data.md`.
"""

import math
import struct
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final, final

import msgspec
import numpy as np
import orjson
from numpy.typing import NDArray

from relaydesk.registry.inference.replica.requests import Input, Request, decode_request
from relaydesk.registry.inference.types import MAX_ANSWER_BYTES
from relaydesk.registry.inference.wire.frames import Octets
from relaydesk.registry.inference.wire.messages import Named

Array = NDArray[Any]
DTYPES: Final[dict[str, np.dtype[Any]]] = {
    "BOOL": np.dtype(np.bool_), "UINT8": np.dtype("u1"), "UINT16": np.dtype("<u2"), "UINT32": np.dtype("<u4"),
    "UINT64": np.dtype("<u8"), "INT8": np.dtype("i1"), "INT16": np.dtype("<i2"), "INT32": np.dtype("<i4"),
    "INT64": np.dtype("<i8"), "FP16": np.dtype("<f2"), "FP32": np.dtype("<f4"), "FP64": np.dtype("<f8"),
    "BYTES": np.dtype(object),
}  # fmt: skip
_FALSE: Final = b"\0"  # of an array of truths
_LENGTH: Final = struct.Struct("<I")
_MOST_SIZES: Final = 32
_MOST_ELEMENTS: Final = 1 << 31
_FLAT: Final = orjson.OPT_SERIALIZE_NUMPY
_FEW: Final = 256
_MUCH_BYTES: Final = 1 << 24


class BadRequest(Exception):
    """What was asked cannot be computed; the message is for whoever asked."""


@final
class Inference:
    """One request: arrays by the names of inputs, and the outputs with whether each is wanted as binary data."""

    __slots__ = ("feeds", "id", "outputs")

    def __init__(self, id: str | None, feeds: dict[str, Array], outputs: list[tuple[Named, bool]]) -> None:  # noqa: A002
        self.id = id
        self.feeds = feeds
        self.outputs = outputs


class Signature:
    """What a model takes and gives."""

    def __init__(self, inputs: Sequence[Named], outputs: Sequence[Named]) -> None:
        self.inputs = {one.name: one for one in inputs}
        self.outputs = {one.name: one for one in outputs}
        self._all = {is_binary: [(one, is_binary) for one in outputs] for is_binary in (False, True)}

    def read(self, content: Octets, json_bytes: int | None) -> Inference:
        """Raises BadRequest."""
        if json_bytes is not None and json_bytes > len(content):
            raise BadRequest(f"Inference-Header-Content-Length is {json_bytes}, but the body has {len(content)} bytes")
        try:
            request = decode_request(content if json_bytes is None else content[:json_bytes])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadRequest(f"the request cannot be read: {error}") from None
        binary = memoryview(b"" if json_bytes is None else content)[json_bytes or 0 :]
        feeds: dict[str, Array] = {}
        for one in request.inputs:
            if one.name in feeds:
                raise BadRequest(f"the input '{one.name}' is there twice")
            feeds[one.name], binary = _read_input(self._input(one), one, binary)
        if binary:
            raise BadRequest(f"{len(binary)} bytes of binary data belong to no input")
        for name in self.inputs:
            if name not in feeds:
                raise BadRequest(f"the input '{name}' is missing")
        return Inference(request.id, feeds, self._outputs(request))

    def _input(self, one: Input) -> Named:
        named = self.inputs.get(one.name)
        if named is None:
            raise BadRequest(f"there is no input '{one.name}'; there are: {', '.join(self.inputs)}")
        if one.datatype != named.datatype:
            raise BadRequest(f"the input '{one.name}' is of datatype {named.datatype}, not '{one.datatype}'")
        _check_shape(one.name, one.shape, named.shape)
        return named

    def _outputs(self, request: Request) -> list[tuple[Named, bool]]:
        is_binary = request.parameters.get("binary_data_output") is True
        if not request.outputs:
            return self._all[is_binary]
        chosen: dict[str, tuple[Named, bool]] = {}
        for one in request.outputs:
            if one.name not in self.outputs:
                raise BadRequest(f"there is no output '{one.name}'; there are: {', '.join(self.outputs)}")
            if one.name in chosen:
                raise BadRequest(f"the output '{one.name}' is there twice")
            if "classification" in one.parameters:
                raise BadRequest(f"the output '{one.name}': classification is not an extension of this server")
            wish = one.parameters.get("binary_data", is_binary)
            chosen[one.name] = (self.outputs[one.name], wish is True)
        return list(chosen.values())


def _check_shape(name: str, shape: Sequence[int], wanted: Sequence[int] | None) -> None:
    if len(shape) > _MOST_SIZES or min(shape, default=0) < 0 or math.prod(filter(None, shape)) > _MOST_ELEMENTS:
        raise BadRequest(f"the input '{name}' has an impossible shape")
    if wanted is None or shape == wanted:
        return
    is_fit = len(shape) == len(wanted)
    for size, want in zip(shape, wanted, strict=False):
        is_fit = is_fit and want in (-1, size)
    if not is_fit:
        raise BadRequest(f"the input '{name}' has the shape {list(shape)}, the model takes {list(wanted)}")


def _read_input(named: Named, one: Input, binary: memoryview) -> tuple[Array, memoryview]:
    """The array, and what is left of the binary data."""
    count = math.prod(one.shape)  # Python's integers do not overflow
    size = one.parameters.get("binary_data_size")
    if size is None:
        if one.data is None:
            raise BadRequest(f"the input '{one.name}' has neither 'data' nor 'binary_data_size'")
        if not isinstance(one.data, list):
            raise BadRequest(f"the input '{one.name}' has 'data' that is not a list")
        return _from_json(named, one.data, count).reshape(one.shape), binary
    if one.data is not None:
        raise BadRequest(f"the input '{one.name}' has both 'data' and 'binary_data_size'")
    if type(size) is not int or not 0 <= size <= len(binary):
        raise BadRequest(f"the input '{one.name}': 'binary_data_size' is not what the body has left ({len(binary)})")
    array = _from_octets(named, binary[:size], count)
    return array.reshape(one.shape), binary[size:]


def _from_octets(named: Named, octets: memoryview, count: int) -> Array:
    if named.datatype == "BYTES":
        return _texts(named.name, octets, count)
    dtype = DTYPES[named.datatype]
    if len(octets) != count * dtype.itemsize:
        raise BadRequest(
            f"the input '{named.name}' has {len(octets)} bytes of binary data, its shape takes {count * dtype.itemsize}"
        )
    if named.datatype == "BOOL":
        truths: Array = np.frombuffer(octets, np.uint8) != 0
        return truths
    return np.frombuffer(octets, dtype)


def _texts(name: str, octets: memoryview, count: int) -> Array:
    texts: list[str] = []
    place = 0
    while place < len(octets):
        if place + _LENGTH.size > len(octets):
            raise BadRequest(f"the input '{name}' ends within the length of a text")
        [length] = _LENGTH.unpack_from(octets, place)
        place += _LENGTH.size
        if place + length > len(octets):
            raise BadRequest(f"the input '{name}' ends within a text")
        texts.append(_text(name, bytes(octets[place : place + length])))
        place += length
    if len(texts) != count:
        raise BadRequest(f"the input '{name}' has {len(texts)} texts, its shape takes {count}")
    return _objects(texts)


def _text(name: str, octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        raise BadRequest(f"the input '{name}' has a text that is not UTF-8") from None


def _objects(texts: Sequence[str]) -> Array:
    array = np.empty(len(texts), object)
    array[:] = texts
    return array


def _from_json(named: Named, data: list[Any], count: int) -> Array:
    dtype = DTYPES[named.datatype]
    if 0 < len(data) == count <= _FEW and _is_plain(named.datatype, dtype, data):
        return np.array(data, dtype)
    flat = _flattened(named.name, data)
    _check_count(named.name, len(flat), count)
    if not _TYPES[dtype.kind].issuperset(map(type, flat)):  # before NumPy makes room for whatever is there
        raise BadRequest(f"the input '{named.name}' has elements that are not {named.datatype}")
    if dtype.kind == "O":
        return _objects(flat)
    if dtype.kind in "iu":
        return _integers(named, dtype, flat)
    return _cast(named, np.array(flat))


def _integers(named: Named, dtype: np.dtype[Any], flat: list[int]) -> Array:
    """Never by an array without a datatype: of numbers on both sides of 2^63 NumPy makes floats."""
    least, most = _PLAIN[named.datatype]
    if flat and not least <= min(flat) <= max(flat) <= most:
        raise BadRequest(f"the input '{named.name}' has numbers that are out of range for {named.datatype}")
    return np.array(flat, dtype)


def _flattened(name: str, data: list[Any]) -> list[Any]:
    """One level at a time, so that no depth is too deep."""
    for _ in range(_MOST_SIZES):
        kinds = set(map(type, data))
        if list not in kinds:
            return data
        if len(kinds) > 1 or len(set(map(len, data))) > 1:
            break
        data = list(chain.from_iterable(data))
    raise BadRequest(f"the input '{name}' has 'data' of uneven lengths, or nested too deep")


def _check_count(name: str, present: int, count: int) -> None:
    if present != count:
        raise BadRequest(f"the input '{name}' has {present} elements, its shape takes {count}")


_TYPES: Final[dict[str, set[type]]] = {"b": {bool}, "i": {int}, "u": {int}, "f": {int, float}, "O": {str}}
# What any float holds: of these none is too large for its datatype.
_PLAIN: Final = {
    name: (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)) if dtype.kind in "iu" else (-65504, 65504)
    for name, dtype in DTYPES.items()
    if dtype.kind != "O"
}


def _is_plain(datatype: str, dtype: np.dtype[Any], data: list[Any]) -> bool:
    """Whether a few numbers are what they are to be, seen without an array made to look at them."""
    if datatype not in _PLAIN or not _TYPES[dtype.kind].issuperset(map(type, data)):
        return False
    least, most = _PLAIN[datatype]
    return bool(least <= min(data) and max(data) <= most)


_KINDS: Final = {"b": "b", "f": "iuf"}


def _cast(named: Named, array: Array) -> Array:
    """As the model takes it, where nothing is lost but the last digits of a float."""
    dtype = DTYPES[named.datatype]
    if array.size == 0:
        return array.astype(dtype)
    if array.dtype.kind not in _KINDS[dtype.kind]:
        raise BadRequest(f"the input '{named.name}' has elements that are not {named.datatype}")
    with np.errstate(over="ignore"):
        cast = array.astype(dtype)
    if dtype.kind == "f" and not np.isfinite(cast).all():
        raise BadRequest(f"the input '{named.name}' has numbers that are too large for {named.datatype}")
    return cast


def write(name: str, version: str, request: Inference, arrays: Sequence[Array]) -> tuple[bytes, int | None]:
    """The body, and how much of it is JSON where binary data follows. `arrays` are in the order of the outputs.

    Raises:
        BadRequest: an output has numbers that JSON has no words for, or the answer is too large.
        MemoryError
    """
    _check_size(sum(array.nbytes for array in arrays))
    outputs: list[dict[str, Any]] = []
    binary: list[bytes] = []
    room_bytes = 0
    for (named, is_binary), array in zip(request.outputs, arrays, strict=True):
        shown: dict[str, Any] = {"name": named.name, "datatype": named.datatype, "shape": list(array.shape)}
        if is_binary:
            octets = _octets(named, array)
            shown["parameters"] = {"binary_data_size": len(octets)}
            binary.append(octets)
        else:
            shown["data"] = _json(named, array)
            room_bytes += _room_bytes(shown["data"])
        outputs.append(shown)
    answer: dict[str, Any] = {"model_name": name, "model_version": version, "outputs": outputs}
    if request.id is not None:
        answer["id"] = request.id
    _make_room(room_bytes)
    text = orjson.dumps(answer, option=_FLAT)
    _check_size(len(text) + sum(map(len, binary)))
    return (b"".join((text, *binary)), len(text)) if binary else (text, None)


def _check_size(size_bytes: int) -> None:
    if size_bytes > MAX_ANSWER_BYTES:
        raise BadRequest(f"the answer is larger than {MAX_ANSWER_BYTES} bytes")


def _room_bytes(data: Any) -> int:
    """What writing these elements as JSON takes at most, with what a buffer that is doubled takes more."""
    if isinstance(data, list):
        return sum(map(len, data)) * 18 + len(data) * 9
    return int(data.size) * 75


def _make_room(size_bytes: int) -> None:
    """Raises MemoryError where there may be too little: orjson does not survive that by itself."""
    if size_bytes > _MUCH_BYTES:
        np.empty(size_bytes, np.uint8)  # reserved and given back, never touched


def _octets(named: Named, array: Array) -> bytes:
    if named.datatype != "BYTES":
        return np.ascontiguousarray(array, DTYPES[named.datatype]).tobytes()
    texts = [str(text).encode() for text in array.ravel()]
    return b"".join(part for text in texts for part in (_LENGTH.pack(len(text)), text))


def _json(named: Named, array: Array) -> Any:
    if named.datatype == "BYTES":
        return [str(text) for text in array.ravel()]
    if named.datatype.startswith("FP") and _FALSE in np.isfinite(array).tobytes():  # `all` takes as long again for few
        raise BadRequest(
            f"the output '{named.name}' has values that JSON cannot hold (NaN or infinite): ask for it as binary data"
        )
    return np.ascontiguousarray(array).reshape(-1)
