"""Watches what Apprise does while it sends: every connection is checked, no file is opened, no program started.

Apprise resolves names and connects by itself, so a look-up of ours beforehand says nothing about the address that it
then reaches. The interpreter's audit events tell the very address of each connection, before it is made.
"""

import contextlib
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import certifi

from relaydesk.kernel.outbound import may_call

_CONNECTS = {"socket.connect", "socket.sendto"}
_PROGRAMS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.forkpty"}
# modules that are imported on the way, and the certificates of authorities
_READABLE = (sys.prefix, sys.base_prefix, str(Path(certifi.where()).parent), "/etc/ssl/", "/usr/share/zoneinfo/")


@dataclass(slots=True)
class Watch:
    """What is permitted to the block, and whether it tried more."""

    allow_private: bool
    has_refused: bool = False


_watch: ContextVar[Watch | None] = ContextVar("relaydesk_apprise_watch", default=None)


@contextlib.contextmanager
def watched(*, allow_private: bool) -> Iterator[Watch]:
    """Refuses what the block (and threads that run in its context) may not do, by a PermissionError at the call."""
    _install()
    watch = Watch(allow_private)
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


@cache
def _install() -> None:
    sys.addaudithook(_look)  # once a process: a hook cannot be taken away again


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _CONNECTS and event != "open" and event not in _PROGRAMS:
        return
    watch = _watch.get()
    if watch is None or _is_permitted(watch, event, arguments):
        return
    watch.has_refused = watch.has_refused or event in _CONNECTS
    raise PermissionError(f"{event} is refused to a channel")


def _is_permitted(watch: Watch, event: str, arguments: tuple[Any, ...]) -> bool:
    if event in _PROGRAMS:
        return False
    if event == "open":
        path = arguments[0]
        return isinstance(path, int) or str(path).startswith(_READABLE)
    address = arguments[1]
    try:
        return may_call(address[0], int(address[1]), allow_private=watch.allow_private)
    except (ValueError, TypeError, IndexError):  # a Unix socket, or a name that was not resolved
        return False
