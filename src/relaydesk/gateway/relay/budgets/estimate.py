"""What a request may use at most, guessed before it is sent: reserved of budgets, settled by what its answer names."""

from typing import Final

from relaydesk.gateway.relay.accounting.prices import PriceList
from relaydesk.gateway.relay.budgets.authority import Amount
from relaydesk.gateway.relay.budgets.bounds import Bounds, read_bounds
from relaydesk.gateway.relay.stream import REPLAY_BYTES
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

# A token has about four bytes of English, three of Chinese, and two of dense code or digits.
BYTES_PER_TOKEN_LEAST: Final = 2
DEFAULT_OUTPUT_TOKENS: Final = 4096
MOST_TOKENS: Final = 4_000_000


class Expected:
    """Upper estimates of input and output tokens, and the model that the body names."""

    __slots__ = ("model", "tokens_in", "tokens_out")

    def __init__(self, tokens_in: int, tokens_out: int, model: str | None = None) -> None:
        self.tokens_in = tokens_in
        self.tokens_out = tokens_out
        self.model = model

    def amount(self, prices: PriceList, upstream_id: int, models: tuple[str | None, ...] = ()) -> Amount:
        """What to reserve; `models` are other names the price may be under. What has no price costs nothing."""
        nanos = 0
        if not prices.is_empty:
            tokens = Tokens(self.tokens_in, self.tokens_out)
            cost = prices.cost(upstream_id, tokens, (*models, self.model))
            nanos = cost.nanos if cost is not None else 0
        return Amount(1, self.tokens_in + self.tokens_out, nanos)


def expect(body: bytes | None, content_length: bytes | None, bounds: Bounds | None = None) -> Expected:
    """Of a request's body, if it is here whole, and its size as the header says; `bounds` where they were read."""
    if body is None:  # still arriving; in chunks nobody knows how much
        length = int(content_length) if content_length is not None else REPLAY_BYTES
        return Expected(_tokens_in(length), DEFAULT_OUTPUT_TOKENS)
    if not body:
        return Expected(1, 0)
    tokens_in = _tokens_in(len(body))
    bounds = bounds or read_bounds(body)
    if bounds is None:
        return Expected(tokens_in, DEFAULT_OUTPUT_TOKENS)
    bound = bounds.max_completion_tokens
    if bound is None:
        bound = bounds.max_tokens if bounds.max_tokens is not None else bounds.max_output_tokens
    if bound is None:
        bound = DEFAULT_OUTPUT_TOKENS
    if bounds.n is not None and bounds.n > 1:
        bound *= bounds.n
    return Expected(tokens_in, max(0, min(bound, MOST_TOKENS)), bounds.model)


def _tokens_in(length: int) -> int:
    return min(length // BYTES_PER_TOKEN_LEAST + 1, MOST_TOKENS)
