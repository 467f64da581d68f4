"""The events that a channel can subscribe to, and what is sent to it."""

from typing import Literal, NamedTuple

from relaydesk.tasks.api import Payload

ChannelEvent = Literal["upstream_held", "upstream_released", "key_disabled", "sync_failed"]
ChannelKind = Literal["apprise", "webhook"]


class Notice(NamedTuple):
    """A message to send: an event's name, a line, the details as text."""

    event: str
    title: str
    body: str


class NotifyPayload(Payload):
    """Of a task that sends a notice over a channel."""

    channel_id: int
    notice: Notice
