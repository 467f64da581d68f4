"""Figures of a deployment over HTTP: `/api/deployments/{id}/figures`."""

import asyncio
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends

from relaydesk.gateway.api import sum_of_model
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, part
from relaydesk.registry.deployments.service import get_deployment
from relaydesk.registry.errors import InferenceUnavailable
from relaydesk.registry.figures.schemas import DeploymentFiguresOut, VersionFiguresOut
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.wire.messages import Ask
from relaydesk.registry.parameters import DeploymentId

router = APIRouter(prefix="/api/deployments", tags=["models"])
WITHIN_S: Final = 5.0
_OK, _UNKNOWN = 200, 404
_NS_PER_MS: Final = 1_000_000


@router.get("/{deployment_id}/figures", summary="Read a deployment's figures")
async def get_deployment_figures(
    kernel: KernelDep,
    link: Annotated[Link, Depends(part(Link))],
    _principal: Annotated[Principal, Depends(require("models.read"))],
    deployment_id: DeploymentId,
) -> DeploymentFiguresOut:
    """Requests, errors and mean times by version; of a deployment of a route those of the route by that name."""
    async with kernel.database.read() as db:
        row = await get_deployment(db, deployment_id)
        name = row.name
        if row.model_id is None:
            return DeploymentFiguresOut(versions=[], route=await sum_of_model(db, name))
    try:
        async with asyncio.timeout(WITHIN_S):
            said, body = await link.ask(Ask("stats", model=name))
    except TimeoutError:
        raise InferenceUnavailable from None
    if said.status not in (_OK, _UNKNOWN):
        raise InferenceUnavailable
    stats = msgspec.json.decode(body)["model_stats"] if said.status == _OK else []
    versions = [_shown(one) for one in stats]
    return DeploymentFiguresOut(versions=sorted(versions, key=lambda one: one.version))


def _shown(stats: dict[str, Any]) -> VersionFiguresOut:
    """Of Triton's statistics of a version."""
    durations = stats["inference_stats"]

    def mean_ms(name: str) -> float | None:
        count, ns = durations[name]["count"], durations[name]["ns"]
        return ns / count / _NS_PER_MS if count else None

    failures, refused = durations["fail"]["count"], stats.get("refused_count", 0)
    return VersionFiguresOut(
        version=int(stats["version"]),
        requests=durations["success"]["count"] + failures,
        errors=failures - refused,
        refused=refused,
        latency_ms=mean_ms("success"),
        queue_ms=mean_ms("queue"),
    )
