"""Owns the state of the database's schema: migrating to the newest revision and saying which one is there."""

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from relaydesk import main
from relaydesk.kernel.database import Table, async_url

_LOCK = 7_305_517_220_001  # pg_advisory_xact_lock: one migration at a time over all processes
_TABLES = main.ROUTERS  # importing main brings every table into Table.metadata


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "relaydesk:migrations")
    config.attributes["metadata"] = Table.metadata
    return config


def newest_revision() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return head or "none"


async def _on_connection(url: str, work: Callable[[Connection], Any]) -> Any:
    engine = create_async_engine(async_url(url), connect_args={"timeout": 10})
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


async def migrate(url: str) -> tuple[str | None, str | None]:
    """Brings the database to the newest revision; gives the revisions before and after."""

    def work(connection: Connection) -> tuple[str | None, str | None]:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        before = MigrationContext.configure(connection).get_current_revision()
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return before, MigrationContext.configure(connection).get_current_revision()

    result: tuple[str | None, str | None] = await _on_connection(url, work)
    return result


async def current_revision(url: str) -> str | None:
    revision: str | None = await _on_connection(
        url, lambda connection: MigrationContext.configure(connection).get_current_revision()
    )
    return revision


async def schema_differences(url: str) -> list[Any]:
    """What Alembic's autogenerate would still change: empty when tables and migrations agree."""

    def work(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "include_object": main.is_declared}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Table.metadata))

    differences: list[Any] = await _on_connection(url, work)
    return differences
