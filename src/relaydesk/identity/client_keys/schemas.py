"""Wire shapes of client keys. The key itself appears in one answer, once."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from relaydesk.identity.types import Scope
from relaydesk.identity.users.schemas import Name

Scopes = Annotated[list[Scope], Field(min_length=1, max_length=10)]
Limit = Annotated[int | None, Field(ge=1, le=100_000_000)]


class ClientKeyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    prefix: str
    scopes: list[Scope]
    rate_limit_per_minute: int | None
    expires_at: datetime | None
    is_active: bool
    last_used_at: datetime | None
    created_at: datetime
    previous_until: datetime | None


class ClientKeyCreated(ClientKeyOut):
    key: str


class ClientKeyCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    scopes: Scopes = [Scope.PROXY]
    expires_at: AwareDatetime | None = None
    rate_limit_per_minute: Limit = None


class ClientKeyPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    scopes: Scopes | None = None
    expires_at: AwareDatetime | None = None
    rate_limit_per_minute: Limit = None
    is_active: bool | None = None


class RotateIn(BaseModel):
    """How long the old key goes on working beside the new one."""

    overlap_seconds: Annotated[int, Field(ge=0, le=30 * 86400)] = 86400


class UsageDay(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    day: date
    requests: int
    errors: int


class Usage(BaseModel):
    client_key_id: int
    days: list[UsageDay]
    requests: int
    errors: int
