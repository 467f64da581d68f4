"""What a channel may be told of on its own."""

from typing import Literal, NamedTuple

ChannelEvent = Literal["upstream_held", "upstream_released", "key_disabled"]
ChannelKind = Literal["apprise", "webhook"]


class Notice(NamedTuple):
    """What is to be told: an event's name, a line, the details as text."""

    event: str
    title: str
    body: str
