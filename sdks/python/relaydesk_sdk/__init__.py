"""Relaydesk from Python. `Relaydesk` is where everything begins; `types` are the shapes of the API's answers."""

from relaydesk_sdk.client import Relaydesk
from relaydesk_sdk.errors import NotReady, RelaydeskError, TaskFailed, Unreachable

__all__ = ["NotReady", "Relaydesk", "RelaydeskError", "TaskFailed", "Unreachable"]
