"""Health and metrics over HTTP."""

import asyncio
import shutil
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from relaydesk.identity.api import Principal, require
from relaydesk.insight.health.schemas import HealthDetail
from relaydesk.kernel.http.dependencies import KernelDep, part
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.observe.health import Health

router = APIRouter(tags=["health"])
DOWN = 503

HealthDep = Annotated[Health, Depends(part(Health))]


@router.get("/health")
async def get_health(health: HealthDep) -> JSONResponse:
    """Summary: Redis away is `degraded` and 200, PostgreSQL away is `down` and 503; answers within 100 ms."""
    summary = await health.check()
    return JSONResponse(summary, status_code=DOWN if summary["status"] == "down" else 200)


@router.get("/health/live", summary="Check that the process runs")
async def get_liveness() -> dict[str, str]:
    """The process runs and its event loop turns."""
    return {"status": "ok"}


@router.get("/health/ready", summary="Check that requests can be taken")
async def get_readiness(kernel: KernelDep, health: HealthDep) -> JSONResponse:
    """Ready to take traffic: PostgreSQL answers and the process is not draining."""
    summary = await health.check()
    ready = summary["status"] != "down" and not kernel.draining.started
    return JSONResponse({"status": "ready" if ready else "not_ready"}, status_code=200 if ready else DOWN)


@router.get("/api/health/detailed", summary="Get health in detail", response_model_exclude_unset=True)
async def get_detail(
    kernel: KernelDep,
    health: HealthDep,
    _principal: Annotated[Principal, Depends(require("health.read"))],
) -> HealthDetail:
    """Pools, workers, queue depth, journal backlog, disk; a part that does not answer says so itself."""
    summary = await health.detail()
    summary["database"]["pool"] = kernel.database.connections()
    summary["redis"]["pool"] = kernel.redis.connections()
    disk = shutil.disk_usage(kernel.options.data_dir)
    summary["disk"] = {"free_bytes": disk.free, "total_bytes": disk.total}
    return HealthDetail.model_validate(summary)


@router.get("/metrics", include_in_schema=False)
@router.get("/api/metrics")
async def get_metrics(kernel: KernelDep) -> Response:
    """Prometheus text of all processes of this instance."""
    for state, count in kernel.database.connections().items():
        metrics.DB_CONNECTIONS.labels(state).set(count)
    for state, count in kernel.redis.connections().items():
        metrics.REDIS_CONNECTIONS.labels(state).set(count)
    text = await asyncio.to_thread(metrics.render)  # which takes as long as there are names of upstreams and models
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
