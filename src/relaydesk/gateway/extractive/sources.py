r"""How sources are handed to the extractive model inside a chat message, and read back.

A system message holds, anywhere in its text, one fenced block:

    ```sources
    [{"id": "prod_1", "title": "City bike Luma", "text": "A light bike. 3 gears.", "url": "https://…",
      "price": "499.00 EUR", "available": true, "kind": "product"}]
    ```

The block is a JSON array; `id` and `title` are required, the rest is optional, unknown fields are ignored. `text` is
plain text, `price` is written as it is to be read, `kind` is `product` or `article` (an FAQ entry, a page). Backticks
inside are written as `\u0060`, so a source can never close the block. Other models read the same block as plain JSON.
`encode_sources` writes it, `decode_sources` reads it.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something an answer may quote."""

    id: str
    title: str
    text: str = ""
    url: str | None = None
    price: str = ""
    available: bool | None = None
    kind: Literal["product", "article"] = "product"


def encode_sources(sources: Iterable[Source]) -> str:
    """The fenced block for a system message."""
    content = msgspec.json.encode(list(sources)).decode().replace("`", "\\u0060")
    return f"```sources\n{content}\n```"


def decode_sources(text: str) -> list[Source] | None:
    """The sources in a message's text; None when it holds no readable block."""
    _, fence, rest = text.partition("```sources")
    content, end, _ = rest.partition("```")
    if not (fence and end and content.lstrip(" \t")[:1] in {"\n", "\r"}):
        return None
    try:
        return msgspec.json.decode(content, type=list[Source])
    except (msgspec.DecodeError, RecursionError):
        return None
