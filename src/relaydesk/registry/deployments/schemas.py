"""Wire shapes of deployments."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relaydesk.gateway.api import ModelName, ReasonOut
from relaydesk.kernel.http.shapes import Answer, example
from relaydesk.registry.schemas import ALIAS_NAME, MODEL_NAME, MOST_NUMBER, VersionNumber
from relaydesk.registry.types import DeploymentKind, DeploymentStatus

MOST_SHARES, MOST_WEIGHT, MOST_REPLICAS, MOST_ROWS = 10, 1000, 32, 1024
LEAST_UNLOAD_S, MOST_UNLOAD_S = 10, 86400
Rows = Annotated[int, Field(strict=True, ge=1, le=MOST_ROWS)]
Replicas = Annotated[int, Field(strict=True, ge=1, le=MOST_REPLICAS)]
_SEEN = "The deployment's, as it was looked at: 409 `DEPLOYMENT_CHANGED` where it has another now."
Revision = Annotated[int | None, Field(ge=1, le=MOST_NUMBER, description=_SEEN)]
_UNLOAD = "Without an inference for so many seconds its replicas end; the next one loads it again. Null: never."
UnloadAfter = Annotated[int | None, Field(strict=True, ge=LEAST_UNLOAD_S, le=MOST_UNLOAD_S, description=_UNLOAD)]
Name = Annotated[str, StringConstraints(pattern=MODEL_NAME)]


class ShareIn(BaseModel):
    """`weight` is in relation to the others; a version of 0 is loaded, and answers where it is named."""

    model_config = ConfigDict(extra="forbid")

    version: VersionNumber
    weight: Annotated[int, Field(strict=True, ge=0, le=MOST_WEIGHT)]


class DeploymentCreate(BaseModel):
    """Of a model, or by `route` of the route of the gateway for that model (an LLM), which then has this name, too.

    Of a model without `version` and `alias` it is the newest version. By an alias it goes on to whatever that points
    to. `max_batch_rows`: how many rows of requests that wait are computed together; 1 is none.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"name": "churn", "model": "churn", "alias": "champion"})
    )

    name: Name
    model: Name | None = None
    route: ModelName | None = None
    version: VersionNumber | None = None
    alias: Annotated[str, StringConstraints(pattern=ALIAS_NAME)] | None = None
    replicas: Replicas = 1
    max_batch_rows: Rows = 32
    sticky: bool = False
    unload_after_s: UnloadAfter = None


class DeploymentPatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"replicas": 2}))

    replicas: Replicas | None = None
    max_batch_rows: Rows | None = None
    sticky: bool | None = None
    unload_after_s: UnloadAfter = None


class RollbackIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"revision": 7}))

    revision: Revision = None


class FollowIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"alias": "champion"}))

    alias: Annotated[str, StringConstraints(pattern=ALIAS_NAME)]
    revision: Revision = None


class TrafficIn(BaseModel):
    """`sticky` stays as it is where it is left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"weights": [{"version": 1, "weight": 90}, {"version": 2, "weight": 10}]}),
    )

    weights: Annotated[list[ShareIn], Field(min_length=1, max_length=MOST_SHARES)]
    sticky: bool | None = None
    revision: Revision = None


class ShareOut(Answer):
    version: int
    weight: int


class LiveVersionOut(Answer):
    """`replicas` are those that answer, `weight` what it gets at this moment."""

    version: int
    weight: int
    status: DeploymentStatus
    replicas: int
    reason: str | None


class DeploymentOut(Answer):
    """`traffic` is what is wished for, `live` what is there; `previous_traffic` is what a rollback goes back to.

    `revision` grows with each change of what is wished for. One of the kind `route` has a `route` and no `model`, and
    neither replicas nor traffic of its own; it is `failed` while the route cannot answer, and `because` says what
    `reason` does, by its type.
    """

    id: str
    name: str
    kind: DeploymentKind
    model: str | None
    alias: str | None
    route: str | None
    route_id: int | None
    status: DeploymentStatus
    reason: str | None
    because: ReasonOut | None
    replicas: int
    max_batch_rows: int
    sticky: bool
    unload_after_s: int | None
    traffic: list[ShareOut]
    previous_traffic: list[ShareOut]
    revision: int
    live: list[LiveVersionOut]
    batches: int = Field(description="Inferences over files that are kept; they are deleted with it.")
    created_at: datetime
    updated_at: datetime
