"""Assistants and their versions, tools and durable turns. Publishes TurnFinished, HandoffRequested."""
