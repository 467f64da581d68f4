"""Inference over a file of requests, as a task."""
