"""Assistants: who they are, which model and catalogue they answer from."""
