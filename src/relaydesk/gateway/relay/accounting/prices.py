"""What tokens cost: the price of a model at an upstream, and the cost of a request in 10^-9 of the currency's unit."""

from collections.abc import Iterable
from typing import NamedTuple

from relaydesk.gateway.relay.snapshot import Price
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

_MOST_REMEMBERED = 4096
_MOST_NANOS = 2**53
_MICROS_TOKENS_A_NANO = 1000  # micros a million tokens are 10^-12 of the unit a token


class Cost(NamedTuple):
    """`nanos` are 10^-9 of one unit of `currency` (ISO 4217)."""

    nanos: int
    currency: str


class PriceList:
    """The prices of one snapshot; make another one for the next."""

    __slots__ = ("_cache", "_exact", "_prefixes", "is_empty")

    def __init__(self, prices: Iterable[Price] = ()) -> None:
        self._exact: dict[tuple[int | None, str], Price] = {}
        prefixes: list[tuple[str, Price]] = []
        for price in prices:
            if price.model.endswith("*"):
                prefixes.append((price.model[:-1], price))
            else:
                self._exact[price.upstream_id, price.model] = price
        # of two prefixes of one length, the one for this upstream alone comes first
        self._prefixes = sorted(prefixes, key=lambda p: (-len(p[0]), p[1].upstream_id is None))
        self._cache: dict[tuple[int, str], Price | None] = {}
        self.is_empty = not (self._exact or prefixes)

    def find(self, upstream_id: int, model: str) -> Price | None:
        """By upstream and model, by model, by the longest prefix; None where there is none."""
        place = (upstream_id, model)
        try:
            return self._cache[place]
        except KeyError:
            if len(self._cache) >= _MOST_REMEMBERED:
                self._cache.clear()
            price = self._cache[place] = self._search(upstream_id, model)
            return price

    def _search(self, upstream_id: int, model: str) -> Price | None:
        exact = self._exact.get((upstream_id, model)) or self._exact.get((None, model))
        if exact is not None:
            return exact
        for prefix, price in self._prefixes:
            if model.startswith(prefix) and price.upstream_id in (None, upstream_id):
                return price
        return None

    def cost(self, upstream_id: int, tokens: Tokens, models: Iterable[str | None]) -> Cost | None:
        """Of tokens at an upstream, by the first of the names that has a price; None where none has.

        More than 2^53 nanos (nine million units) for one request is no cost but an upstream's lie about its tokens.
        """
        for model in models:
            if model is not None and (price := self.find(upstream_id, model)) is not None:
                nanos = cost_nanos(price, tokens)
                return Cost(nanos, price.currency) if nanos <= _MOST_NANOS else None
        return None


def cost_nanos(price: Price, tokens: Tokens) -> int:
    """10^-9 of the currency's unit, half up; what came from the cache or went there at its own price, if it has one."""
    cached = min(tokens.cached, tokens.input)
    written = min(tokens.cache_written, tokens.input - cached)
    for_an_hour = min(tokens.cache_written_hour, written)
    micros_cached = _first(price.cached_input_micros, price.input_micros)
    micros_written = _first(price.cache_write_micros, price.input_micros)
    total = (
        (tokens.input - cached - written) * price.input_micros
        + cached * micros_cached
        + (written - for_an_hour) * micros_written
        + for_an_hour * _first(price.cache_write_hour_micros, micros_written)
        + tokens.output * price.output_micros
    )
    return (total + _MICROS_TOKENS_A_NANO // 2) // _MICROS_TOKENS_A_NANO


def _first(micros: int | None, otherwise: int) -> int:
    return otherwise if micros is None else micros
