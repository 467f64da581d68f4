"""Owns the settings: environment and `.env`, validated at start; read by operate and cli and handed down."""

import importlib.util
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AnyUrl, EmailStr, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from redis.asyncio.connection import parse_url
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from relaydesk import __version__
from relaydesk.kernel.crypto import new_key
from relaydesk.kernel.options import Bucket, Options
from relaydesk.kernel.outbound import LOOPBACK

_ENV_FILE = ".env"
_COMMA_LISTS = ("encryption_keys", "cors_allow_origins", "outbound_private_cidrs", "task_queues", "task_modules")
_QUEUE = re.compile(r"[a-z0-9_-]{1,50}:[1-9][0-9]{0,3}")
_BUCKET = re.compile(r"s3://(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[A-Za-z0-9._/-]{1,200}?))?/*")
CommaList = Annotated[list[str], NoDecode]


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


class SettingsInvalid(Exception):
    """One line a wrong variable, naming it; never its value."""


class Settings(BaseSettings):
    """Every variable that Relaydesk reads. `.env.example` documents each; no secret has a default."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    relaydesk_data_dir: Path = Path("data")
    relaydesk_admin_email: EmailStr | None = None
    relaydesk_admin_password: str | None = Field(default=None, min_length=8)
    relaydesk_registration: Literal["closed", "open"] = "closed"

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    web_workers: int = Field(default=1, ge=1, le=64)
    worker_min: int = Field(default=1, ge=0, le=64)
    worker_max: int = Field(default=4, ge=1, le=64)

    database_url: str | None = None
    database_pool_size: int = Field(default=10, ge=2, le=200)
    redis_url: str | None = None
    redis_max_connections: int = Field(default=20, ge=10, le=50)
    task_broker_url: str | None = None

    secret_key: str | None = Field(default=None, min_length=32)
    encryption_keys: CommaList = []
    access_token_ttl_seconds: int = Field(default=900, ge=30, le=86400)
    refresh_token_ttl_seconds: int = Field(default=30 * 86400, ge=60)
    session_expire_seconds: int = Field(default=86400, ge=60)
    cors_allow_origins: CommaList = []
    outbound_private_cidrs: CommaList = [*LOOPBACK]
    secure_cookies: bool = False
    forwarded_allow_ips: str = "127.0.0.1"

    rate_limit_per_minute: int = Field(default=1000, ge=1)
    chat_rate_limit_per_minute: int = Field(default=30, ge=1)
    audit_retention_days: int = Field(default=90, ge=1)
    log_retention_days: int = Field(default=30, ge=1, le=3650)
    session_retention_days: int = Field(default=365, ge=1, le=36500)
    task_queues: CommaList = []
    task_modules: CommaList = []
    watchdog_rest_ms: int = Field(default=200, ge=50, le=1000)
    head_timeout_seconds: int = Field(default=20, ge=1, le=3600)
    body_timeout_seconds: int = Field(default=30, ge=1, le=3600)
    connections_per_address: int = Field(default=1000, ge=1)
    max_body_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)
    model_upload_max_bytes: int = Field(default=4 * 1024**3, ge=1024)
    model_memory_mb: int | None = Field(default=None, ge=256)
    model_storage_url: str | None = None
    s3_endpoint_url: str | None = None
    s3_region: str | None = None
    s3_access_key_id: str | None = None
    s3_secret_access_key: str | None = Field(default=None, validate_default=True)
    journal_max_bytes: int = Field(default=2 * 1024**3, ge=1024**2)

    log_level: str = Field(default="INFO", pattern=r"(?i)^(debug|info|warning|error)$")
    log_format: str = Field(default="auto", pattern=r"^(auto|json|console)$")
    log_dir: Path | None = None
    prometheus_multiproc_dir: Path | None = None

    @field_validator(*_COMMA_LISTS, mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("cors_allow_origins")
    @classmethod
    def _origins(cls, value: list[str]) -> list[str]:
        for origin in value:
            parsed = AnyUrl(origin)
            if parsed.scheme not in {"http", "https"} or (parsed.path or "/") != "/":
                raise ValueError("must be origins such as https://shop.example, separated by commas")
        return [origin.rstrip("/") for origin in value]

    @field_validator("task_queues")
    @classmethod
    def _queues(cls, value: list[str]) -> list[str]:
        if any(_QUEUE.fullmatch(part) is None for part in value):
            raise ValueError("must be queues with their weights such as default:4,mail:1")
        return value

    @field_validator("task_modules")
    @classmethod
    def _modules(cls, value: list[str]) -> list[str]:
        for name in value:
            if not _is_there(name):
                raise ValueError(f"Python finds no module {name}; name its folder in PYTHONPATH")
        return value

    @field_validator("outbound_private_cidrs")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        for network in value:
            try:
                ip_network(network, strict=False)
            except ValueError:
                raise ValueError("must be networks such as 10.0.0.0/8, separated by commas") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgres://", "postgresql+asyncpg://")):
            raise ValueError("must start with postgresql://")
        try:
            make_url(value or "postgresql://")
        except (ArgumentError, ValueError):
            raise ValueError("is not a valid URL") from None
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        try:
            parse_url(value or "redis://")
        except ValueError:
            raise ValueError("is not a valid URL") from None
        return value

    @field_validator("task_broker_url")
    @classmethod
    def _broker(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("amqp://", "amqps://", "redis://", "rediss://", "unix://")):
            raise ValueError("must start with amqp://, amqps://, redis://, rediss:// or unix://")
        try:
            if value is not None and value.startswith("amqp"):
                is_valid = bool(urlsplit(value).hostname) and urlsplit(value).port != 0
            else:
                is_valid = parse_url(value or "redis://") is not None
        except ValueError:
            is_valid = False
        if not is_valid:
            raise ValueError("is not a valid URL")
        return value

    @field_validator("model_storage_url")
    @classmethod
    def _storage(cls, value: str | None) -> str | None:
        if value is not None and _BUCKET.fullmatch(value) is None:
            raise ValueError("must be a bucket such as s3://models or s3://models/relaydesk")
        if value is not None and not _is_there("aiobotocore"):
            raise ValueError("needs the extra `s3`: pip install 'relaydesk[s3]'")
        return value

    @field_validator("s3_endpoint_url")
    @classmethod
    def _endpoint(cls, value: str | None) -> str | None:
        if value is not None and AnyUrl(value).scheme not in {"http", "https"}:
            raise ValueError("must be an address such as https://s3.shop.example")
        return value

    @field_validator("s3_secret_access_key")
    @classmethod
    def _both_or_none(cls, value: str | None, info: ValidationInfo) -> str | None:
        if (value is None) != (info.data.get("s3_access_key_id") is None):
            raise ValueError("and S3_ACCESS_KEY_ID are set together or not at all")
        return value

    @cached_property
    def data_dir(self) -> Path:
        try:
            return self.relaydesk_data_dir.expanduser().resolve()
        except (RuntimeError, OSError):
            raise SettingsInvalid(f"RELAYDESK_DATA_DIR: there is no {self.relaydesk_data_dir}") from None

    @property
    def broker_url(self) -> str:
        """Where deliveries of tasks go through: the Redis of all else unless another server is set."""
        return self.task_broker_url or self.redis_url or ""

    @property
    def is_instance(self) -> bool:
        """Whether everything a web or worker process needs is known (the supervisor hands it to its children)."""
        return bool(self.database_url and self.redis_url and self.secret_key and self.encryption_keys)

    def options(self) -> Options:
        if self.secret_key is None:
            raise SettingsInvalid(
                "SECRET_KEY: is not set; set it, or start with `relaydesk serve`, which keeps its own"
            )
        return Options(
            version=__version__,
            data_dir=self.data_dir,
            secret_key=self.secret_key,
            access_token_ttl_s=self.access_token_ttl_seconds,
            refresh_token_ttl_s=self.refresh_token_ttl_seconds,
            session_expire_s=self.session_expire_seconds,
            rate_limit_per_minute=self.rate_limit_per_minute,
            chat_rate_limit_per_minute=self.chat_rate_limit_per_minute,
            audit_retention_days=self.audit_retention_days,
            log_retention_days=self.log_retention_days,
            session_retention_days=self.session_retention_days,
            model_upload_max_bytes=self.model_upload_max_bytes,
            model_bucket=self._model_bucket(),
            registration_open=self.relaydesk_registration == "open",
            secure_cookies=self.secure_cookies,
            task_queues={name: int(weight) for name, _, weight in (one.partition(":") for one in self.task_queues)},
            watchdog_rest_s=self.watchdog_rest_ms / 1000,
        )

    def _model_bucket(self) -> Bucket | None:
        match = _BUCKET.fullmatch(self.model_storage_url or "")
        if match is None:
            return None
        return Bucket(
            name=match["name"],
            prefix=match["prefix"] or "",
            endpoint_url=self.s3_endpoint_url,
            region=self.s3_region,
            access_key_id=self.s3_access_key_id,
            secret_access_key=self.s3_secret_access_key,
        )


_OWN_PREFIX = "RELAYDESK_"


def unknown_names() -> list[str]:
    """Names of the environment and of `.env` that begin like ours and are no setting: most likely misspelt."""
    known = {name.upper() for name in Settings.model_fields}
    return sorted({name for name in map(str.upper, _names()) if name.startswith(_OWN_PREFIX)} - known)


def _names() -> Iterator[str]:
    yield from os.environ
    yield from dotenv_values(_ENV_FILE)


def _forget_closed_home() -> None:
    """A HOME that this user may not enter (as after `su` without `-`): libraries look for files there and fail."""
    home = os.environ.get("HOME")
    if home is not None and not os.access(home, os.X_OK):
        del os.environ["HOME"]


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, `.env` and `overrides` (as from the command line).

    Raises:
        SettingsInvalid: naming each wrong variable.
    """
    _forget_closed_home()
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise SettingsInvalid("\n".join(lines)) from None
    except OSError as error:
        raise SettingsInvalid(f"{_ENV_FILE}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsInvalid(f"{_ENV_FILE}: is not UTF-8") from None


def with_own_secrets(settings: Settings) -> Settings:
    """SECRET_KEY and ENCRYPTION_KEYS made once and kept in `<data>/secrets/`, where they are not set."""
    folder = settings.data_dir / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    update: dict[str, object] = {}
    if settings.secret_key is None:
        update["secret_key"] = _load_or_create_key(folder / "secret_key")
    if not settings.encryption_keys:
        update["encryption_keys"] = [_load_or_create_key(folder / "encryption_key")]
    return settings.model_copy(update=update)


def _load_or_create_key(path: Path) -> str:
    if not path.exists():
        partial = path.with_suffix(".new")
        partial.touch(mode=0o600)
        partial.write_text(new_key())
        partial.replace(path)
    return path.read_text().strip()


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a web or worker process: everything as the supervisor resolved it."""
    values = {
        "RELAYDESK_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "WEB_WORKERS": str(settings.web_workers),
        "HOST": settings.host,
        "PORT": str(settings.port),
        "PROMETHEUS_MULTIPROC_DIR": str(settings.prometheus_multiproc_dir or ""),
    }
    return {**os.environ, **{name: value for name, value in values.items() if value}}


def replace_environment(environment: Mapping[bytes, bytes]) -> None:
    """As `exec` would: what a forked process reads is what its parent had for it, and nothing else."""
    os.environb.clear()
    os.environb.update(environment)


def choose_metrics_folder(folder: Path) -> None:
    """For prometheus-client, which looks when it is imported."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
