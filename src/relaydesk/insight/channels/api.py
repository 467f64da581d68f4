"""Sends what happens in lower packages over the channels that subscribe to it."""

from relaydesk.commerce.api import find_merchant
from relaydesk.commerce.types import SyncFailed
from relaydesk.gateway.types import KeyDisabled, RuleAlerted, UpstreamHeld, UpstreamReleased
from relaydesk.insight.channels import service, store
from relaydesk.insight.channels.types import Notice
from relaydesk.kernel.database import UnitOfWork

_FAILS, _HOURS = 3, 24  # syncs: so many in a row are no accident, and so many are a day of the usual schedule


async def rule_alerted(uow: UnitOfWork, event: RuleAlerted) -> None:
    """Over the channel that the rule names; a rule speaks at most once a minute over one."""
    times = f" ({event.count} times)" if event.count > 1 else ""
    key = f", key {event.key_id}" if event.key_id is not None else ""
    notice = Notice(
        "rule_alerted", f"{event.rule} at {event.upstream}{times}", f"{event.why}. Upstream {event.upstream}{key}."
    )
    channel = await store.find_channel_by_name(uow.db, event.channel)
    if channel is not None:
        await service.notify(uow, [channel], notice, once=f"rule:{event.rule_id}")


async def upstream_held(uow: UnitOfWork, event: UpstreamHeld) -> None:
    notice = Notice("upstream_held", f"The upstream {event.upstream} is held", f"{event.why}.")
    await _tell(uow, notice, once=f"held:{event.upstream}")


async def upstream_released(uow: UnitOfWork, event: UpstreamReleased) -> None:
    notice = Notice("upstream_released", f"The upstream {event.upstream} answers again", "Its hold is over.")
    await _tell(uow, notice, once=f"released:{event.upstream}")


async def key_disabled(uow: UnitOfWork, event: KeyDisabled) -> None:
    if event.count > 1:
        title = f"{event.count} keys of {event.upstream} are {event.status}"
        body = f"The latest: '{event.key}', {event.why}."
    else:
        title, body = f"Key '{event.key}' of {event.upstream} is {event.status}", f"{event.why}."
    await _tell(uow, Notice("key_disabled", title, body), once=f"key:{event.key_id}:{event.status}")


def is_failing(event: SyncFailed) -> bool:
    """Whether to tell of it: one that could not begin, the third in a row, and then some one of each day's."""
    return event.in_a_row == _FAILS or event.in_a_row % _HOURS == 0


async def sync_failed(uow: UnitOfWork, event: SyncFailed) -> None:
    """Subscribed to SyncFailed where `is_failing`: a store may fail for an hour, and the next sync sets it right."""
    merchant = await find_merchant(uow.db, event.merchant_id)
    name = merchant.name if merchant is not None else event.merchant_id
    which = f" Sync {event.sync_id}." if event.sync_id is not None else ""
    title = f"The last {event.in_a_row} syncs of {name} failed" if event.in_a_row else f"A sync of {name} failed"
    notice = Notice("sync_failed", title, f"{event.message}{which}")
    await _tell(uow, notice, once=f"sync:{event.merchant_id}")


async def _tell(uow: UnitOfWork, notice: Notice, *, once: str) -> None:
    channels = await store.list_for_event(uow.db, notice.event)
    await service.notify(uow, channels, notice, once=once)
