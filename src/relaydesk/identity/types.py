"""Roles, permissions and scopes as one table, and the Principal: whoever acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Literal, NamedTuple

from relaydesk.kernel.events import Event


class Role(StrEnum):
    """`pending` waits for a role: it may read its own profile and no more."""

    OWNER = "owner"
    ADMIN = "admin"
    STAFF = "staff"
    DEVELOPER = "developer"
    OPERATOR = "operator"
    VIEWER = "viewer"
    PENDING = "pending"


class Ending(StrEnum):
    """Why a sign-in is over."""

    EXPIRED = "expired"
    SIGNED_OUT = "signed_out"
    DEACTIVATED = "deactivated"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, no secret
    REPLAY = "replay"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """What a client key may be used for."""

    PROXY = "proxy"
    CHAT = "chat"
    CATALOG = "catalog"
    ORDERS = "orders"
    TASKS = "tasks"
    INFERENCE = "inference"


# whoever has signed in and been given a role
EVERYBODY = frozenset({"profile.write"})
# what the request log and the scripts hold of others: bodies are customers' own words, sources may name secrets
GATEWAY_READ = frozenset({"gateway.read", "gateway.stats.read", "gateway.bodies.read", "gateway.scripts.read"})
MODELS = frozenset({"models.read", "models.write"})
TASKS = frozenset({"tasks.read", "tasks.write", "schedules.read", "schedules.write"})
ADMINS = EVERYBODY | GATEWAY_READ | TASKS | MODELS | {
    "merchants.read", "merchants.write", "gateway.write", "desk.read", "desk.write", "desk.erase", "assistants.read",
    "assistants.write", "health.read", "audit.read", "users.read", "users.write", "keys.read", "keys.write",
}  # fmt: skip
# an owner's alone: reaching into private networks, and sending stored secrets to a new address
ALL = ADMINS | {"private_networks.allow", "secrets.confirm"}

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: ALL,
    Role.ADMIN: ADMINS,
    Role.STAFF: EVERYBODY
    | {"merchants.read", "merchants.write", "assistants.read", "assistants.write", "desk.read", "gateway.stats.read"},
    Role.DEVELOPER: EVERYBODY
    | GATEWAY_READ
    | TASKS
    | MODELS
    | {"gateway.write", "keys.read", "keys.write", "health.read"},
    Role.OPERATOR: EVERYBODY | {"desk.read", "desk.write", "merchants.read", "assistants.read"},
    Role.VIEWER: EVERYBODY | {"merchants.read", "gateway.stats.read", "health.read"},
    Role.PENDING: frozenset(),
}

# A client key acts with these permissions; `proxy` and `inference` are checked below FastAPI. Tasks are its own alone.
SCOPE_PERMISSIONS: dict[Scope, frozenset[str]] = {
    Scope.PROXY: frozenset(),
    Scope.CHAT: frozenset({"chat.use"}),
    Scope.CATALOG: frozenset({"catalog.read"}),
    Scope.ORDERS: frozenset({"orders.write"}),
    Scope.TASKS: frozenset({"tasks.read", "tasks.write"}),
    Scope.INFERENCE: frozenset(),
}


# names of the OpenAPI document for what a caller shows: a person's access token, a client key in either header
ACCESS_SCHEME, KEY_SCHEME, KEY_HEADER_SCHEME = "accessToken", "clientKey", "clientKeyHeader"


def schemes_for(permission: str) -> tuple[str, ...]:
    """What a caller with this permission may show: a role that holds it is a person's, a scope a client key's."""
    people = (ACCESS_SCHEME,) if any(permission in held for held in ROLE_PERMISSIONS.values()) else ()
    programs = any(permission in held for held in SCOPE_PERMISSIONS.values())
    return (*people, KEY_SCHEME, KEY_HEADER_SCHEME) if programs else people


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(SCOPE_PERMISSIONS[Scope(scope)] for scope in scopes))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInUser:
    """What a request needs to know of the person whose token it brings."""

    id: int
    public_id: str
    name: str
    role: str


USES_APART = timedelta(minutes=1)  # of one client key: what is used more often is not written down each time


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeyRights:
    """What a request needs to know of the client key that it brings."""

    id: int
    name: str
    scopes: Sequence[str]
    rate_limit_per_minute: int | None
    is_active: bool
    expires_at: datetime | None
    token_hash: bytes
    previous_until: datetime | None  # how long the secret before this one holds
    last_used_at: datetime | None  # to the minute

    def holds(self, secret_hash: bytes, now: datetime) -> bool:
        """Whether the key may be used by this secret, its own or the one before."""
        is_over = not self.is_active or (self.expires_at is not None and self.expires_at <= now)
        is_in_overlap = self.previous_until is not None and self.previous_until > now
        return not is_over and (self.token_hash == secret_hash or is_in_overlap)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a person (`id` of the user row), a client key, Relaydesk itself, or somebody who is not signed in."""

    kind: Literal["user", "client_key", "system", "anonymous"]
    id: int
    public_id: str
    name: str
    role: Role | None
    permissions: frozenset[str]
    family_id: int | None = None
    expires_at_s: float | None = None  # of the token or key, in seconds since the epoch
    secret_hash: bytes | None = None  # of a client key: the secret that was shown

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def may_give(self, role: Role) -> bool:
        """Whether it may make somebody this, or change somebody who is: owners and admins are the owners' to make."""
        return self.kind == "system" or self.role is Role.OWNER or role not in {Role.OWNER, Role.ADMIN}


SYSTEM = Principal("system", 0, "system", "Relaydesk", None, ALL)
ANONYMOUS = Principal("anonymous", 0, "anonymous", "somebody not signed in", None, frozenset())


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
    """Requests that were sent on, those of them that failed, those that failed before that, and tokens."""

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
class RoleChanged(Event):
    """A person has other permissions from now on."""

    user_id: int
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated(Event):
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeysChanged(Event):
    """Created, changed, rotated, revoked or deleted: the data plane's snapshot is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeyRevoked(Event):
    client_key_id: int
