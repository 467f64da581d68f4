"""What the frames say: a small head, written as MessagePack, in front of a body of octets."""

from enum import StrEnum
from typing import Final

import msgspec

TOO_LARGE: Final = 413  # of `Said`: the answer has more octets than `Ask.most_bytes`


class Ask(msgspec.Struct, array_like=True, frozen=True):
    """What a web process asks. `kind` is `infer` or what is answered without a replica.

    `json_bytes` is the length of the body's JSON where binary tensors follow it, `encoding` that of the body,
    `asked_at` by the monotonic clock, which all processes of a machine share, `most_bytes` how large an answer may be
    (0 is any size that there may be).
    """

    kind: str
    model: str = ""
    version: str = ""
    json_bytes: int | None = None
    encoding: str = ""
    sticky_key: str = ""
    asked_at: float = 0.0
    most_bytes: int = 0


class Said(msgspec.Struct, array_like=True, frozen=True):
    """An answer's head. `json_bytes` as in `Ask`; of an inference the version that computed it, in how long.

    `compute_ns` is its share of the execution, `execution_ns` all of that, for as many `elements` of the inputs.
    `executions` and these two are 0 of all but the first of those that were computed together; with `executions` and a
    status of 400 the model failed, or what it computed cannot be an answer.
    """

    status: int
    json_bytes: int | None = None
    version: str = ""
    compute_ns: int = 0
    rows: int = 0
    executions: int = 0
    execution_ns: int = 0
    elements: int = 0


class Named(msgspec.Struct, array_like=True, frozen=True):
    """An input or output; `shape` with -1 for a size that is free, None where nothing is known of it."""

    name: str
    datatype: str
    shape: list[int] | None


class Orders(msgspec.Struct, array_like=True, frozen=True):
    """The first frame to a replica: what it is to load, and how.

    `memory_bytes` is what it may have, 0 is any; `sha256` what its file has, "" where that is not looked at.
    """

    path: str
    name: str
    version: str
    inputs: list[Named]
    outputs: list[Named]
    threads: int
    max_batch_rows: int
    memory_bytes: int = 0
    sha256: str = ""


class Fault(StrEnum):
    """Why a model could not be loaded, besides in words."""

    MODEL = "model"  # its own, whatever else
    FILE = "file"  # the file on this machine is not the one that was uploaded
    AWAY = "away"  # the storage, or what else this machine lacks


class Report(msgspec.Struct, array_like=True, frozen=True):
    """The first frame of a replica: `reason` where the model could not be loaded."""

    reason: str | None = None
    batches: bool = False
    fault: Fault = Fault.MODEL


encode_head = msgspec.msgpack.Encoder().encode
decode_ask = msgspec.msgpack.Decoder(Ask).decode
decode_said = msgspec.msgpack.Decoder(Said).decode
decode_orders = msgspec.msgpack.Decoder(Orders).decode
decode_report = msgspec.msgpack.Decoder(Report).decode


def error_body(message: str) -> bytes:
    """The one shape of an error in the protocol."""
    return msgspec.json.encode({"error": message})
