"""`python -m relaydesk` is `relaydesk`."""

from relaydesk.cli import app

app()
