"""Owns the application under test: the production factory on real servers, clean tables, signed-in clients."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import holds
import httpx
import uvicorn
from clean_tables import CleanTables
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from scripted_model import ScriptedModel

from relaydesk.assistants import api as assistants
from relaydesk.gateway import api as gateway
from relaydesk.gateway.api import Gateway
from relaydesk.gateway.relay.snapshot import Snapshot, build
from relaydesk.identity import api as identity
from relaydesk.identity.accounts import store as accounts
from relaydesk.identity.sign_in import service as sign_in
from relaydesk.identity.sign_in.routes import COOKIE, COOKIE_PATH
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.http.connections import ConnectionBounds
from relaydesk.kernel.ids import new_request_id
from relaydesk.kernel.observe.tracing import client_address_var, request_id_var
from relaydesk.kernel.observe.watchdog import LOOK_EVERY_S, Watchdog
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import Kernel, create_kernel
from relaydesk.main import create_app

ADDRESS = "127.0.0.1"
OWNER_EMAIL, OWNER_PASSWORD = "owner@shop.example", "correct horse battery"
# Argon2 with next to nothing to do: nearly every test signs somebody in, few are about what guessing costs.
# A hash names its own parameters, so the product checks this one as it checks every other.
PASSWORD_HASH = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(OWNER_PASSWORD)
_NOTHING = build(0, upstreams=[], pools={}, routes=[], client_keys=[])
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # httpx loads all authorities for each client that brings none


@dataclass(slots=True)
class Stack:
    """The application on a real port: streams flow as they do in production."""

    kernel: Kernel
    model: ScriptedModel
    gateway: Gateway
    url: str
    tables: CleanTables
    snapshot: Snapshot | None = None  # of the gateway's first rows

    def client(self, *, address: str = ADDRESS, **headers: str) -> httpx.AsyncClient:
        """From `address`, one of loopback's."""
        transport = httpx.AsyncHTTPTransport(local_address=address, verify=_NO_TLS)
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, trust_env=False, transport=transport)

    async def clean(self) -> None:
        """Empties what tests wrote, also what still waits in the journal, and leaves the first owner."""
        await self.gateway.ship()
        is_first = self.snapshot is None
        is_unmoved = await self.tables.restore()
        await self.kernel.redis.attempt(lambda client: client.flushdb())
        if is_first:
            await self._make_first_rows()
        relay = self.gateway.relay
        is_unmoved = is_unmoved and relay.snapshot is self.snapshot
        relay.swap(_NOTHING)  # what it remembers of upstreams goes with them, also of the built-in one
        if is_unmoved and self.snapshot is not None:
            relay.swap(self.snapshot)
        else:
            await self.gateway.refresh()
            self.snapshot = relay.snapshot
        self.model.reset()

    async def _make_first_rows(self) -> None:
        async with self.kernel.database.unit_of_work() as uow:
            await _create_person(uow, OWNER_EMAIL, identity.Role.OWNER, name="Owner")
            await gateway.ensure_builtin(uow)
            await assistants.ensure_assistant(uow, name="Shop assistant", is_default=True)
            await self.tables.remember(uow.db)


@contextlib.asynccontextmanager
async def start_stack(
    database_url: str,
    redis_url: str,
    data_dir: Path,
    *,
    registration_open: bool = False,
    model_upload_max_bytes: int = 1024**3,
    bounds: ConnectionBounds | None = None,
) -> AsyncIterator[Stack]:
    kernel = create_kernel(
        Options(
            version="test",
            data_dir=data_dir,
            secret_key="k" * 40,
            chat_rate_limit_per_minute=100_000,
            registration_open=registration_open,
            model_upload_max_bytes=model_upload_max_bytes,
        ),
        database_url=database_url,
        database_pool_size=20,
        redis_url=redis_url,
        redis_max_connections=20,
        encryption_keys=["test-encryption-key"],
        processes=1,
    )
    kernel = replace(kernel, watchdog=Watchdog(holds.report, rest_s=LOOK_EVERY_S))
    model = ScriptedModel()
    app = create_app(kernel, cors_allow_origins=[], max_body_bytes=1024 * 1024, bounds=bounds, model=model)
    config = uvicorn.Config(
        app,
        port=0,
        http=app.protocol,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this attribute alone
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    tables = CleanTables(database_url)
    yield Stack(kernel, model, app.gateway, f"http://127.0.0.1:{port}", tables)
    await tables.close()
    kernel.draining.start()
    server.should_exit = True
    await serving


@dataclass(slots=True)
class People:
    """Makes people by role and signs them in; one client each, closed with the test's base client."""

    stack: Stack
    base: httpx.AsyncClient
    _clients: list[httpx.AsyncClient] = field(default_factory=list)
    _by_role: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    async def sign_in(self, email: str, password: str) -> httpx.AsyncClient:
        answer = await self.base.post("/api/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        signed_in = self.stack.client(Authorization=f"Bearer {answer.json()['access_token']}")
        self._clients.append(signed_in)
        return signed_in

    async def enter(self, email: str) -> httpx.AsyncClient:
        """As `sign_in` by somebody whose password is right, without the exchange and the password's hash."""
        kernel = self.stack.kernel
        at, asked = client_address_var.set(ADDRESS), request_id_var.set(new_request_id())
        async with kernel.database.unit_of_work() as uow:
            user = await accounts.find_user_by_email(uow.db, email)
            assert user is not None
            tokens = await sign_in._begin(kernel, uow, user, ADDRESS)
        client_address_var.reset(at)
        request_id_var.reset(asked)
        self.base.cookies.set(COOKIE, tokens.refresh_token, domain=ADDRESS, path=COOKIE_PATH)
        signed_in = self.stack.client(Authorization=f"Bearer {tokens.access_token}")
        self._clients.append(signed_in)
        return signed_in

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()

    async def named(self, role: str) -> httpx.AsyncClient:
        """A signed-in client of a person with this role; the same one each time."""
        if role not in self._by_role:
            await self.make(role, f"{role}@shop.example")
            self._by_role[role] = await self.enter(f"{role}@shop.example")
        return self._by_role[role]

    async def make(self, role: str, email: str, name: str | None = None, max_sessions: int = 5) -> None:
        async with self.stack.kernel.database.unit_of_work() as uow:
            await _create_person(uow, email, identity.Role(role), name=name or role.title(), max_sessions=max_sessions)


async def _create_person(uow: UnitOfWork, email: str, role: identity.Role, *, name: str, max_sessions: int = 5) -> None:
    await identity.create_user(
        uow,
        identity.SYSTEM,
        email=email,
        password_hash=PASSWORD_HASH,
        name=name,
        role=role,
        max_sessions=max_sessions,
    )
