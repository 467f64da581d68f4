"""Whose fault a failure is, and upstreams that are left alone for a while because of it."""
