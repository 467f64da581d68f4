"""The settings that packages below `main` may know. It imports nothing: whoever only reads them stays light."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """A place of an S3-compatible server. Without keys of its own, the machine's (AWS_ACCESS_KEY_ID, or its role)."""

    name: str
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None
    access_key_id: str | None = None
    secret_access_key: str | None = field(default=None, repr=False)


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
    model_bucket: Bucket | None = None
    registration_open: bool = False
    secure_cookies: bool = False
    watchdog_rest_s: float = 0.2
