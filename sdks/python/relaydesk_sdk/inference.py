"""Inference with NumPy arrays, by the Open Inference Protocol V2 with binary tensors."""

import json
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    import numpy as np

    from relaydesk_sdk.client import Relaydesk

_LENGTH = struct.Struct("<I")
_HEADER = "Inference-Header-Content-Length"
_DATATYPES = {
    "bool": "BOOL", "uint8": "UINT8", "uint16": "UINT16", "uint32": "UINT32", "uint64": "UINT64", "int8": "INT8",
    "int16": "INT16", "int32": "INT32", "int64": "INT64", "float16": "FP16", "float32": "FP32", "float64": "FP64",
}  # fmt: skip
_DTYPES = {datatype: dtype for dtype, datatype in _DATATYPES.items()}


class Inference:
    def __init__(self, client: "Relaydesk") -> None:
        self._client = client

    def infer(
        self, deployment: str, inputs: Mapping[str, Any], *, version: int | None = None, session: str | None = None
    ) -> "dict[str, np.ndarray[Any, Any]]":
        """The model's outputs by their names, for inputs by theirs: arrays as they are, lists as the model takes them.

        Texts are arrays of `str`. `session` has a sticky split answer by the same version.

        Raises:
            RelaydeskError: 400 where the inputs are not those of the model, 404, 503 where it is not ready.
        """
        path = f"/v2/models/{quote(deployment, safe='')}"
        if version is not None:
            path += f"/versions/{version}"
        arrays = self._arrays(path, inputs)
        octets = {name: _octets(array) for name, array in arrays.items()}
        asked = [
            {
                "name": name,
                "datatype": _datatype(array),
                "shape": list(array.shape),
                "parameters": {"binary_data_size": len(octets[name])},
            }
            for name, array in arrays.items()
        ]
        head = json.dumps({"inputs": asked, "parameters": {"binary_data_output": True}}).encode()
        fields = {"Content-Type": "application/octet-stream", _HEADER: str(len(head))}
        if session is not None:
            fields["X-Session-ID"] = session
        answer = self._client.request(
            "POST", f"{path}/infer", content=b"".join((head, *octets.values())), headers=fields
        )
        return _read(answer.content, int(answer.headers[_HEADER]))

    def _arrays(self, path: str, inputs: Mapping[str, Any]) -> "dict[str, np.ndarray[Any, Any]]":
        """The model is asked what it takes only where something is no array yet."""
        import numpy as np  # noqa: PLC0415 - an extra of this package

        dtypes: dict[str, str | None] = {}
        if not all(isinstance(value, np.ndarray) for value in inputs.values()):
            taken = self._client.json("GET", path)["inputs"]
            dtypes = {one["name"]: _DTYPES.get(one["datatype"]) for one in taken}
        return {
            name: value if isinstance(value, np.ndarray) else _as_taken(name, value, dtypes.get(name))
            for name, value in inputs.items()
        }


_ELEMENTS: dict[str, tuple[type, ...]] = {"b": (bool,), "i": (int,), "u": (int,), "f": (int, float)}


def _as_taken(name: str, value: Any, dtype: str | None) -> "np.ndarray[Any, Any]":
    """Lists as arrays of the model's datatype, where no number becomes another one by it.

    Raises:
        ValueError: naming the input.
    """
    import numpy as np  # noqa: PLC0415 - as above

    if dtype is None:  # texts, or an input that there is not
        return np.asarray(value)
    kind = np.dtype(dtype).kind
    elements = np.asarray(value, object).ravel().tolist()
    if any(type(one) not in _ELEMENTS[kind] for one in elements):
        raise ValueError(f"the input '{name}' has elements that are not {dtype}")
    if kind in "iu":
        bounds = np.iinfo(dtype)
        if elements and not (bounds.min <= min(elements) and max(elements) <= bounds.max):
            raise ValueError(f"the input '{name}' has numbers that are too large for {dtype}")
        return np.asarray(value, dtype)
    with np.errstate(over="ignore"):
        array = np.asarray(value, dtype)
    if kind == "f" and (np.isinf(array) & ~np.isinf(np.asarray(value, np.float64))).any():
        raise ValueError(f"the input '{name}' has numbers that are too large for {dtype}")
    return array


def _datatype(array: "np.ndarray[Any, Any]") -> str:
    if array.dtype.kind in "OUS":
        return "BYTES"
    if array.dtype.name not in _DATATYPES:
        raise TypeError(f"arrays of {array.dtype} cannot be sent")
    return _DATATYPES[array.dtype.name]


def _octets(array: "np.ndarray[Any, Any]") -> bytes:
    if array.dtype.kind not in "OUS":
        return array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    elements = array.ravel().tolist()
    if not all(isinstance(one, bytes | str) for one in elements):
        raise TypeError("an array of objects may hold texts alone")
    texts = [one.encode() if isinstance(one, str) else one for one in elements]
    return b"".join(part for text in texts for part in (_LENGTH.pack(len(text)), text))


def _read(content: bytes, head_bytes: int) -> "dict[str, np.ndarray[Any, Any]]":
    import numpy as np  # noqa: PLC0415 - as above

    outputs: dict[str, np.ndarray[Any, Any]] = {}
    place = head_bytes
    for one in json.loads(content[:head_bytes])["outputs"]:
        end = place + one["parameters"]["binary_data_size"]
        octets, place = content[place:end], end
        if one["datatype"] == "BYTES":
            array = np.array(_texts(octets), object)
        else:
            array = np.frombuffer(octets, np.dtype(_DTYPES[one["datatype"]]).newbyteorder("<")).copy()
        outputs[one["name"]] = array.reshape(one["shape"])
    return outputs


def _texts(octets: bytes) -> list[str]:
    texts: list[str] = []
    place = 0
    while place < len(octets):
        [length] = _LENGTH.unpack_from(octets, place)
        place += _LENGTH.size + length
        texts.append(octets[place - length : place].decode())
    return texts
