"""Owns `relaydesk seed --demo`: the demo shop, its FAQ and an assistant for it, loaded into the running instance."""

from relaydesk.assistants import api as assistants
from relaydesk.commerce import api as commerce
from relaydesk.operate.web import build_kernel
from relaydesk.settings import Settings

ASSISTANT = "Pedalworks assistant"
OPENING = "Hi! I know our bicycles and our shop's rules. What are you looking for?"


async def seed_demo(settings: Settings) -> dict[str, int]:
    """Loads what is missing; a second run changes nothing. Gives the sync's counts.

    Raises:
        DatabaseUnavailable: the instance does not run.
    """
    kernel = build_kernel(settings)
    await kernel.start()
    try:
        merchant, counts = await commerce.seed_demo(kernel)
        async with kernel.database.unit_of_work() as uow:
            await assistants.ensure_assistant(
                uow, name=ASSISTANT, is_default=True, merchant_id=merchant.id, opening_line=OPENING
            )
    finally:
        await kernel.stop()
    return {name: getattr(counts, name) for name in ("created", "updated", "unchanged", "deleted", "skipped")}
