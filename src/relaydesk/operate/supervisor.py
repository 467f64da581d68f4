"""Owns `relaydesk serve`: embedded servers, migration, first owner, web and worker processes, and their orderly end."""

import asyncio
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import IO

import structlog

from relaydesk.assistants import api as assistants
from relaydesk.identity import api as identity
from relaydesk.kernel.database import Database
from relaydesk.operate.embedded import EmbeddedPostgres, EmbeddedRedis
from relaydesk.operate.instance import write_note
from relaydesk.operate.process import Child
from relaydesk.operate.schema import migrate
from relaydesk.settings import Settings, child_environment, with_own_secrets
from relaydesk.tasks import api as tasks

log = structlog.get_logger(__name__)
FIRST_OWNER, FIRST_ASSISTANT = "owner@localhost", "Shop assistant"
SCHEDULES = {
    "Clean up": ("tasks.clean_up", "17 3 * * *"),
    "Clean up the request log": ("gateway.clean_log", "41 3 * * *"),
    "Erase old conversations": ("desk.erase_sessions", "29 3 * * *"),
    "Forget old quotas": ("gateway.forget_quota_rows", "53 3 * * *"),
    "Test disabled keys": ("gateway.recover_keys", "*/10 * * * *"),
}
WEB_GRACE_S, WORKER_GRACE_S = 15.0, 20.0


class AlreadyRunning(Exception):
    """Another Relaydesk already runs on this data directory."""


class PortTaken(Exception):
    """The port is in use."""


def lock_data_directory(data_dir: Path) -> IO[str]:
    """Holds the data directory for this process as long as the file stays open.

    Raises:
        AlreadyRunning: another live process holds it.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o755)
    handle = (data_dir / "serve.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        owner = handle.read().strip() or "unknown"
        handle.close()
        raise AlreadyRunning(
            f"Relaydesk (process {owner}) already runs on {data_dir}. "
            "Stop it first, or set RELAYDESK_DATA_DIR to another directory."
        ) from None
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


async def bind(host: str, port: int, *, patience_s: float = 15.0) -> socket.socket:
    """A listening socket that web processes share; waits for a killed instance's processes to let the port go.

    Raises:
        PortTaken: somebody else listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    waited = 0.0
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            break
        except OSError as error:
            listener.close()
            if waited >= patience_s:
                raise PortTaken(f"{host}:{port} cannot be used: {error.strerror}. Set PORT to another one.") from None
            await asyncio.sleep(0.25)
            waited += 0.25
    listener.listen(2048)
    listener.setblocking(False)  # noqa: FBT003 - the socket module's own signature
    listener.set_inheritable(True)
    return listener


class Supervisor:
    """Starts everything in order, keeps it alive, stops it in reverse order."""

    def __init__(self, settings: Settings) -> None:
        self._settings = with_own_secrets(settings)
        self._children: list[Child] = []
        self._embedded: list[EmbeddedPostgres | EmbeddedRedis] = []
        self._stop = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        settings = self._settings
        patience_s = 15.0 if settings.is_instance or (settings.data_dir / "serve.lock").exists() else 0.0
        listener = await bind(settings.host, settings.port, patience_s=patience_s)
        try:
            await self._start_servers()
            await migrate(self._settings.database_url or "")
            await self._ensure_people()
            write_note(self._settings)
            await self._start_children(listener)
            log.info("serving", url=f"http://{settings.host}:{listener.getsockname()[1]}")
            await self._stop.wait()
        finally:
            listener.close()
            await self._stop_all()

    async def _start_servers(self) -> None:
        data_dir = self._settings.data_dir
        update: dict[str, object] = {}
        if self._settings.database_url is None:
            postgres = EmbeddedPostgres(data_dir)
            self._embedded.append(postgres)
        if self._settings.redis_url is None:
            self._embedded.append(EmbeddedRedis(data_dir))
        await asyncio.gather(*(server.start() for server in self._embedded))
        for server in self._embedded:
            update["database_url" if isinstance(server, EmbeddedPostgres) else "redis_url"] = server.url
        metrics_dir = data_dir / "run" / "metrics"
        shutil.rmtree(metrics_dir, ignore_errors=True)
        metrics_dir.mkdir(parents=True)
        self._settings = self._settings.model_copy(update={**update, "prometheus_multiproc_dir": metrics_dir})

    async def _ensure_people(self) -> None:
        """Creates the first owner, assistant and schedules; a generated password is printed once, to the terminal."""
        email = self._settings.relaydesk_admin_email or FIRST_OWNER
        password = self._settings.relaydesk_admin_password or secrets.token_urlsafe(12)
        database = Database(self._settings.database_url or "", pool_size=2)
        try:
            async with database.unit_of_work() as uow:
                created = await identity.ensure_first_owner(uow, email=email, password=password)
                await assistants.ensure_assistant(uow, name=FIRST_ASSISTANT, is_default=True)
                for name, (kind, cron) in SCHEDULES.items():
                    await tasks.ensure_schedule(uow, name=name, kind=kind, payload={}, cron=cron)
        finally:
            await database.close()
        if created and self._settings.relaydesk_admin_password is None:
            sys.stdout.write(f"\n  First owner: {email}\n  Password:    {password}   (shown only now)\n\n")
            sys.stdout.flush()

    async def _start_children(self, listener: socket.socket) -> None:
        environment = child_environment(self._settings)
        command = [sys.executable, "-m", "relaydesk"]
        for number in range(self._settings.web_workers):
            web = Child(
                name=f"web-{number + 1}",
                command=[*command, "web", "--fd", str(listener.fileno())],
                environment=environment,
                pass_fds=[listener.fileno()],
                grace_s=WEB_GRACE_S,
            )
            self._children.append(web)
        self._children.append(
            Child(name="worker", command=[*command, "worker"], environment=environment, grace_s=WORKER_GRACE_S)
        )
        await asyncio.gather(*(child.start() for child in self._children))

    async def _stop_all(self) -> None:
        """Web and workers first and together, then Redis and PostgreSQL."""
        log.info("stopping")
        await asyncio.gather(*(child.stop() for child in self._children))
        await asyncio.gather(*(server.stop() for server in self._embedded))
        log.info("stopped")
