"""Wire shapes of the ledger."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from relaydesk.commerce.sync.types import Outcome, SyncStatus
from relaydesk.kernel.http.shapes import Answer, example

MerchantId = Annotated[str, Field(min_length=1, max_length=64)]


class PlatformSyncStart(BaseModel):
    model_config = ConfigDict(json_schema_extra=example({"merchant_id": "merch_5f0c1d2e3a4b5c6d"}))

    merchant_id: MerchantId


class SyncStart(BaseModel):
    """`limit` reads that many products and deletes nothing; `confirm_deletions` lifts the guard on mass deletion."""

    model_config = ConfigDict(json_schema_extra=example({"merchant_id": "merch_5f0c1d2e3a4b5c6d"}))

    merchant_id: MerchantId
    limit: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    confirm_deletions: bool = False


class SyncStarted(Answer):
    sync_id: str
    task_id: str
    status: SyncStatus
    merchant_id: str


class Counts(Answer):
    """After a complete run created + updated + unchanged + skipped = source_total."""

    created: int
    updated: int
    unchanged: int
    deleted: int
    skipped: int
    source_total: int | None


class SyncOut(Answer):
    sync_id: str
    merchant_id: str
    platform: str
    task_id: str | None
    status: SyncStatus
    counts: Counts
    seen: int
    progress: float | None = Field(description="Between 0 and 1; null where the store's total is not known.")
    limit: int | None
    reason: str | None
    message: str | None
    warnings: list[str]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class RecordOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    platform_id: str
    outcome: Outcome
    reason: str | None
