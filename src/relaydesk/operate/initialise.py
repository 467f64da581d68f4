"""Owns `relaydesk init`: everything that a fresh database needs, as often as you like, and whether it has it."""

import secrets

import structlog
from sqlalchemy.exc import SQLAlchemyError

from relaydesk import main
from relaydesk.identity import api as identity
from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.instance import of_running_instance
from relaydesk.operate.refusals import StartRefused, database_refusals
from relaydesk.operate.schema import current_revision, migrate, newest_revision
from relaydesk.operate.supervisor import AlreadyRunning, lock_data_directory
from relaydesk.settings import Settings

log = structlog.get_logger(__name__)
FIRST_OWNER = "owner@localhost"


async def initialise(settings: Settings) -> str | None:
    """Migrates, makes the first owner and what the packages declare; `database_url` must be set.

    Returns what a person must be told: the first owner's generated password, when there was nobody and none was set.
    """
    with database_refusals():
        return await _initialise(settings, settings.database_url or "")


async def _initialise(settings: Settings, url: str) -> str | None:
    await migrate(url)
    email = settings.relaydesk_admin_email or FIRST_OWNER
    password = settings.relaydesk_admin_password or secrets.token_urlsafe(12)
    database = Database(url, pool_size=2)
    try:
        async with database.unit_of_work() as uow:
            is_new = await identity.ensure_first_owner(uow, email=email, password=password)
            await main.ensure_defaults(uow)
    finally:
        await database.close()
    if not is_new or settings.relaydesk_admin_password is not None:
        return None
    return f"\n  First owner: {email}\n  Password:    {password}   (shown only now)\n\n"


async def initialise_alone(settings: Settings) -> str | None:
    """On DATABASE_URL, the running instance's database, or the embedded one, started for this alone."""
    if settings.database_url is None:
        try:
            lock = lock_data_directory(settings.data_dir)
        except AlreadyRunning:
            return await initialise(of_running_instance(settings))
        with lock:
            server = EmbeddedPostgres(settings.data_dir)
            try:
                await server.start()
                return await initialise(settings.model_copy(update={"database_url": server.url}))
            finally:
                await server.stop()
    return await initialise(settings)


async def refuse_uninitialised(settings: Settings) -> None:
    """What `web` and `worker` look at before they start. With PostgreSQL away they start all the same.

    Raises:
        StartRefused: `relaydesk init` has not run on this database, or a version of another schema has.
    """
    try:
        present, newest = await current_revision(settings.database_url or ""), newest_revision()
        if present == newest and await _has_owner(settings):
            return
    except (OSError, TimeoutError, SQLAlchemyError, DatabaseUnavailable) as error:
        log.warning("database_not_checked", reason=type(error).__name__)
        return
    if present is None or present == newest:
        raise StartRefused("The database has not been initialised: run `relaydesk init` (or `relaydesk serve`) first.")
    raise StartRefused(
        f"The database is at revision {present} and this version needs {newest}: run `relaydesk init` of the newer one."
    )


async def _has_owner(settings: Settings) -> bool:
    database = Database(settings.database_url or "", pool_size=2)
    try:
        async with database.read() as db:
            return await identity.has_owner(db)
    finally:
        await database.close()
