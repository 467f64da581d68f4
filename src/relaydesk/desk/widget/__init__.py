"""The widget: its loader, its frame, and the demo shop that embeds it."""
