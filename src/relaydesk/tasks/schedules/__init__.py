"""Owns schedules: when they fire next, and that each time is fired once."""
