"""API keys that Relaydesk issues: create, list, change, rotate, delete, usage."""
