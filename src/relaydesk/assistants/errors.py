"""What can go wrong with assistants."""

from relaydesk.kernel.errors import Conflict, FieldTaken, NotFound


class AssistantNotFound(NotFound):
    """There is no assistant {assistant}."""

    code = "ASSISTANT_NOT_FOUND"


class AssistantNameTaken(FieldTaken):
    """There is already an assistant named {name}."""

    code = "ASSISTANT_NAME_TAKEN"
    field = "name"


class LastAssistant(Conflict):
    """The default assistant can be neither deleted nor disabled; make another one the default first."""

    code = "DEFAULT_ASSISTANT_NEEDED"
