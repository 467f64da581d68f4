"""Owns who speaks by a model's name in the packages above: such a name does not go from under them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from relaydesk.gateway.errors import ModelOfAssistants
from relaydesk.kernel.database import ReadDb
from relaydesk.kernel.errors import listed


@dataclass(frozen=True, slots=True)
class ModelUsers:
    """A part of the application. `assistants_of` gives the names of those that speak by a model."""

    assistants_of: Callable[[ReadDb, str], Awaitable[Sequence[str]]]

    async def check_unused(self, db: ReadDb, model: str) -> None:
        """Raises ModelOfAssistants."""
        if names := await self.assistants_of(db, model):
            raise ModelOfAssistants(model=model, assistants=listed(names))
