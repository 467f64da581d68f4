"""Wire shapes of figures."""

from pydantic import Field

from relaydesk.gateway.api import Sums
from relaydesk.kernel.http.shapes import Answer


class VersionFiguresOut(Answer):
    """`errors` and `refused` are among `requests`; the times are means of the others, null without any."""

    version: int
    requests: int
    errors: int
    refused: int = Field(description="What was no input of the model: the fault of who asked.")
    latency_ms: float | None
    queue_ms: float | None


class DeploymentFiguresOut(Answer):
    """Of the versions that are loaded, since the inference process began; one that is loaded anew begins anew.

    `route` are the gateway's figures of the last day (whole hours, UTC), of what was asked by the deployment's name;
    null for a deployment of a model.
    """

    versions: list[VersionFiguresOut]
    route: Sums | None = None
