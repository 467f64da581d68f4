"""Owns how tasks are run: the dispatcher, the Celery engine behind it, the runner with its fence."""
