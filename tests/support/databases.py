"""Owns the databases of a run: clones of the one that was migrated at its start."""

import os

import asyncpg

from relaydesk.operate.embedded.roles import APPLICATION_ROLE

TEMPLATE = "template_relaydesk"


async def clone_database(name: str) -> str:
    """A fresh copy of the template under this name; gives its URL."""
    pattern = os.environ["RELAYDESK_TEST_POSTGRES"]
    connection = await asyncpg.connect(os.environ["RELAYDESK_TEST_POSTGRES_SUPERUSER"])
    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {APPLICATION_ROLE}")
    await connection.close()
    return pattern.format(name)
