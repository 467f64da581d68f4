"""What an ONNX file says of itself, and whether all that it needs is inside it (onnx.proto of ONNX 1.23).

The fields' numbers are those of that file. Weights are skipped by their length, whatever their size.
"""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum

from relaydesk.registry.onnx.wire import CutError, DamagedError, Data, Field, fields, signed
from relaydesk.registry.types import ModelDescription, Tensor

# TensorProto.DataType, as the Open Inference Protocol names them; the others have no name there
DATATYPES = {
    1: "FP32", 2: "UINT8", 3: "INT8", 4: "UINT16", 5: "INT16", 6: "INT32", 7: "INT64", 8: "BYTES", 9: "BOOL",
    10: "FP16", 11: "FP64", 12: "UINT32", 13: "UINT64", 16: "BF16",
}  # fmt: skip
MOST_TENSORS, MOST_SIZES, LONGEST_TEXT = 1000, 64, 1000
# as deep as protobuf's own parsers go, and so whoever loads the model
DEEPEST = 100
_HIGHEST_IR_VERSION, _HIGHEST_FIELD, _FIRST_IR_WITH_OPSETS = 1000, 100, 3
_IR_VERSION, _PRODUCER, _PRODUCER_VERSION, _GRAPH, _OPSET = 1, 2, 3, 7, 8
_MODEL_NUMBERS, _MODEL_MESSAGES = {1, 5}, {2, 3, 4, 6, 7, 8, 14, 20, 25, 26}
_DOMAIN, _VERSION = 1, 2  # of an operator set
_INITIALIZER, _INPUT, _OUTPUT, _SPARSE_INITIALIZER = 5, 11, 12, 15  # of a graph
_NAME, _TYPE = 1, 2  # of an input or output
_TENSOR_TYPE, _ELEMENT_TYPE, _SHAPE, _DIMENSION, _SIZE = 1, 1, 2, 1, 1
_VALUES, _TENSOR_NAME, _EXTERNAL_DATA, _DATA_LOCATION = 1, 8, 13, 14
_KEY, _VALUE = 1, 2  # of external data
_TENSOR = "tensor"
# messages in which a tensor may stand, by field: of each field the message that it holds
_WITHIN: dict[str, dict[int, str]] = {
    "model": {_GRAPH: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: _TENSOR, 15: "sparse tensor"},
    "node": {5: "attribute"},
    "attribute": {5: _TENSOR, 6: "graph", 10: _TENSOR, 11: "graph", 22: "sparse tensor", 23: "sparse tensor"},
    "sparse tensor": {1: _TENSOR, 2: _TENSOR},
}


class Refusal(StrEnum):
    """Why a file is not taken."""

    NOT_ONNX = "not_onnx"
    TRUNCATED = "truncated"
    WITHOUT_GRAPH = "without_graph"
    EXTERNAL_DATA = "external_data"
    TOO_COMPLEX = "too_complex"


class RefusedFileError(Exception):
    """`location` is that of external data."""

    def __init__(self, refusal: Refusal, location: str = "") -> None:
        super().__init__(refusal)
        self.refusal, self.location = refusal, location


def describe(data: Data) -> ModelDescription:
    """Raises RefusedFileError."""
    try:
        head = _head(data)
        inputs, outputs = _signature(data, head[_GRAPH])
        _check_contained(data)
        opset = head.get(_OPSET)
        return ModelDescription(
            ir_version=head[_IR_VERSION].value,
            opset=_opset(data, opset) if opset else None,
            producer=" ".join(_text(data, head[n]) for n in (_PRODUCER, _PRODUCER_VERSION) if n in head).strip(),
            inputs=inputs,
            outputs=outputs,
        )
    except (DamagedError, CutError):
        raise RefusedFileError(Refusal.NOT_ONNX) from None


def _head(data: Data) -> dict[int, Field]:
    """The fields of a model; of the operator sets the standard's own."""
    head: dict[int, Field] = {}
    has_opsets = False
    try:
        for field in fields(data, 0, len(data)):
            _check_model_field(field)
            if field.number == _GRAPH and _GRAPH in head:
                raise DamagedError
            has_opsets = has_opsets or field.number == _OPSET
            if field.number != _OPSET or _is_standard(data, field):
                head[field.number] = field
    except CutError as cut:
        if _IR_VERSION in head and cut.number in _MODEL_MESSAGES:
            raise RefusedFileError(Refusal.TRUNCATED) from None
        raise DamagedError from None
    if not 0 < head.get(_IR_VERSION, _NOTHING).value < _HIGHEST_IR_VERSION:
        raise DamagedError
    if _GRAPH not in head:
        raise RefusedFileError(Refusal.WITHOUT_GRAPH)
    if not has_opsets and head[_IR_VERSION].value >= _FIRST_IR_WITH_OPSETS:
        raise RefusedFileError(Refusal.TRUNCATED)
    return head


_NOTHING = Field(number=0, is_bytes=False, value=0, begin=0, end=0)


def _check_model_field(field: Field) -> None:
    """Anything may look like the wire format for a while: a model's own fields have their own forms."""
    is_wrong = field.number in (_MODEL_NUMBERS if field.is_bytes else _MODEL_MESSAGES)
    if is_wrong or field.number > _HIGHEST_FIELD:
        raise DamagedError


def _is_standard(data: Data, opset: Field) -> bool:
    domains = [_text(data, part) for part in _parts(data, opset) if part.number == _DOMAIN]
    return domains in ([], [""], ["ai.onnx"])


def _opset(data: Data, opset: Field) -> int | None:
    versions = [part.value for part in _parts(data, opset) if part.number == _VERSION and not part.is_bytes]
    return signed(versions[-1]) if versions else None


def _signature(data: Data, graph: Field) -> tuple[list[Tensor], list[Tensor]]:
    """What the graph takes and gives; inputs that have a value in the file need none from a caller."""
    inputs: list[Tensor] = []
    outputs: list[Tensor] = []
    initialized: set[str] = set()
    for field in _parts(data, graph, only={_INITIALIZER, _INPUT, _OUTPUT, _SPARSE_INITIALIZER}):
        if field.number == _INITIALIZER:
            initialized.add(_name(data, field, _TENSOR_NAME))
        elif field.number == _SPARSE_INITIALIZER:
            values = [part for part in _parts(data, field) if part.number == _VALUES]
            initialized.update(_name(data, part, _TENSOR_NAME) for part in values)
        elif field.number == _INPUT:
            inputs.append(_tensor(data, field))
        elif field.number == _OUTPUT:
            outputs.append(_tensor(data, field))
        if len(outputs) > MOST_TENSORS:
            raise RefusedFileError(Refusal.TOO_COMPLEX)
    inputs = [tensor for tensor in inputs if tensor.name not in initialized]
    if not outputs:
        raise RefusedFileError(Refusal.WITHOUT_GRAPH)
    if len(inputs) + len(outputs) > MOST_TENSORS:
        raise RefusedFileError(Refusal.TOO_COMPLEX)
    return inputs, outputs


def _parts(data: Data, message: Field, *, only: Container[int] | None = None) -> Iterator[Field]:
    """The fields of a message that stands in a field."""
    if not message.is_bytes:
        raise DamagedError
    return fields(data, message.begin, message.end, only=only)


def _name(data: Data, message: Field, number: int) -> str:
    names = [_text(data, part) for part in _parts(data, message, only={number})]
    return names[-1] if names else ""


def _text(data: Data, field: Field) -> str:
    """Cut where it is too long for a name; without what PostgreSQL does not store."""
    if not field.is_bytes:
        raise DamagedError
    octets = data[field.begin : min(field.end, field.begin + LONGEST_TEXT)]
    return octets.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _tensor(data: Data, value_info: Field) -> Tensor:
    """A ValueInfoProto; sequences, maps and optional values have neither a datatype nor a shape."""
    datatype: str | None = None
    shape: list[int] | None = None
    for kind in _parts(data, value_info):
        if kind.number != _TYPE:
            continue
        for tensor in _parts(data, kind):
            if tensor.number == _TENSOR_TYPE:
                datatype, shape = _tensor_type(data, tensor)
    return Tensor(name=_name(data, value_info, _NAME), datatype=datatype, shape=shape)


def _tensor_type(data: Data, tensor: Field) -> tuple[str | None, list[int] | None]:
    datatype: str | None = None
    shape: list[int] | None = None
    for part in _parts(data, tensor):
        if part.number == _ELEMENT_TYPE:
            datatype = DATATYPES.get(part.value)
        elif part.number == _SHAPE:
            shape = [_size(data, size) for size in _parts(data, part) if size.number == _DIMENSION]
            if len(shape) > MOST_SIZES:
                raise RefusedFileError(Refusal.TOO_COMPLEX)
    return datatype, shape


def _size(data: Data, dimension: Field) -> int:
    sizes = [signed(part.value) for part in _parts(data, dimension) if part.number == _SIZE and not part.is_bytes]
    return sizes[-1] if sizes and sizes[-1] >= 0 else -1


def _check_contained(data: Data) -> None:
    """No tensor, wherever it stands, may keep its data in another file: whoever loads the model would read that.

    Raises:
        RefusedFileError: one does, or messages stand too deep in each other.
    """
    whole = fields(data, 0, len(data), only=_WITHIN["model"])
    open_messages: list[tuple[Mapping[int, str], Iterator[Field]]] = [(_WITHIN["model"], whole)]
    while open_messages:
        within, parts = open_messages[-1]
        field = next(parts, None)
        if field is None:
            open_messages.pop()
            continue
        kind = within[field.number]
        if kind == _TENSOR:
            _check_tensor(data, field)
            continue
        if len(open_messages) >= DEEPEST:
            raise RefusedFileError(Refusal.TOO_COMPLEX)
        open_messages.append((_WITHIN[kind], _parts(data, field, only=_WITHIN[kind])))


def _check_tensor(data: Data, tensor: Field) -> None:
    """A data location other than 0 is EXTERNAL."""
    is_external, location = False, ""
    for part in _parts(data, tensor, only={_EXTERNAL_DATA, _DATA_LOCATION}):
        if part.number == _EXTERNAL_DATA:
            is_external = True
            if _name(data, part, _KEY) == "location":
                location = _name(data, part, _VALUE)[:200]
        elif part.value != 0:
            is_external = True
    if is_external:
        raise RefusedFileError(Refusal.EXTERNAL_DATA, location)
