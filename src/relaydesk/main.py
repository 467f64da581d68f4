"""Owns the application: which packages' routers it serves, how their events meet, and the front door by path."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from functools import partial
from types import ModuleType
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from sqlalchemy.orm import configure_mappers
from starlette.middleware.cors import CORSMiddleware

from relaydesk import __version__
from relaydesk.assistants import api as assistants_api
from relaydesk.assistants.profiles import routes as assistants
from relaydesk.assistants.types import ChatModel
from relaydesk.commerce.api import is_sync, settle_sync_of, sync_all_by_schedule
from relaydesk.commerce.catalogue import routes as catalogue
from relaydesk.commerce.portal import routes as merchants
from relaydesk.commerce.sync import jobs as sync_jobs
from relaydesk.commerce.sync import routes as sync
from relaydesk.commerce.types import SyncFailed
from relaydesk.desk import api as desk
from relaydesk.desk import jobs as desk_jobs
from relaydesk.desk.chat import routes as chat
from relaydesk.desk.sessions import routes as sessions
from relaydesk.desk.sessions.live import DeskLive
from relaydesk.desk.sessions.turns import TurnRunner
from relaydesk.desk.widget import routes as widget
from relaydesk.gateway import api as gateway_api
from relaydesk.gateway.api import Gateway
from relaydesk.gateway.imports import routes as imports
from relaydesk.gateway.keys import jobs as key_jobs
from relaydesk.gateway.keys import routes as upstream_keys
from relaydesk.gateway.log import jobs as log_jobs
from relaydesk.gateway.log import routes as request_log
from relaydesk.gateway.prices import routes as prices
from relaydesk.gateway.quotas import jobs as quota_jobs
from relaydesk.gateway.rules import routes as rules
from relaydesk.gateway.scripts import routes as scripts
from relaydesk.gateway.stats import routes as stats
from relaydesk.gateway.types import KeyDisabled, RuleAlerted, UpstreamHeld, UpstreamReleased, UpstreamZoneChanged
from relaydesk.gateway.upstreams import routes as upstreams
from relaydesk.identity.api import find_lost, may_write
from relaydesk.identity.audit import routes as audit
from relaydesk.identity.client_keys import routes as client_keys
from relaydesk.identity.client_keys import uses as client_key_uses
from relaydesk.identity.invitations import routes as invitations
from relaydesk.identity.sign_in import routes as sign_in
from relaydesk.identity.types import ClientKeysChanged, RoleChanged, UserDeactivated
from relaydesk.identity.users import routes as users
from relaydesk.insight.channels import api as channels
from relaydesk.insight.channels import jobs as channel_jobs
from relaydesk.insight.channels import routes as channel_routes
from relaydesk.insight.health import routes as health_routes
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.http import pages, rendering
from relaydesk.kernel.http.connections import ConnectionBounds
from relaydesk.kernel.http.dependencies import Parts
from relaydesk.kernel.http.middleware import (
    App,
    BodyLimit,
    ErrorBoundary,
    LoopRefusal,
    Receive,
    RequestContext,
    Scope,
    SecurityHeaders,
    Send,
    StreamedBody,
)
from relaydesk.kernel.http.openapi import DocumentedApi
from relaydesk.kernel.http.rendering import ErrorBody
from relaydesk.kernel.observe.collector import collect_seldom
from relaydesk.kernel.observe.health import Health
from relaydesk.kernel.runtime import Kernel
from relaydesk.reference import DESCRIPTION, LICENSE, SECURITY_SCHEMES, TAGS
from relaydesk.registry.batches import jobs as batch_jobs
from relaydesk.registry.batches import routes as inference_batches
from relaydesk.registry.deployments import routes as deployments
from relaydesk.registry.figures import routes as deployment_figures
from relaydesk.registry.figures.health import inference_health
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.inference.front import InferenceFront, is_inference
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.places import socket_path
from relaydesk.registry.models import routes as models
from relaydesk.registry.playground import routes as playground
from relaydesk.registry.playground.bounds import OpenChats
from relaydesk.registry.storage.choice import open_storage
from relaydesk.registry.versions import routes as model_versions
from relaydesk.tasks import jobs as task_jobs
from relaydesk.tasks import routes as tasks
from relaydesk.tasks.api import DeclaredSchedule, collect_figures, ensure_schedule
from relaydesk.tasks.ends.follower import start_following
from relaydesk.tasks.live.source import TasksLive
from relaydesk.tasks.types import TaskFinished

TURN_GRACE_S = 5.0
# what JSON may be parsed in one go on the loop
MAX_JSON_BYTES = 256 * 1024
# 100,000 long keys in one request
MAX_IMPORT_BYTES = 48 * 1024 * 1024

# importing a package's jobs registers its kinds of tasks
JOBS: list[ModuleType] = [task_jobs, key_jobs, quota_jobs, log_jobs, channel_jobs, batch_jobs, sync_jobs, desk_jobs]
SCHEDULES: list[DeclaredSchedule] = [
    *task_jobs.SCHEDULES,
    *key_jobs.SCHEDULES,
    *quota_jobs.SCHEDULES,
    *log_jobs.SCHEDULES,
    *batch_jobs.SCHEDULES,
    *desk_jobs.SCHEDULES,
]
# asked in this order: what is called most stands first
ROUTERS: list[APIRouter] = [
    sessions.router,
    chat.router,
    health_routes.router,
    sign_in.router,
    users.router,
    invitations.router,
    client_keys.router,
    audit.router,
    tasks.router,
    upstreams.router,
    upstream_keys.router,
    imports.router,
    rules.router,
    prices.router,
    scripts.router,
    request_log.router,
    stats.router,
    channel_routes.router,
    models.router,
    model_versions.router,
    deployments.router,
    inference_batches.router,
    deployment_figures.router,
    playground.router,
    assistants.router,
    merchants.router,
    sync.router,
    catalogue.router,
    widget.router,
    pages.router,
]


def _long_bodies(max_body_bytes: int) -> dict[str, int]:
    """The resources with long texts or many rows."""
    return {
        "/api/admin/keys/import": max(MAX_IMPORT_BYTES, max_body_bytes),
        "/api/admin/keys": max_body_bytes,
        "/api/admin/import": max_body_bytes,
        "/api/admin/scripts": max_body_bytes,
        "/api/playground/chat": max_body_bytes,
    }


def _streamed_bodies(max_bytes: int) -> list[StreamedBody]:
    """The operations that take files."""
    return [model_versions.streamed_body(max_bytes), inference_batches.streamed_body(max_bytes)]


_UNDECLARED = ("alembic_", "gateway_request_log_p", "gateway_request_body_p", "tasks_ended_p", "tasks_log_p")


def is_declared(_item: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Whether Alembic should compare this: not what PostgreSQL keeps for itself, nor partitions made at run time."""
    return kind != "table" or not (name or "").startswith(_UNDECLARED)


async def ensure_defaults(uow: UnitOfWork) -> None:
    """What the packages want every installation to have, made where it is missing; what people changed stays."""
    await gateway_api.ensure_builtin(uow)
    await assistants_api.ensure_defaults(uow)
    await sync_all_by_schedule(uow)
    for schedule in SCHEDULES:
        await ensure_schedule(uow, schedule)


def subscribe_events(kernel: Kernel) -> Kernel:
    """Where events of lower packages meet the packages above; the same in every process, or events would be missed."""
    kernel.bus.subscribe(TaskFinished, settle_sync_of, concerns=is_sync)
    kernel.bus.subscribe(ClientKeysChanged, gateway_api.client_keys_changed)
    kernel.bus.subscribe(UpstreamZoneChanged, gateway_api.zone_changed)
    kernel.bus.subscribe(UserDeactivated, desk.operator_left)
    kernel.bus.subscribe(RoleChanged, desk.role_changed, concerns=desk.may_not_serve)
    kernel.bus.subscribe(RuleAlerted, channels.rule_alerted)
    kernel.bus.subscribe(UpstreamHeld, channels.upstream_held)
    kernel.bus.subscribe(UpstreamReleased, channels.upstream_released)
    kernel.bus.subscribe(KeyDisabled, channels.key_disabled)
    kernel.bus.subscribe(SyncFailed, channels.sync_failed, concerns=channels.is_failing)
    return kernel


class FrontDoor:
    """The control plane as an ASGI application, and the protocol that keeps the data plane's paths from ASGI.

    Serve it by uvicorn with `protocol` as its `http` setting: under another server there is no data plane.
    """

    def __init__(
        self, gateway: Gateway, inference: InferenceFront, control: App, bounds: ConnectionBounds | None = None
    ) -> None:
        def serve(call: gateway_api.Call) -> Coroutine[Any, Any, None]:
            return inference.serve(call) if is_inference(call.path) else gateway.serve(call)

        self.gateway = gateway
        self.protocol = gateway_api.protocol_for(serve, bounds)
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._control(scope, receive, send)


def create_app(
    kernel: Kernel,
    *,
    cors_allow_origins: list[str],
    max_body_bytes: int,
    journal_max_bytes: int = gateway_api.BACKLOG_BYTES,
    bounds: ConnectionBounds | None = None,
    model: ChatModel | None = None,
) -> FrontDoor:
    """The whole product as one application; `kernel` is started and stopped by its lifespan.

    `model` speaks for assistants in place of the gateway (tests).
    """
    gateway = Gateway(kernel, journal_max_bytes=journal_max_bytes, allow_origins=cors_allow_origins)

    @contextlib.asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        await warm_up(api)
        await kernel.start()
        await gateway.start()
        parts.get(Health).details |= {"gateway": gateway.health, "inference": partial(inference_health, kernel, link)}
        turns = TurnRunner(kernel, model or gateway)
        parts.add(turns)
        turns.start_sweeping()
        start_following(kernel)
        client_key_uses.start_writing(kernel)
        files.start(kernel.background)
        inference.start(kernel.background)
        yield
        await turns.stop(TURN_GRACE_S)
        await inference.stop(kernel.background)
        await gateway.stop()
        await client_key_uses.stop_writing(kernel)
        await kernel.stop()
        await files.stop()

    files = ModelFiles(open_storage(kernel.options), kernel.database)
    link = Link(socket_path(kernel.options.data_dir))
    api = create_api(subscribe_events(kernel), lifespan)
    parts: Parts = api.state.parts
    for part in (gateway, gateway.script_trials, files, link, OpenChats()):
        parts.add(part)
    app: App = _limit_bodies(kernel, ErrorBoundary(api), max_body_bytes)
    app = LoopRefusal(_allow_origins(app, cors_allow_origins), gateway.has_passed)
    inference = InferenceFront(kernel, gateway, link)
    return FrontDoor(gateway, inference, RequestContext(SecurityHeaders(ErrorBoundary(app))), bounds)


def _limit_bodies(kernel: Kernel, app: App, max_body_bytes: int) -> App:
    return BodyLimit(
        app,
        limit_bytes=min(MAX_JSON_BYTES, max_body_bytes),
        may_write=partial(may_write, kernel),
        wider=_long_bodies(max_body_bytes),
        streamed=_streamed_bodies(kernel.options.model_upload_max_bytes),
    )


def _allow_origins(app: App, origins: list[str]) -> App:
    if not origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=["*"],
        allow_headers=["*"],
        allow_credentials="*" not in origins,
    )


async def warm_up(api: FastAPI) -> None:
    """Has mappers and routes worked out before the first request, which would hold the loop with that."""
    configure_mappers()
    scope = {"type": "http", "method": "GET", "path": "/-/nothing", "headers": [], "query_string": b"", "app": api}

    async def nothing() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def forget(_message: Any) -> None:
        pass

    await api(scope, nothing, forget)
    collect_seldom()


def create_api(kernel: Kernel, lifespan: Any = None) -> FastAPI:
    """The control plane."""
    api = DocumentedApi(
        security_schemes=SECURITY_SCHEMES,
        title="Relaydesk",
        version=__version__,
        description=DESCRIPTION,
        license_info=LICENSE,
        openapi_tags=TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        responses={code: {"model": ErrorBody} for code in (401, 403, 404, 409, 422, 429, 503)},
    )
    rendering.install(api)
    for router in ROUTERS:
        api.include_router(router)

    @api.get("/openapi.json", include_in_schema=False)
    async def openapi_document() -> JSONResponse:
        return JSONResponse(await asyncio.to_thread(api.openapi))  # the first time it takes half a second

    kernel.live.guards.append(find_lost)
    users = gateway_api.ModelUsers(assistants_api.names_of_model)
    api.state.parts = Parts(kernel, _health(kernel), DeskLive(kernel.live), TasksLive(kernel.live), users)
    return api


def _health(kernel: Kernel) -> Health:
    async def loops() -> dict[str, Any]:
        return kernel.background.health()

    return Health(
        __version__,
        {"database": kernel.database.ping, "redis": kernel.redis.ping},
        details={"tasks": partial(collect_figures, kernel), "loops": loops, "outbox": kernel.outbox.health},
    )
