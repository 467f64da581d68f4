"""Wire shapes of merchants with all that belongs to them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from relaydesk.commerce.merchants.schemas import ConnectionOut
from relaydesk.commerce.sync.schemas import SyncOut
from relaydesk.kernel.http.shapes import Answer, example


class MerchantScheduleIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"cron": "17 * * * *", "timezone": "Europe/Berlin"})
    )

    cron: Annotated[str, Field(max_length=100, description="Five fields: when the products are synced.")]
    timezone: Annotated[str, Field(max_length=100)] = "UTC"
    enabled: bool = True


class MerchantSchedule(Answer):
    """Has a cron expression, or an interval where people gave it one among the schedules."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    cron: str | None
    interval_s: int | None
    timezone: str
    enabled: bool
    next_run_at: datetime


class MerchantOut(Answer):
    id: str
    name: str
    is_active: bool
    is_demo: bool
    product_count: int
    last_synced_at: datetime | None
    stale: bool
    connections: list[ConnectionOut]
    sync: SyncOut | None = Field(description="The one under way, or the last.")
    schedule: MerchantSchedule | None
    created_at: datetime
    updated_at: datetime
