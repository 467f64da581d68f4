"""Relaydesk: a self-hosted AI front office for online shops."""

__version__ = "0.1.0"
