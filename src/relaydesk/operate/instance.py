"""Owns the note about the instance that runs on a data directory: its URLs, for `seed`, `doctor` and `migrate`."""

import json
import os
from pathlib import Path
from typing import Any

from relaydesk.settings import Settings, SettingsInvalid, with_own_secrets

NAMES = ("database_url", "redis_url", "host", "port")


def _note(data_dir: Path) -> Path:
    return data_dir / "run" / "instance.json"


def write_note(settings: Settings) -> None:
    """Readable by this user alone: the URLs may hold passwords."""
    path = _note(settings.data_dir)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".new")
    descriptor = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump({name: getattr(settings, name) for name in NAMES}, handle)
    partial.replace(path)


def has_served_here(settings: Settings) -> bool:
    """Whether the last instance on this data directory had the port that this one will have."""
    return _read_note(settings.data_dir).get("port") == settings.port


def _read_note(data_dir: Path) -> dict[str, Any]:
    """Empty where nothing has run there, or the note cannot be read."""
    try:
        known = json.loads(_note(data_dir).read_text())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def of_running_instance(settings: Settings) -> Settings:
    """The settings completed by what the running instance uses.

    Raises:
        SettingsInvalid: the URLs are not set and nothing has run on this data directory.
    """
    if settings.database_url and settings.redis_url:
        return with_own_secrets(settings)
    known = _read_note(settings.data_dir)
    if not known:
        raise SettingsInvalid(
            f"RELAYDESK_DATA_DIR: no Relaydesk has run on {settings.data_dir}; start it with `relaydesk serve` first"
        )
    update = {name: known[name] for name in NAMES if name in known and getattr(settings, name) != known[name]}
    return with_own_secrets(settings.model_copy(update=update))
