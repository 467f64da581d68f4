"""Owns handlers that run in a process of their own: what blocks or computes, and is killed without the worker."""
