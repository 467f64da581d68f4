"""Task rows, the dispatcher, the worker and schedules. Publishes TaskFinished."""
