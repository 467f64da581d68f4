"""Alembic's environment: runs on the connection that `relaydesk migrate` hands over in `attributes`."""
