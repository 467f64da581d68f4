"""Owns how tasks come in: one or many at once, waiting for others, or answered by a result that was kept."""
