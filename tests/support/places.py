"""Owns the console's places for tests: each page and each drawer that makes something new."""

# no two with one title follow each other
PAGES = (
    "inbox", "merchants", "assistants", "gateway/overview", "gateway/upstreams", "gateway/keys", "gateway/routes",
    "gateway/rules", "gateway/scripts", "gateway/log", "gateway/statistics", "gateway/prices", "gateway/nothing-here",
    "models", "deployments", "playground", "tasks", "tasks/batches", "tasks/schedules", "tasks/workers",
    "tasks/performance", "tasks/nothing-here", "users", "keys", "channels", "audit", "health", "account",
    "nothing-here",
)  # fmt: skip
DRAWERS = (
    "merchants", "assistants", "gateway/upstreams", "gateway/keys", "gateway/routes", "gateway/rules",
    "gateway/scripts", "gateway/prices", "models", "deployments", "tasks/schedules", "users", "keys",
    "channels",
)  # fmt: skip
