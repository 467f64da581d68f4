"""Roles, permissions and scopes as one table, and the Principal: whoever acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple

from relaydesk.kernel.events import Event


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    DEVELOPER = "developer"
    OPERATOR = "operator"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What a client key may be used for."""

    PROXY = "proxy"
    CHAT = "chat"
    CATALOG = "catalog"
    ORDERS = "orders"
    TASKS = "tasks"


READ = frozenset(
    {"merchants.read", "gateway.read", "desk.read", "assistants.read", "tasks.read", "health.read", "audit.read"}
)
ALL = READ | {
    "merchants.write", "gateway.write", "desk.write", "assistants.write", "tasks.write",
    "users.read", "users.write", "keys.read", "keys.write", "desk.erase",
}  # fmt: skip

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: ALL,
    Role.ADMIN: ALL,
    Role.STAFF: frozenset({"merchants.read", "merchants.write", "assistants.read", "assistants.write", "desk.read"}),
    Role.DEVELOPER: frozenset(
        {"gateway.read", "gateway.write", "tasks.read", "tasks.write", "keys.read", "keys.write", "health.read"}
    ),
    Role.OPERATOR: frozenset({"desk.read", "desk.write", "merchants.read", "assistants.read"}),
    Role.VIEWER: READ - {"audit.read"},
}

# A client key acts with these permissions; `proxy` is checked by the relay itself.
SCOPE_PERMISSIONS: dict[Scope, frozenset[str]] = {
    Scope.PROXY: frozenset(),
    Scope.CHAT: frozenset({"chat.use"}),
    Scope.CATALOG: frozenset({"catalog.read"}),
    Scope.ORDERS: frozenset({"orders.write"}),
    Scope.TASKS: frozenset({"tasks.read", "tasks.write"}),
}


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(SCOPE_PERMISSIONS[Scope(scope)] for scope in scopes))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a person (`id` of the user row), a client key, or Relaydesk itself."""

    kind: Literal["user", "client_key", "system"]
    id: int
    public_id: str
    name: str
    role: Role | None
    permissions: frozenset[str]
    family_id: int | None = None
    expires_at_s: float | None = None  # of the token or key, in seconds since the epoch

    def may(self, permission: str) -> bool:
        return permission in self.permissions


SYSTEM = Principal("system", 0, "system", "Relaydesk", None, ALL)


Period = Literal["day", "month"]
Amounts = tuple[int, int, int]  # requests, tokens, billionths of the currency's unit


@dataclass(frozen=True, slots=True)
class Budget:
    """What a client key may use in a calendar day or month (UTC); at least one limit is set.

    `cost_micros` is in millionths of the unit of the currency that prices are given in.
    """

    period: Period
    requests: int | None = None
    tokens: int | None = None
    cost_micros: int | None = None


def period_of(period: Period, now: datetime, zone: tzinfo = UTC) -> tuple[date, datetime]:
    """The first day of the period that `now` lies in, in a time zone, and when the next one begins."""
    first = now.astimezone(zone).date()
    after = first + timedelta(days=1)
    if period == "month":
        first = first.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
    return first, datetime.combine(after, time(), zone).astimezone(UTC)


class Usage(NamedTuple):
    """Requests that were sent on, those of them that failed, those that ended before that, and tokens."""

    requests: int = 0
    errors: int = 0
    refused: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class ClientKeyRecord:
    """A usable client key as the data plane needs it; `token_hashes` are SHA-256, two of them during a rotation."""

    id: int
    name: str
    token_hashes: tuple[bytes, ...]
    scopes: frozenset[str]
    rate_limit_per_minute: int | None
    expires_at_s: float | None
    budget: Budget | None
    tokens_per_minute: int | None
    max_concurrency: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated(Event):
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeysChanged(Event):
    """Created, changed, rotated, revoked or deleted: the data plane's snapshot is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeyRevoked(Event):
    client_key_id: int
