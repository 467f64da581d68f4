"""Merchants and the stores they are connected to."""
