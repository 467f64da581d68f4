"""Owns tables that only grow: kept by day."""
