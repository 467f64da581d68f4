"""What detailed health says of models: whether the inference process answers, and how deployments stand."""

import asyncio
from typing import Any, Final

from relaydesk.kernel.runtime import Kernel
from relaydesk.registry import store
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.wire.messages import Ask
from relaydesk.registry.types import DeploymentStatus

_WITHIN_S: Final = 1.0
_OK: Final = 200


async def inference_health(kernel: Kernel, link: Link) -> dict[str, Any]:
    """Down without the process where a deployment is to run, degraded with one that has failed.

    `deployments` are counted by status.
    """
    async with kernel.database.read() as db:
        counts = await store.count_deployments(db)
    is_running = await _answers(link)
    has_failed = bool(counts.get(DeploymentStatus.FAILED))
    is_needed = bool(counts.keys() - {DeploymentStatus.STOPPED, DeploymentStatus.DRAINING})
    status = "down" if is_needed and not is_running else "degraded" if has_failed else "ok"
    return {"status": status, "is_running": is_running, "deployments": dict(counts)}


async def _answers(link: Link) -> bool:
    try:
        async with asyncio.timeout(_WITHIN_S):
            said, _ = await link.ask(Ask("server"))
    except TimeoutError:
        return False
    return said.status == _OK
