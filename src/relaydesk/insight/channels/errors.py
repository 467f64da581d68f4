"""What can go wrong with channels."""

from relaydesk.kernel.errors import FieldTaken, NotFound


class ChannelNotFound(NotFound):
    """There is no channel {channel_id}."""

    code = "CHANNEL_NOT_FOUND"


class ChannelNameTaken(FieldTaken):
    """There is a channel named '{name}' already."""

    code = "CHANNEL_NAME_TAKEN"
    field = "name"
