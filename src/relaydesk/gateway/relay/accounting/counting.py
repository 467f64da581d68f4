"""What a request came to in tokens: as its answer names them, else an estimate that is marked as one."""

import msgspec

from relaydesk.gateway.relay.accounting.spoken import BYTES_PER_TOKEN
from relaydesk.gateway.relay.accounting.tail import Tail
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

_FIRST_FAILURE = 400


class Counted(msgspec.Struct, frozen=True, gc=False):
    """`model` is what the answer calls itself."""

    tokens: Tokens | None = None
    model: str | None = None
    is_estimate: bool = False


def count_tokens(
    tail: Tail | None,
    translated: Tokens | None,
    status: int,
    bytes_in: int,
    bytes_out: int,
    *,
    is_whole: bool,
    is_expected: bool,
) -> Counted:
    """`translated` are those that a translation has counted; `is_expected` says that an answer should name some.

    An answer that broke off, or that its client left, is taken for what was produced until then. One that failed
    has used nothing that it does not name.
    """
    named, model = translated, None
    if tail is not None:
        read = tail.named()
        if read is not None:
            model = read[1]
            named = named if named is not None else read[0]
    if not 0 < status < _FIRST_FAILURE or (named is not None and is_whole):
        return Counted(named, model)
    if model is None and tail is not None:
        model = tail.model()
    if named is None and model is None and not is_expected:
        return Counted()
    output = tail.guessed_output(bytes_out) if tail is not None else bytes_out // BYTES_PER_TOKEN
    if named is not None:
        return Counted(_with_output(named, max(output, named.output)), model, is_estimate=True)
    return Counted(Tokens(bytes_in // BYTES_PER_TOKEN, output), model, is_estimate=True)


def _with_output(named: Tokens, output: int) -> Tokens:
    return Tokens(named.input, output, named.cached, named.cache_written, named.reasoning, named.cache_written_hour)
