"""Owns the databases of a run: clones of the one that was migrated at its start."""

import os

import asyncpg

TEMPLATE = "template_relaydesk"


async def clone_database(name: str) -> str:
    """A fresh copy of the template under this name; gives its URL."""
    pattern = os.environ["RELAYDESK_TEST_POSTGRES"]
    connection = await asyncpg.connect(pattern.format("postgres"))
    await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    await connection.close()
    return pattern.format(name)
