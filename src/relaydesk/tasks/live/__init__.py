"""Live streams of tasks."""
