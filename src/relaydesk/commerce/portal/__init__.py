"""Merchants as people see them: with their stores, syncs and schedules."""
