"""Turns: one answer of an assistant, durable from its first token."""
