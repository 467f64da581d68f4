"""Deployments: models as they are served."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relaydesk_sdk.errors import NotReady
from relaydesk_sdk.types import DeploymentOut

if TYPE_CHECKING:
    from relaydesk_sdk.client import Relaydesk

_PATH = "/api/deployments"
_LOOK_EVERY_S = 0.2


class Deployments:
    """`deployment` is an id, or what the API said of one."""

    def __init__(self, client: "Relaydesk") -> None:
        self._client = client

    def create(
        self, name: str, model: str, *, version: int | None = None, alias: str | None = None, **options: Any
    ) -> DeploymentOut:
        """By a version, by an alias (whose moves it follows), or of the newest. `options` as of the API."""
        body = {"name": name, "model": model, "version": version, "alias": alias, **options}
        made: DeploymentOut = self._client.json("POST", _PATH, json=body)
        return made

    def create_of_route(self, name: str, route: str) -> DeploymentOut:
        """Of the gateway's route for the model `route`: `/v1` answers by it for the model `name`."""
        made: DeploymentOut = self._client.json("POST", _PATH, json={"name": name, "route": route})
        return made

    def get(self, deployment: str | DeploymentOut) -> DeploymentOut:
        found: DeploymentOut = self._client.json("GET", _path(deployment))
        return found

    def all(self, *, model: str | None = None) -> list[DeploymentOut]:
        return self._client.all_of(_PATH, model=model)

    def start(self, deployment: str | DeploymentOut) -> DeploymentOut:
        return self._act(deployment, "start")

    def stop(self, deployment: str | DeploymentOut) -> DeploymentOut:
        return self._act(deployment, "stop")

    def roll_back(self, deployment: str | DeploymentOut, *, revision: int | None = None) -> DeploymentOut:
        """To its traffic before the last change. Refused where it has another `revision` than the one given here."""
        return self._act(deployment, "rollback", json={"revision": revision})

    def split(
        self,
        deployment: str | DeploymentOut,
        weights: Mapping[int, int],
        *,
        sticky: bool | None = None,
        revision: int | None = None,
    ) -> DeploymentOut:
        """Its traffic among versions, by weights. `revision` as of `roll_back`."""
        shares = [{"version": version, "weight": weight} for version, weight in weights.items()]
        return self._act(deployment, "traffic", json={"weights": shares, "sticky": sticky, "revision": revision})

    def delete(self, deployment: str | DeploymentOut) -> None:
        self._client.request("DELETE", _path(deployment))

    def wait(self, deployment: str | DeploymentOut, *, timeout_s: float = 120) -> DeploymentOut:
        """Until it serves what is wished for. A server that is away for a moment ends no wait.

        Raises:
            NotReady: it has failed or was stopped.
            TimeoutError
        """
        until = time.monotonic() + timeout_s
        while True:
            now: DeploymentOut = self._client.look(_path(deployment), until=until)
            if now["status"] in ("ready", "idle"):
                return now
            if now["status"] in ("failed", "stopped"):
                raise NotReady(now)
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError(f"the deployment is still {now['status']} after {timeout_s} s")
            time.sleep(min(_LOOK_EVERY_S, left_s))

    def _act(self, deployment: str | DeploymentOut, action: str, **options: Any) -> DeploymentOut:
        changed: DeploymentOut = self._client.json("POST", f"{_path(deployment)}/{action}", **options)
        return changed


def _path(deployment: str | DeploymentOut) -> str:
    return f"{_PATH}/{deployment if isinstance(deployment, str) else deployment['id']}"
