"""Notifications: the channels over which people hear of what happens, what is sent, and what came of it."""
