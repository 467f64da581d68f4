"""The task kind `insight.notify`."""

from typing import Any

from relaydesk.insight.channels import sending, store
from relaydesk.insight.channels.sending import SendingFailed
from relaydesk.insight.channels.service import KEEP_DELIVERIES, NOTIFY, address_of
from relaydesk.insight.channels.tables import ChannelRow
from relaydesk.insight.channels.types import NotifyPayload
from relaydesk.tasks.api import TaskContext


@NOTIFY.handler
async def notify(context: TaskContext, payload: NotifyPayload) -> dict[str, Any]:
    """Sends one notice over one channel; what came of it is kept with the channel."""
    notice = payload.notice
    async with context.kernel.database.read() as db:
        channel = await db.get(ChannelRow, payload.channel_id)
    if channel is None or not channel.enabled:
        return {"outcome": "channel_gone"}
    error = None
    try:
        await sending.send(address_of(channel, context.kernel.vault), notice)
    except SendingFailed as failure:
        error = failure
    if error is None or context.is_last_attempt:
        async with context.unit_of_work() as uow:
            await store.add_delivery(
                uow.db,
                {
                    "channel_id": channel.id,
                    "event": notice.event,
                    "title": notice.title,
                    "outcome": "sent" if error is None else "failed",
                    "attempts": context.attempt,
                    "error": error.kind if error is not None else None,
                },
                keep=KEEP_DELIVERIES,
            )
    if error is not None:
        raise error
    return {"outcome": "sent"}
