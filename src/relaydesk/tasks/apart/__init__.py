"""Owns what a handler in a process of its own sees of its worker: what blocks or computes, and may be killed alone."""
