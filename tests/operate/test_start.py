"""The start of the program: help is there at once, and no process loads what it does not run."""

import subprocess
import sys

HEAVY = ("relaydesk.main", "relaydesk.operate.web", "celery", "fastapi", "uvicorn")


def test_help_loads_nothing_that_it_does_not_show() -> None:
    lines = f"import sys, relaydesk.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", lines], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    done = subprocess.run([sys.executable, "-m", "relaydesk", "--help"], check=True, capture_output=True, text=True)
    commands = ("serve", "web", "worker", "init", "migrate", "seed", "doctor", "fake-shopify", "openapi")
    assert [name for name in commands if f" {name} " not in done.stdout] == []
