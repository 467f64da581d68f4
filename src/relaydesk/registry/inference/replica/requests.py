"""A request as its JSON has it, before anything of it is checked but the kinds of its fields."""

from typing import Any

import msgspec


class Input(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]
    data: Any = None
    parameters: dict[str, Any] = {}


class Output(msgspec.Struct):
    name: str
    parameters: dict[str, Any] = {}


class Request(msgspec.Struct):
    inputs: list[Input]
    outputs: list[Output] | None = None
    id: str | None = None
    parameters: dict[str, Any] = {}


decode_request = msgspec.json.Decoder(Request).decode
