"""Owns the logs: JSON lines on stdout (pretty on a terminal), request id on each, daily files, redaction of secrets.

Redaction works on the finished line: keys that name a credential lose their value, and texts that look like one
(`rd_…`, `sk-…`, `shpat_…`, bearer tokens, JWTs, e-mail addresses) are cut wherever they stand, also in tracebacks.
"""

import logging
import logging.handlers
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import re2
import structlog

Entry = MutableMapping[str, Any]

REDACTED = "[redacted]"
_SECRET_NAMES = re2.compile(r"(?i)passw|secret|token|api_?key|key_value|authorization|cookie|credential|dsn")
_HARMLESS_NAMES = {"token_type", "tokens", "max_tokens", "total_tokens", "token_count"}
# RE2: what strangers send comes into the log, and its time must grow no faster than its length
_SECRET_TEXTS = re2.compile(
    r"\b(?:rd|rdv|sk|pk|rk|whsec|shpat|shpss|shpca|ghp|xox[abp])[_-][A-Za-z0-9_\-]{8,}"
    r"|\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*"
    r"|(?i:\bbearer\s+)[A-Za-z0-9._~+/=\-]{8,}"
    r"|\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}\b"
)
_URL_CREDENTIALS = re2.compile(r"://[^\s/@:]+:[^\s/@]+@")
LONGEST_TEXT = 64 * 1024
# They speak at WARNING and above only: below it httpx and uvicorn write whole URLs, with whatever is secret in them.
NOISY = ("httpx", "httpcore", "asyncio", "celery.worker.strategy", "celery.app.trace", "uvicorn", "alembic")


def redact_text(text: str) -> str:
    """The text without what looks like a secret, and without what is beyond its first 64 K characters."""
    text = str(text)  # RE2 gives back what it was given, and cannot make a member of an enumeration
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}… ({len(text) - LONGEST_TEXT} characters more)"
    if not text.isascii():
        text = text.encode(errors="replace").decode()  # RE2 takes no lone surrogates
    redacted: str = _SECRET_TEXTS.sub(REDACTED, _URL_CREDENTIALS.sub(f"://{REDACTED}@", text))
    return redacted


def redact_value(name: str, value: Any) -> Any:
    if name.lower() not in _HARMLESS_NAMES and _SECRET_NAMES.search(name) and value is not None:
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {k: redact_value(str(k), v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [redact_value("", v) for v in value]
    if isinstance(value, BaseException):
        return redact_text(repr(value))
    return value


def redact(_logger: Any, _method: str, entry: Entry) -> Entry:
    """A structlog processor; comes last before rendering."""
    return {name: redact_value(name, value) for name, value in entry.items()}


def configure_logging(*, level: str, fmt: str, directory: Path | None, process: str) -> None:
    """`fmt` is `json`, `console` or `auto` (console on a terminal); `directory` adds daily files, errors apart too."""
    pretty = fmt == "console" or (fmt == "auto" and sys.stdout.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        lambda _logger, _method, entry: {**entry, "process": process},
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers.clear()
    root.setLevel(level.upper())
    root.addHandler(_with_format(logging.StreamHandler(sys.stdout), shared, pretty=pretty))
    if directory is not None:
        directory.mkdir(parents=True, exist_ok=True)
        everything = logging.handlers.TimedRotatingFileHandler(directory / f"{process}.log", when="midnight", utc=True)
        errors = logging.handlers.TimedRotatingFileHandler(
            directory / f"{process}.error.log", when="midnight", utc=True
        )
        errors.setLevel(logging.ERROR)
        root.addHandler(_with_format(everything, shared, pretty=False))
        root.addHandler(_with_format(errors, shared, pretty=False))
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _with_format(handler: logging.Handler, shared: list[Any], *, pretty: bool) -> logging.Handler:
    renderer: Any = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(default=str)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    return handler
