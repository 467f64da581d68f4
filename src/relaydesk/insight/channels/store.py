"""Every query on channels and deliveries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from relaydesk.insight.channels.tables import ChannelRow, DeliveryRow
from relaydesk.kernel.database import Db, ReadDb


async def list_channels(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[ChannelRow], int]:
    where = [ChannelRow.name.icontains(query, autoescape=True)] if query else []
    return await db.page(select(ChannelRow).where(*where).order_by(ChannelRow.name), limit=limit, offset=offset)


async def find_channel_by_name(db: ReadDb, name: str) -> ChannelRow | None:
    return await db.scalar(select(ChannelRow).where(ChannelRow.name == name))


async def list_for_event(db: ReadDb, event: str) -> Sequence[ChannelRow]:
    """The channels that are switched on and subscribe to this event."""
    where = (ChannelRow.enabled, ChannelRow.events.contains([event]))
    return (await db.scalars(select(ChannelRow).where(*where).order_by(ChannelRow.id))).all()


async def add_delivery(db: Db, values: dict[str, Any], *, keep: int) -> None:
    """Adds one; the channel keeps its newest `keep`."""
    row = DeliveryRow(**values)
    db.add(row)
    await db.flush()
    own = DeliveryRow.channel_id == row.channel_id
    oldest = select(DeliveryRow.id).where(own).order_by(DeliveryRow.id.desc()).offset(keep).limit(1).scalar_subquery()
    await db.execute(delete(DeliveryRow).where(own, DeliveryRow.id <= oldest))


async def list_deliveries(db: ReadDb, channel_id: int, *, limit: int, offset: int) -> tuple[Sequence[DeliveryRow], int]:
    """Newest first."""
    rows = select(DeliveryRow).where(DeliveryRow.channel_id == channel_id).order_by(DeliveryRow.id.desc())
    return await db.page(rows, limit=limit, offset=offset)
