"""Owns a worker process: the dispatcher beside a Celery engine in a child process, and their end on SIGTERM."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket

from sqlalchemy.orm import configure_mappers

from relaydesk import main
from relaydesk.kernel.observe import tracing
from relaydesk.kernel.observe.collector import collect_seldom
from relaydesk.operate.processes.child import Child, die_with_parent
from relaydesk.operate.processes.forks import Forks
from relaydesk.operate.processes.own import OwnProgram
from relaydesk.operate.web import build_kernel, load_task_modules
from relaydesk.settings import Settings, child_environment
from relaydesk.tasks.ends.follower import start_following
from relaydesk.tasks.engine.celery_app import Publisher, run_engine
from relaydesk.tasks.engine.dispatcher import Dispatcher, WorkerReport
from relaydesk.tasks.engine.scaling import Scaler

ENGINE_GRACE_S = 12.0


async def serve_worker(settings: Settings, *, forks_fd: int | None = None) -> None:
    """Runs until SIGTERM or SIGINT. The engine's tasks get a grace time to end; what does not is taken up again.

    `forks_fd` is a connection to the fork server that has begun this process.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tracing.bind("dispatcher", tracing.child_traceparent(None))
    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
    kernel = main.subscribe_events(build_kernel(settings))
    configure_mappers()
    collect_seldom()
    await kernel.start()
    least = min(max(1, settings.worker_min), settings.worker_max)
    scaler = Scaler(kernel, worker=name, least=least, most=settings.worker_max)
    program = OwnProgram(
        arguments=["worker", "--engine", name, "--processes", str(least)],
        environment=child_environment(settings),
        forks=Forks(socket.socket(fileno=forks_fd)) if forks_fd is not None else None,
        fds={"--scale-fd": scaler.reader},
    )
    engine = Child(name="engine", program=program, grace_s=ENGINE_GRACE_S)
    await engine.start()
    dispatcher = Dispatcher(kernel, Publisher(settings.broker_url))
    report = WorkerReport(kernel, name=name, scaler=scaler)
    dispatcher.start()
    scaler.start()
    report.start()
    start_following(kernel)
    await stop.wait()
    await dispatcher.stop()
    await scaler.stop()
    await report.stop()
    await engine.stop()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            await kernel.stop()


def run_worker_engine(settings: Settings, *, name: str, processes: int, scale_fd: int | None) -> None:
    """The child process of `serve_worker`: Celery with the kinds that `main` knows."""
    assert main.JOBS  # noqa: S101 - importing main has registered every kind but those of an installation's own
    load_task_modules(settings)
    run_engine(
        settings.broker_url,
        lambda: main.subscribe_events(build_kernel(settings)),
        slots=processes,
        scale_fd=scale_fd,
        name=name,
        before_work=lambda: die_with_parent(signal.SIGTERM),
    )
