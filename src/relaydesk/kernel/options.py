"""The settings that packages below `main` may know. It imports nothing: whoever only reads them stays light."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Handed down as values, in `Kernel`."""

    version: str
    data_dir: Path
    secret_key: str
    access_token_ttl_s: int = 900
    refresh_token_ttl_s: int = 30 * 86400
    session_expire_s: int = 86400
    rate_limit_per_minute: int = 1000
    chat_rate_limit_per_minute: int = 30
    audit_retention_days: int = 90
    log_retention_days: int = 30
    session_retention_days: int = 365
    task_queues: Mapping[str, int] = field(default_factory=dict)
    model_upload_max_bytes: int = 4 * 1024**3
    registration_open: bool = False
    secure_cookies: bool = False
    watchdog_rest_s: float = 0.2
