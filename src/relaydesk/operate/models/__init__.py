"""The process that serves models."""
