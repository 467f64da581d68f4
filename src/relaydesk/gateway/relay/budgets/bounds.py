"""The bounds that a request's body sets to its answer."""

import msgspec


class Bounds(msgspec.Struct):
    """The names that chat completions, the responses API and Anthropic have for it; `n` answers are asked for."""

    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    max_output_tokens: int | None = None
    n: int | None = None
    model: str | None = None


_decoder = msgspec.json.Decoder(Bounds)


def read_bounds(body: bytes) -> Bounds | None:
    """None where the body is not JSON, or has something else under one of these names."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
