"""Limits on what callers may do: rates, and waits that grow with each try."""
