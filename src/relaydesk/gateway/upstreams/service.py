"""Rules of upstreams and routes: names are unique, addresses guarded, every change reaches all processes."""

import asyncio
import contextlib
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import (
    KeysRest,
    RouteInUse,
    RouteModelAliased,
    RouteModelTaken,
    RouteNotFound,
    UpstreamInUse,
    UpstreamNameTaken,
    UpstreamNotFound,
)
from relaydesk.gateway.extractive.chat import BASE_URL as BUILTIN_URL
from relaydesk.gateway.extractive.chat import MODEL as BUILTIN_MODEL
from relaydesk.gateway.relay.snapshot import Endpoint, endpoint_of
from relaydesk.gateway.relay.wire.dialects import ANTHROPIC_VERSION
from relaydesk.gateway.relay.wire.heads import may_carry_key
from relaydesk.gateway.types import Reason, UpstreamZoneChanged
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.custody import check_private, destination_of, destination_with, rest_keys
from relaydesk.gateway.upstreams.models import MOST_BYTES, NoListError, read_names
from relaydesk.gateway.upstreams.schemas import BAD_STATUS, HEADER_RESERVED, RetryIn
from relaydesk.gateway.upstreams.tables import RouteRow, UpstreamRow
from relaydesk.gateway.upstreams.users import ModelUsers
from relaydesk.identity.api import SYSTEM, Principal, Resource, new_value
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid, listed
from relaydesk.kernel.outbound import UNREACHABLE, AnswerTooLarge, DestinationRefused, check_url, guarded_client

BUILTIN_NAME = "builtin"
BUILTIN_ID = 0  # outside of the sequence: the first upstream that somebody makes has the id 1
_TEST_TIMEOUT_S = 10.0
_REASONINGS = {"openai": ("reasoning_effort", "off"), "anthropic": ("budget", "adaptive", "off")}
_MOST_NAMES = 20  # of what went with an upstream, in the audit log
_NO_LIST = Reason.of("The upstream's answer is no list of models", reason="upstream_no_list")


def check_base_url(base_url: str, *, allow_private: bool) -> None:
    """Raises Invalid, naming `base_url`."""
    if base_url != BUILTIN_URL:
        check_url(base_url, field="base_url", allow_private=allow_private)
        _endpoint(base_url)


def _endpoint(base_url: str) -> Endpoint:
    """Raises Invalid, naming `base_url`: also of a row that was stored before this was checked."""
    try:
        return endpoint_of(base_url)
    except ValueError:  # a host that IDNA cannot tell
        raise Invalid.field("base_url", "names a host that is not a valid domain name", reason="domain_name") from None


async def check_upstream(db: ReadDb, upstream_id: int | None, prefix: str = "") -> None:
    """Raises Invalid where there is no such upstream; `prefix` is where the field stands."""
    if upstream_id is not None and not await store.known_upstream_ids(db, [upstream_id]):
        raise _unknown(f"{prefix}upstream_id", upstream_id)


async def pin_upstream(db: Db, upstream_id: int | None) -> None:
    """As `check_upstream`, for a row that will belong to it: it is not deleted before the unit of work ends."""
    if upstream_id is not None and not await store.pin_upstreams(db, [upstream_id]):
        raise _unknown("upstream_id", upstream_id)


def _unknown(field: str, upstream_id: int) -> Invalid:
    return Invalid.field(field, f"there is no upstream {upstream_id}", reason="upstream_unknown", id=upstream_id)


def _check_reasoning(wire_format: str, dialect: dict[str, Any]) -> None:
    """Effort is named in the upstream's own format. Raises Invalid."""
    reasoning = dialect.get("reasoning")
    if reasoning is not None and reasoning not in _REASONINGS[wire_format]:
        choices = " or ".join(_REASONINGS[wire_format])
        message = f"must be {choices} where the format is {wire_format}"
        raise Invalid.field("dialect.reasoning", message, reason="reasoning_of_format", choices=choices)


async def _check(db: ReadDb, values: Mapping[str, Any], row: UpstreamRow | None) -> None:
    """Raises Invalid, UpstreamNameTaken."""
    if "base_url" in values or "allow_private" in values:
        allow_private = values.get("allow_private", row is not None and row.allow_private)
        check_base_url(values.get("base_url", row.base_url if row is not None else ""), allow_private=allow_private)
    name = new_value(values, row, "name")
    if name is not None and await store.find_upstream_by_name(db, name):
        raise UpstreamNameTaken(name=name)


UPSTREAMS = Resource(
    UpstreamRow,
    kind="upstream",
    label="name",
    target=lambda row: f"upstream {row.id}",
    missing=lambda row_id: UpstreamNotFound(upstream_id=row_id),
    check=_check,
    saved=config_moved,
)


async def create_upstream(uow: UnitOfWork, principal: Principal, values: dict[str, Any]) -> UpstreamRow:
    """Raises PermissionMissing, Invalid, UpstreamNameTaken."""
    check_private(principal, allow_private=values["allow_private"])
    row = await UPSTREAMS.create(uow, principal, values)
    _check_reasoning(row.format, row.dialect)
    return row


async def change_upstream(
    uow: UnitOfWork, principal: Principal, upstream_id: int, changes: dict[str, Any]
) -> UpstreamRow:
    """A change of where it points, or of how a key is sent, has its keys rest (see `custody.py`).

    Another address is asked at once: a hold was of the one before.
    """
    row = await UPSTREAMS.lock(uow.db, upstream_id)
    before, zone = destination_of(row), row.time_zone
    if destination_with(row, changes) != before:
        check_private(principal, allow_private=changes.get("allow_private", row.allow_private))
    row = await UPSTREAMS.change(uow, principal, upstream_id, changes)
    if "format" in changes or "dialect" in changes:
        _check_reasoning(row.format, row.dialect)
    if row.base_url != before["base_url"]:
        row.held_until = row.held_reason = row.held_because = None
        await uow.db.flush()
    await rest_keys(uow, principal, row, before)
    if row.time_zone != zone:
        uow.record(UpstreamZoneChanged(upstream_id=row.id))
    await uow.db.refresh(row)
    return row


async def delete_upstream(uow: UnitOfWork, principal: Principal, upstream_id: int) -> None:
    """Its keys, and the rules, prices and scripts that are for it alone, go with it; the audit log names them.

    Raises:
        UpstreamInUse: a route leads to it.
    """
    await UPSTREAMS.lock(uow.db, upstream_id)
    routes = [r.model for r in await store.all_routes(uow.db) if upstream_id in _upstream_ids(r.targets, r.fallbacks)]
    if routes:
        raise UpstreamInUse(upstream_id=upstream_id, models=listed(routes))
    belonging = await store.lock_belonging(uow.db, upstream_id, most_names=_MOST_NAMES)
    await UPSTREAMS.delete(uow, principal, upstream_id, **belonging)


@dataclass(frozen=True, slots=True)
class TestPlan:
    """What a connection test asks; `url` is None for the built-in model."""

    url: str | None
    headers: dict[str, str]
    params: dict[str, str]
    allow_private: bool
    timeout_s: float


async def plan_test(db: ReadDb, vault: Vault, upstream_id: int) -> TestPlan:
    """Asking for the models, with the first active key. Raises KeysRest when all must be given again."""
    row = await UPSTREAMS.get(db, upstream_id)
    key = await store.find_active_key(db, upstream_id)
    if key is None and (await store.count_awaiting(db, [upstream_id])).get(upstream_id):
        raise KeysRest(name=row.name)
    return plan_with(row, vault.decrypt(key.secret) if key is not None else None)


def plan_with(row: UpstreamRow, secret: str | None) -> TestPlan:
    """Asking for the models, with this key."""
    timeout_s = min(_TEST_TIMEOUT_S, row.timeout_ms / 1000)
    if row.base_url == BUILTIN_URL:
        return TestPlan(None, {}, {}, row.allow_private, timeout_s)
    headers, params = _credential(row.auth, secret)
    if row.format == "anthropic":
        headers["anthropic-version"] = ANTHROPIC_VERSION.decode()
    path = "/models" if _endpoint(row.base_url).versioned else "/v1/models"
    return TestPlan(row.base_url.rstrip("/") + path, headers, params, row.allow_private, timeout_s)


async def run_test(plan: TestPlan) -> tuple[int | None, int, Reason | None]:
    """Status, milliseconds, and what went wrong; without a database session, as it may take long."""
    if plan.url is None:
        return 200, 0, None
    started = time.monotonic()
    answer, problem = await _ask(plan, plan.url)
    return answer.status_code if answer is not None else None, _ms_since(started), problem


async def read_models(plan: TestPlan) -> tuple[list[str], Reason | None]:
    """The names of its models, and what went wrong; without a database session, as it may take long."""
    if plan.url is None:
        return [BUILTIN_MODEL], None
    answer, problem = await _ask(plan, plan.url)
    if answer is None or problem:
        return [], problem
    try:
        return await asyncio.to_thread(read_names, answer.content), None
    except NoListError:
        return [], _NO_LIST


async def _ask(plan: TestPlan, url: str) -> tuple[httpx.Response | None, Reason | None]:
    """The answer, and what is wrong with it or why there is none."""
    try:
        async with guarded_client(
            allow_private=plan.allow_private, timeout_s=plan.timeout_s, max_answer_bytes=MOST_BYTES
        ) as client:
            answer = await client.get(url, headers=plan.headers, params=plan.params)
    except DestinationRefused as error:
        return None, Reason.of(error.message, reason="destination_refused", host=error.details["host"])
    except AnswerTooLarge:
        return None, _NO_LIST
    except httpx.TimeoutException:
        return None, Reason.of("The upstream did not answer in time", reason="upstream_timeout")
    except UNREACHABLE:
        return None, Reason.of("The upstream could not be reached", reason="upstream_unreachable")
    status = answer.status_code
    if status < BAD_STATUS:
        return answer, None
    return answer, Reason.of(f"The upstream answered {status}", reason="upstream_status", status=status)


def _credential(auth: dict[str, Any], secret: str | None) -> tuple[dict[str, str], dict[str, str]]:
    if secret is None:
        return {}, {}
    if auth["type"] == "bearer":
        return {"Authorization": f"Bearer {secret}"}, {}
    if auth["type"] == "header":
        name = auth.get("name") or "x-api-key"
        if not may_carry_key(name):  # of a row that was stored before this was refused
            raise Invalid.field("auth.name", HEADER_RESERVED, reason="header_reserved")
        return {name: secret}, {}
    return {}, {auth.get("name") or "key": secret}


def _ms_since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _upstream_ids(*target_lists: Iterable[dict[str, Any]]) -> set[int]:
    return {target["upstream_id"] for targets in target_lists for target in targets}


async def _pin_targets(db: Db, values: Mapping[str, Any]) -> None:
    """Raises Invalid. No foreign key holds them: they stand in lists."""
    upstream_ids = {field: _upstream_ids(values.get(field, [])) for field in ("targets", "fallbacks")}
    pinned_ids = await store.pin_upstreams(db, set().union(*upstream_ids.values()))
    for field, ids in upstream_ids.items():
        if unknown := ids - pinned_ids:
            raise _unknown(field, min(unknown))


async def _check_route(db: Db, values: Mapping[str, Any], row: RouteRow | None) -> None:
    """Raises Invalid, RouteModelTaken, RouteModelAliased."""
    await _pin_targets(db, values)
    model = new_value(values, row, "model")
    if model is None:
        return
    await store.lock_model_names(db)
    if await store.find_route_by_model(db, model):
        raise RouteModelTaken(model=model)
    if await store.find_alias(db, model):
        raise RouteModelAliased(model=model)


ROUTES = Resource(
    RouteRow,
    kind="route",
    label="model",
    target=lambda row: f"route {row.id}",
    missing=lambda row_id: RouteNotFound(route_id=row_id),
    check=_check_route,
    saved=config_moved,
)


async def delete_route(uow: UnitOfWork, principal: Principal, route_id: int, users: ModelUsers) -> None:
    """Raises RouteNotFound, RouteInUse, ModelOfAssistants."""
    row = await ROUTES.lock(uow.db, route_id)
    if names := await store.names_of_aliases(uow.db, route_id):
        raise RouteInUse(deployments=listed(names))
    await users.check_unused(uow.db, row.model)
    await ROUTES.delete(uow, principal, route_id)


async def find_offered_models(db: ReadDb, models: Collection[str]) -> set[str]:
    """Those of these models that an enabled route offers."""
    return await store.find_offered_models(db, models)


async def list_offered_models(db: ReadDb) -> list[str]:
    """All that enabled routes offer, by name."""
    return await store.list_offered_models(db)


async def ensure_builtin(uow: UnitOfWork) -> None:
    """The built-in extractive model as an upstream, and a route to it, unless they were made before.

    It is known by its id: people may call it otherwise, and another one by its name.
    """
    upstream = await uow.db.get(UpstreamRow, BUILTIN_ID)
    if upstream is None:
        if await store.find_upstream_by_name(uow.db, BUILTIN_NAME) is not None:
            return
        values = {
            "id": BUILTIN_ID,
            "name": BUILTIN_NAME,
            "base_url": BUILTIN_URL,
            "auth": {"type": "bearer", "name": None},
            "strategy": "round_robin",
            "timeout_ms": 60_000,
            "retry": RetryIn().model_dump(),
            "allow_private": False,
            "enabled": True,
        }
        upstream = await create_upstream(uow, SYSTEM, values)
    if await store.find_route_by_model(uow.db, BUILTIN_MODEL) is None:
        target = {"upstream_id": upstream.id, "model": None, "weight": 1}
        values = {"model": BUILTIN_MODEL, "targets": [target], "fallbacks": [], "enabled": True}
        with contextlib.suppress(RouteModelAliased):  # people have given its name to a deployment: that stays
            await ROUTES.create(uow, SYSTEM, values)
