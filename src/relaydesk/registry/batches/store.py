"""Every query on inferences over files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from relaydesk.kernel.database import Db, ReadDb
from relaydesk.registry.tables import BatchPartRow, BatchRow, DeploymentRow


@dataclass(frozen=True, slots=True)
class Done:
    """How far a batch is: octets of its file that are answered, lines, those refused, and octets of answers."""

    read_bytes: int = 0
    lines: int = 0
    refused: int = 0
    size_bytes: int = 0


async def find_batch(db: ReadDb, task_id: str) -> BatchRow | None:
    return await db.scalar(select(BatchRow).where(BatchRow.task_id == task_id))


async def list_batches(
    db: ReadDb, deployment: DeploymentRow, *, limit: int, offset: int
) -> tuple[Sequence[BatchRow], int]:
    """Newest first."""
    rows = select(BatchRow).where(BatchRow.deployment_id == deployment.id).order_by(BatchRow.id.desc())
    return await db.page(rows, limit=limit, offset=offset)


async def name_of_deployment(db: ReadDb, batch: BatchRow) -> str | None:
    """None where it has been deleted."""
    return await db.scalar(select(DeploymentRow.name).where(DeploymentRow.id == batch.deployment_id))


async def done_of(db: ReadDb, batches: Sequence[BatchRow]) -> Mapping[int, Done]:
    """By batch; those without answers are left out."""
    sums = (
        func.max(BatchPartRow.read_bytes),
        func.sum(BatchPartRow.lines),
        func.sum(BatchPartRow.refused),
        func.sum(BatchPartRow.size_bytes),
    )
    ids = [batch.id for batch in batches]
    rows = select(BatchPartRow.batch_id, *sums).where(BatchPartRow.batch_id.in_(ids)).group_by(BatchPartRow.batch_id)
    return {batch_id: Done(*map(int, figures)) for batch_id, *figures in await db.execute(rows)}


async def list_parts(db: ReadDb, batch: BatchRow) -> Sequence[BatchPartRow]:
    """In the order of the lines that they answer."""
    rows = select(BatchPartRow).where(BatchPartRow.batch_id == batch.id).order_by(BatchPartRow.read_bytes)
    return (await db.scalars(rows)).all()


async def keys_of_parts(db: ReadDb, batch: BatchRow) -> Sequence[str]:
    return [part.storage_key for part in await list_parts(db, batch)]


async def oldest_before(db: ReadDb, moment: datetime, *, behind: int, limit: int) -> Sequence[BatchRow]:
    """In order, from the first after the row `behind`."""
    where = (BatchRow.created_at < moment, BatchRow.id > behind)
    return (await db.scalars(select(BatchRow).where(*where).order_by(BatchRow.id).limit(limit))).all()


async def lock_batch(db: Db, batch_id: int) -> None:
    """Nobody adds answers until the transaction ends."""
    await db.execute(select(BatchRow.id).where(BatchRow.id == batch_id).with_for_update())


async def hold_batch(db: Db, batch_id: int) -> bool:
    """Keeps it from being deleted until the transaction ends. Returns whether it is there."""
    row = select(BatchRow.id).where(BatchRow.id == batch_id).with_for_update(read=True, key_share=True)
    return await db.scalar(row) is not None


async def delete_batch(db: Db, batch_id: int) -> None:
    await db.execute(delete(BatchRow).where(BatchRow.id == batch_id))
