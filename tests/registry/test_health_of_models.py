"""What detailed health says of models while no inference process runs."""

from typing import Any

import served_models
from inference_host import DEPLOYMENTS, deploy
from model_registry import Registry


async def test_without_the_process_it_is_down_where_a_deployment_is_to_run(registry: Registry) -> None:
    async def health() -> dict[str, Any]:
        shown: dict[str, Any] = (await registry.http.get("/api/health/detailed")).json()["inference"]
        return shown

    assert await health() == {"status": "ok", "is_running": False, "deployments": {}}
    await registry.make()
    await registry.upload(served_models.plus(1))
    made = await deploy(registry.http, until="loading", version=1)
    assert await health() == {"status": "down", "is_running": False, "deployments": {"loading": 1}}
    await registry.http.delete(f"{DEPLOYMENTS}/{made['id']}")
    assert await health() == {"status": "ok", "is_running": False, "deployments": {}}
