"""Requests: a chat completion asked for as a message, a message asked for as a chat completion."""
