"""Embedded PostgreSQL: the application's role owns its database and is no superuser, also in older data directories."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.embedded.roles import APPLICATION_ROLE, SUPERUSER
from relaydesk.operate.schema import migrate, schema_differences


@pytest.fixture
def open_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rdop-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def postgres(open_folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(open_folder)
    await server.start()
    yield server
    await server.stop()


async def test_the_application_can_do_nothing_beyond_its_database(postgres: EmbeddedPostgres) -> None:
    await migrate(postgres.url)
    connection = await asyncpg.connect(postgres.url)
    rights = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
    try:
        found = await connection.fetchrow(f"{rights} WHERE rolname = current_user")
        assert tuple(found.values()) == (False,) * 5
        for statement in (
            "COPY (SELECT 1) TO PROGRAM 'true'",
            "SELECT pg_read_file('/etc/hostname')",
            "SET session_replication_role = replica",
            f"SET ROLE {SUPERUSER}",
            "CREATE ROLE another SUPERUSER",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        assert await connection.fetchval("SELECT extname FROM pg_extension WHERE extname = 'vector'") == "vector"
    finally:
        await connection.close()


async def test_a_data_directory_of_one_role_is_given_to_two(postgres: EmbeddedPostgres) -> None:
    root = await asyncpg.connect(postgres.url_of("postgres", role=SUPERUSER))
    await root.execute("DROP DATABASE relaydesk")
    await root.execute(f"DROP ROLE {APPLICATION_ROLE}")
    await root.execute("CREATE DATABASE relaydesk")  # as it was made before
    await root.close()
    before = postgres.url_of("relaydesk", role=SUPERUSER)
    await migrate(before)
    old = await asyncpg.connect(before)
    await old.execute("CREATE VIEW an_old_view AS SELECT 1 AS one")
    await old.execute("CREATE FUNCTION an_old_function() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    await old.close()
    await postgres.stop()
    await postgres.start()
    connection = await asyncpg.connect(postgres.url)
    owners = await connection.fetch(
        "SELECT DISTINCT pg_get_userbyid(c.relowner)::text AS owner FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
    )
    assert [row["owner"] for row in owners] == [APPLICATION_ROLE]
    await connection.execute("DROP VIEW an_old_view; DROP FUNCTION an_old_function()")
    await connection.execute(
        "INSERT INTO identity_user (public_id, email, name, role, password_hash) VALUES ('u', 'e', 'n', 'owner', 'h')"
    )
    await connection.execute("ALTER TABLE identity_user ADD COLUMN another int")
    await connection.execute("ALTER TABLE identity_user DROP COLUMN another")
    await connection.close()
    assert await schema_differences(postgres.url) == []
