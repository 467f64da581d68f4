"""Liveness, readiness, summary, detail, metrics."""
