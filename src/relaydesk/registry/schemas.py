"""Wire shapes of models, versions and aliases."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, JsonValue, StringConstraints

from relaydesk.kernel.errors import NO_NUL, ONE_LINE, pattern
from relaydesk.kernel.http.shapes import Answer, example
from relaydesk.registry.types import Stage

MODEL_NAME = pattern(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
    reason="model_name",
    message="must be 1 to 100 letters, digits, dots, dashes or underscores, with a letter or digit first",
)
ALIAS_NAME = pattern(
    r"^[A-Za-z][A-Za-z0-9._-]{0,99}$",
    reason="alias_name",
    message="must be 1 to 100 letters, digits, dots, dashes or underscores, with a letter first",
)
FILENAME = pattern(
    # as one line, and without what stands for octets that are no UTF-8
    r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd/\\]{1,255}$",
    reason="filename",
    message="must be the name of a file of at most 255 characters, without folders or control characters",
)
SHA256 = pattern(r"^[0-9a-fA-F]{64}$", reason="sha256", message="must be 64 hexadecimal digits")
VERSION_LIST = pattern(
    r"^[0-9]{1,9}(,[0-9]{1,9}){1,9}$",
    reason="version_list",
    message="must be two to ten numbers of versions with commas between them",
)
MOST_NUMBER = 2**31 - 1
VersionNumber = Annotated[int, Field(strict=True, ge=1, le=MOST_NUMBER)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000, pattern=NO_NUL)]
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=ONE_LINE)]
Tags = Annotated[list[Line], Field(max_length=50)]
# integers of any size are kept as they are; JSON cannot be read with more than 4,300 digits in one
Scalar = bool | int | FiniteFloat | Annotated[str, StringConstraints(max_length=1000, pattern=NO_NUL)]
Number = Annotated[FiniteFloat, Field(strict=True)]  # neither true nor "5"
Metrics = Annotated[dict[Line, Number], Field(max_length=100)]
Metadata = Annotated[dict[Line, Scalar], Field(max_length=100)]


class ModelCreate(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {"name": "churn", "description": "Who is about to leave.", "tags": ["tabular", "weekly"]}
        ),
    )

    name: Annotated[str, StringConstraints(pattern=MODEL_NAME)]
    description: Text = ""
    tags: Tags = []


class ModelPatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"tags": ["tabular", "daily"]}))

    description: Text | None = None
    tags: Tags | None = None


class ModelOut(Answer):
    """`id` is its name. `aliases` are names with the versions that they point to; `latest_version` is null without any.

    `deployments` are the names of those that serve it.
    """

    id: str
    name: str
    description: str
    tags: list[str]
    version_count: int
    latest_version: int | None
    aliases: dict[str, int]
    stages: dict[Stage, int] = Field(description="The newest version of each stage, without those of `none`.")
    deployments: list[str]
    created_at: datetime
    updated_at: datetime


class TensorOut(Answer):
    """An input or output. `datatype` is the Open Inference Protocol's name, null where it has none (a map, say).

    In `shape` -1 is a size that is free; it is null where the file does not say how many sizes there are.
    """

    name: str
    datatype: str | None
    shape: list[int] | None


class VersionPatch(BaseModel):
    """`metrics` and `metadata` replace those that are there. `task_id` and `data` say what the version came from."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {"stage": "staging", "metrics": {"accuracy": 0.93}, "metadata": {"framework": "scikit-learn"}}
        ),
    )

    stage: Stage | None = None
    metrics: Metrics | None = None
    metadata: Metadata | None = None
    task_id: Line | None = None
    data: Source | None = None


class VersionSummary(Answer):
    """`task_id` and `data` are lineage: the task that made the version, and what it was made from."""

    model: str
    version: int
    status: str
    stage: Stage
    aliases: list[str]
    filename: str
    sha256: str
    size_bytes: int
    ir_version: int
    opset: int | None
    producer: str
    metrics: dict[str, float]
    task_id: str | None
    data: str | None
    created_at: datetime
    updated_at: datetime


class VersionOut(VersionSummary):
    """A version with all that its file names; lists leave that out."""

    inputs: list[TensorOut]
    outputs: list[TensorOut]
    metadata: dict[str, JsonValue]


class AliasIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"version": 1}))

    version: VersionNumber


class AliasOut(Answer):
    model: str
    alias: str
    version: int
    updated_at: datetime


class ComparedMetric(Answer):
    """`values` in the order of the versions; `difference` is the last less the first, null where one has none."""

    name: str
    values: list[float | None]
    difference: float | None


class ComparedValue(Answer):
    name: str
    values: list[JsonValue]
    is_same: bool


class ComparedTensor(Answer):
    """`tensors` in the order of the versions, null where one has no such input or output."""

    name: str
    tensors: list[TensorOut | None]
    is_same: bool


class ComparisonOut(Answer):
    """In the order in which the versions were named; `size_difference` is the last less the first, in bytes."""

    model: str
    versions: list[VersionOut]
    is_same_file: bool
    size_difference: int
    metrics: list[ComparedMetric]
    metadata: list[ComparedValue]
    inputs: list[ComparedTensor]
    outputs: list[ComparedTensor]
