"""The tables of models, their versions, aliases, deployments, and inferences over files."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class ModelRow(Timestamps, Table):
    """`last_version` only grows, so that a number is never given to another file."""

    __tablename__ = "registry_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(server_default="")
    tags: Mapped[list[str]] = mapped_column(server_default=text("'[]'"))
    last_version: Mapped[int] = mapped_column(server_default="0")


class VersionRow(Timestamps, Table):
    """`storage_key` is the file's; `inputs` and `outputs` are `Tensor`s; `details` are `metadata` on the wire."""

    __tablename__ = "registry_version"
    __table_args__ = (UniqueConstraint("model_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("registry_model.id", ondelete="CASCADE"))
    version: Mapped[int]
    status: Mapped[str]
    stage: Mapped[str] = mapped_column(server_default="none")
    filename: Mapped[str]
    storage_key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    ir_version: Mapped[int]
    opset: Mapped[int | None]
    producer: Mapped[str]
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    outputs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    metrics: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    task_id: Mapped[str | None]
    data: Mapped[str | None]


class AliasRow(Timestamps, Table):
    """A name that points to one version and may be moved."""

    __tablename__ = "registry_alias"
    __table_args__ = (UniqueConstraint("model_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("registry_model.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("registry_version.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]


class DeploymentRow(Timestamps, Table):
    """A model as it is to be served; without `model_id` a route of the gateway, by an alias of the same name.

    `traffic` and `previous` are `Share`s that people want now and wanted before; `alias` is the one that traffic
    follows. `revision` grows with each wish; `status`, `reason` and `live` are what the inference process says of it.
    """

    __tablename__ = "registry_deployment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    model_id: Mapped[int | None] = mapped_column(ForeignKey("registry_model.id"), index=True)
    alias: Mapped[str | None]
    is_running: Mapped[bool]
    replicas: Mapped[int]
    max_batch_rows: Mapped[int]
    is_sticky: Mapped[bool]
    unload_after_s: Mapped[int | None]
    traffic: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    previous: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    revision: Mapped[int] = mapped_column(server_default="1")
    status: Mapped[str]
    reason: Mapped[str | None]
    live: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))


class BatchRow(Timestamps, Table):
    """A file of inferences that the task `task_id` makes; `storage_key` is the file's.

    `model_version` is None where the deployment's traffic says which. The row outlives its deployment for as long as
    answers are kept.
    """

    __tablename__ = "registry_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    deployment_id: Mapped[int | None] = mapped_column(
        ForeignKey("registry_deployment.id", ondelete="SET NULL"), index=True
    )
    task_id: Mapped[str] = mapped_column(unique=True)
    model_version: Mapped[int | None]
    filename: Mapped[str]
    storage_key: Mapped[str] = mapped_column(unique=True)
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class BatchPartRow(Timestamps, Table):
    """Answers to so many `lines` of a batch, `refused` of which are errors; `read_bytes` is how far these reach."""

    __tablename__ = "registry_batch_part"
    __table_args__ = (UniqueConstraint("batch_id", "read_bytes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("registry_batch.id", ondelete="CASCADE"))
    storage_key: Mapped[str] = mapped_column(unique=True)
    size_bytes: Mapped[int]
    read_bytes: Mapped[int]
    lines: Mapped[int]
    refused: Mapped[int]
