"""Owns the beginning of `relaydesk serve`: the data directory is its own, everything is imported, and then it forks.

The supervisor is forked first. Off Linux there is no fork server: the supervisor runs in this process, and executes.
"""

import asyncio
import importlib
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final

import structlog
from sqlalchemy.orm import configure_mappers

from relaydesk.operate.processes.forkserver import ForkServer, Work, can_fork
from relaydesk.operate.refusals import file_refusals
from relaydesk.operate.supervisor import Supervisor, begin_metrics, lock_data_directory
from relaydesk.settings import Settings

log = structlog.get_logger(__name__)
# what the processes import when they begin or soon after
PRELOADED: Final = (
    "relaydesk.operate.initialise",
    "relaydesk.operate.web",
    "relaydesk.operate.worker",
    "relaydesk.operate.models.inference",
    "celery.apps.worker",
    "celery.concurrency.prefork",
    "celery.worker.components",
    "kombu.transport.redis",
)


def begin_serving(settings: Settings, *, run: Callable[[Sequence[str]], None]) -> Work:
    """Returns what this process is to do: more than once where it forks, in each process what that one is to do.

    `run` is what a forked process does with its arguments.

    Raises:
        AlreadyRunning: another live process holds the data directory.
    """
    with file_refusals(settings.data_dir):
        lock = lock_data_directory(settings.data_dir)
        begin_metrics(settings.data_dir)

    def supervise(connection: socket.socket | None = None) -> None:
        with file_refusals(settings.data_dir), closing(lock):
            asyncio.run(Supervisor(settings, connection).run())

    if not can_fork():
        return supervise
    for name in PRELOADED:
        importlib.import_module(name)
    configure_mappers()  # what that makes is a process's own otherwise
    if not can_fork():
        log.warning("processes_are_executed", reason="what was imported has started threads")
        return supervise
    return ForkServer(run, own=lock).serve(supervise)
