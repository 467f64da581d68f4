"""How the process is watched: logs, metrics, tracing, health probes."""
