"""Owns the two roles of embedded PostgreSQL, also in data directories from before there were two."""

import asyncpg

SUPERUSER, APPLICATION_ROLE = "relaydesk", "relaydesk_app"

# Everything in the database that is no part of an extension, as `ALTER` statements that give it to the role.
# Indexes, rules, identity sequences and row types follow their tables.
_GIVE_AWAY = f"""
WITH own (oid, class, statement) AS (
    SELECT c.oid, 'pg_class'::regclass, format('ALTER %s %I.%I OWNER TO {APPLICATION_ROLE}',
        CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
        n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_get_userbyid(c.relowner) <> '{APPLICATION_ROLE}'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                      AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT p.oid, 'pg_proc'::regclass, format('ALTER ROUTINE %s OWNER TO {APPLICATION_ROLE}', p.oid::regprocedure)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND pg_get_userbyid(p.proowner) <> '{APPLICATION_ROLE}'
    UNION ALL
    SELECT t.oid, 'pg_type'::regclass, format('ALTER TYPE %I.%I OWNER TO {APPLICATION_ROLE}', n.nspname, t.typname)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = 'public' AND t.typtype IN ('e', 'd') AND pg_get_userbyid(t.typowner) <> '{APPLICATION_ROLE}'
)
SELECT statement FROM own
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = own.class AND d.objid = own.oid AND d.deptype = 'e')
"""  # noqa: S608 - constants of this module


async def ensure_database(connection: asyncpg.Connection, database: str) -> None:
    """Makes the application's role and its database where they are missing; `connection` is the superuser's."""
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APPLICATION_ROLE):
        await connection.execute(f"CREATE ROLE {APPLICATION_ROLE} LOGIN")
    owner = await connection.fetchval(
        "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = $1", database
    )
    if owner is None:
        await connection.execute(f"CREATE DATABASE {database} OWNER {APPLICATION_ROLE}")
    elif owner != APPLICATION_ROLE:
        await connection.execute(f"ALTER DATABASE {database} OWNER TO {APPLICATION_ROLE}")


async def ensure_application_role(connection: asyncpg.Connection) -> None:
    """Makes the extensions and gives the role whatever the superuser made before; as often as you like.

    `connection` is the superuser's, to the application's database.
    """
    async with connection.transaction():
        await connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        for row in await connection.fetch(_GIVE_AWAY):
            await connection.execute(row["statement"])
