"""The task kind `commerce.sync_products`."""

import asyncio
from typing import Any

from relaydesk.commerce.connector import StoreError
from relaydesk.commerce.errors import MerchantInactive, SyncAlreadyRunning
from relaydesk.commerce.sync.run import Runner, run_sync
from relaydesk.commerce.sync.service import SYNC, SyncPayload, settle_finished_task, sync_of_task
from relaydesk.commerce.types import SyncFailed
from relaydesk.kernel.errors import Conflict, NotFound, RelaydeskError
from relaydesk.tasks.api import Status, TaskContext
from relaydesk.tasks.errors import PermanentFailure


@SYNC.handler
async def sync_products(context: TaskContext, payload: SyncPayload) -> dict[str, Any]:
    """Runs the sync of this task; another attempt goes on where this one stopped.

    Where one of its merchant is running already, that does what this one was to do. Of a merchant that is switched off
    nothing is read.
    """
    try:
        async with context.unit_of_work() as uow:
            sync_id = await sync_of_task(uow, context.public_id, payload)
    except SyncAlreadyRunning as error:
        running = str(error.details["sync_id"])
        await context.progress(1, 1, f"Nothing to do: sync {running} of this merchant is running already")
        return {"running": running}
    except MerchantInactive as error:
        await context.progress(1, 1, f"Nothing to do: {error.message}")
        return {"inactive": payload.merchant_id}
    except (NotFound, Conflict) as error:
        async with context.unit_of_work() as uow:
            reason, message = error.code.lower(), error.message
            uow.record(SyncFailed(merchant_id=payload.merchant_id, sync_id=None, reason=reason, message=message))
        raise PermanentFailure(error.message) from error
    runner = Runner(
        kernel=context.kernel,
        unit_of_work=context.unit_of_work,
        progress=context.progress,
        is_last_attempt=context.is_last_attempt,
    )
    try:
        return dict(await run_sync(runner, sync_id))
    except StoreError as error:
        if error.is_retryable:
            raise
        raise PermanentFailure(str(error)) from error
    except RelaydeskError as error:
        if error.retryable:
            raise
        raise PermanentFailure(error.message) from error
    except asyncio.CancelledError:
        if context.cancelled.is_set():
            async with context.kernel.database.unit_of_work() as uow:
                await settle_finished_task(uow, context.public_id, Status.CANCELLED)
        raise
