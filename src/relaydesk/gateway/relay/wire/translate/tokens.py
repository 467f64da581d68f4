"""How many tokens an answer came to, whoever counted them."""

import msgspec


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """`input` counts all of the prompt, also what came from (`cached`) or went to (`cache_written`) the cache.

    `reasoning` is the part of `output` spent on thinking, `cache_written_hour` the part of `cache_written` that is to
    stay for an hour, which Anthropic charges for by itself.
    """

    input: int = 0
    output: int = 0
    cached: int = 0
    cache_written: int = 0
    reasoning: int = 0
    cache_written_hour: int = 0
