"""The vocabulary of models: stages, what an ONNX file says of itself, and how a deployment stands."""

from enum import StrEnum

import msgspec


class Stage(StrEnum):
    """Where a version stands in its life; people say so, nothing follows from it by itself."""

    NONE = "none"
    STAGING = "staging"
    PRODUCTION = "production"
    ARCHIVED = "archived"


READY = "ready"  # a version's status: its file is whole and was read


class Tensor(msgspec.Struct, frozen=True, kw_only=True):
    """An input or output. `datatype` is the Open Inference Protocol's name, None where it has none for this.

    -1 in `shape` is a size that is free; a shape of None says nothing, not even how many sizes there are.
    """

    name: str
    datatype: str | None
    shape: list[int] | None


class ModelDescription(msgspec.Struct, frozen=True, kw_only=True):
    """What an ONNX file says of itself. `opset` is that of the standard's own operators."""

    ir_version: int
    opset: int | None
    producer: str
    inputs: list[Tensor]
    outputs: list[Tensor]


class DeploymentStatus(StrEnum):
    """How a deployment, or one version of it, stands."""

    STOPPED = "stopped"
    LOADING = "loading"
    READY = "ready"
    IDLE = "idle"  # unloaded until somebody asks
    FAILED = "failed"
    DRAINING = "draining"


class DeploymentKind(StrEnum):
    """What a deployment serves: versions of a model, or a route of the gateway."""

    MODEL = "model"
    ROUTE = "route"


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A version's part of a deployment's traffic; one of weight 0 is loaded and answers where it is named."""

    version: int
    weight: int


class LiveVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What the inference process says of a version: `replicas` are those that answer, `weight` what they get now."""

    version: int
    weight: int
    status: DeploymentStatus
    replicas: int
    reason: str | None = None


DEPLOYMENTS_CHANNEL = "registry.deployments"  # woken when a deployment is to be looked at
