"""The database's history as Alembic revisions, shipped with the package so `relaydesk migrate` needs no checkout."""
