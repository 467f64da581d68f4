"""Owns Celery: one Celery task that carries `(task_id, attempt)` of many tasks; no ETA, no result backend, no beat."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown, worker_shutting_down
from sqlalchemy.orm import configure_mappers

from relaydesk.kernel.observe.collector import collect_seldom
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.engine.run import Runner

RUN = "relaydesk.run"
QUEUE = "relaydesk"
# longer than any task: a message of a dead worker is outdated by its attempt anyway, the reaper sends a new one
VISIBILITY_TIMEOUT_S = 6 * 3600
SOCKET_TIMEOUT_S = 5
DRAIN_S = 6.0


def broker_url(url: str) -> str:
    """The same server as kombu spells it: `unix:///path?db=1` becomes `redis+socket:///path?virtual_host=1`."""
    if url.startswith("unix://"):
        parts = urlsplit(url)
        number = parse_qs(parts.query).get("db", ["0"])[0]
        return f"redis+socket://{parts.path}?virtual_host={number}"
    return url


def _transport_options(url: str, *, publishes: bool) -> dict[str, Any]:
    if url.startswith("amqp"):  # a message that RabbitMQ has not confirmed is published again
        # while it is short of memory or disk, it confirms nothing and lets whoever publishes wait for ever
        bounds = {"read_timeout": SOCKET_TIMEOUT_S, "write_timeout": SOCKET_TIMEOUT_S} if publishes else {}
        return {"confirm_publish": True, "max_retries": 1, **bounds}
    return {
        "visibility_timeout": VISIBILITY_TIMEOUT_S,
        "socket_connect_timeout": SOCKET_TIMEOUT_S,
        "socket_timeout": SOCKET_TIMEOUT_S * 4,
        "max_retries": 1,
    }


def create_celery(url: str, *, publishes: bool = False) -> Celery:
    """By the URL of a Redis or, as `amqp://` or `amqps://`, of a RabbitMQ. `publishes`: and does nothing else."""
    celery = Celery("relaydesk", broker=broker_url(url))
    celery.conf.update(
        task_acks_late=True,
        task_ignore_result=True,
        task_default_queue=QUEUE,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_proc_alive_timeout=30,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=SOCKET_TIMEOUT_S,
        broker_transport_options=_transport_options(url, publishes=publishes),
    )
    return celery


Deliveries = list[tuple[int, int]]


class Publisher:
    """Sends `(task_id, attempt)` to the broker, off the event loop and with a deadline.

    In a thread of its own: a broker that hangs takes no thread from others.
    """

    def __init__(self, url: str) -> None:
        self._celery = create_celery(url, publishes=True)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="publisher")

    async def publish(self, messages: list[Deliveries]) -> None:
        """Raises whatever kombu raises, or TimeoutError, when the broker is away."""
        async with asyncio.timeout(SOCKET_TIMEOUT_S * 2):
            await asyncio.get_running_loop().run_in_executor(self._thread, self._publish, messages)

    def _publish(self, messages: list[Deliveries]) -> None:
        with self._celery.producer_or_acquire() as producer:
            for deliveries in messages:
                self._celery.send_task(RUN, args=[deliveries], queue=QUEUE, producer=producer, retry=False)


class _Loop:
    """One event loop in a thread of a Celery child process, with a kernel and a runner made after the fork."""

    def __init__(self, create_kernel: Callable[[], Kernel], worker: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tasks", daemon=True)
        self._thread.start()
        self._kernel = self.call(self._start(create_kernel)).result(30)
        self._runner = Runner(self._kernel, worker=worker)
        self._loop.call_soon_threadsafe(self._runner.start)

    async def _start(self, create_kernel: Callable[[], Kernel]) -> Kernel:
        kernel = create_kernel()
        configure_mappers()  # by the first query otherwise, which would hold the loop with that
        collect_seldom()
        await kernel.start(delivers_for_others=False)  # the dispatcher's process does, and ends after this one
        return kernel

    def call(self, coroutine: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def run(self, deliveries: Deliveries) -> None:
        """Returns once they have all begun: what runs besides is no matter of Celery's."""
        self.call(self._runner.run([(task_id, attempt) for task_id, attempt in deliveries])).result()

    def drain(self, *_: Any) -> None:
        """As a handler of a signal: what waits for room in `run` gives way."""
        self._loop.call_soon_threadsafe(self._runner.drain)

    def stop(self) -> None:
        self.call(self._runner.stop(grace_s=DRAIN_S)).result(2 * DRAIN_S)
        self.call(self._kernel.stop()).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)


def run_engine(
    url: str,
    create_kernel: Callable[[], Kernel],
    *,
    slots: int,
    scale_fd: int | None,
    name: str,
    before_work: Callable[[], None],
) -> None:
    """Runs Celery's worker in this process until SIGTERM; its children each own one event loop.

    Args:
        url: of the broker.
        create_kernel: called in each child after the fork.
        slots: how many child processes work at once to begin with, each on several tasks.
        scale_fd: a pipe that tells how many there are to be from now on, a line each time.
        name: of this worker, as rows show it.
        before_work: called in each child, e.g. to bind it to its parent's life.
    """
    # Celery warns that root could run pickled code; only JSON is accepted here
    warnings.filterwarnings("ignore", category=SecurityWarning)
    celery = create_celery(url)
    loops: list[_Loop] = []

    @celery.task(name=RUN)  # type: ignore[untyped-decorator]  # Celery has no types
    def run(deliveries: Deliveries) -> None:
        loops[0].run(deliveries)

    def start_child(**_: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, leave)
        before_work()
        loops.append(_Loop(create_kernel, f"{name}/{os.getpid()}"))
        signal.signal(signal.SIGUSR2, loops[0].drain)

    def stop_child(**_: Any) -> None:
        for loop in loops:
            loop.stop()

    def leave(*_: Any) -> None:
        """As one of too many, or as the child of a parent that has died: what runs is given back."""
        stop_child()
        os._exit(0)

    _connect(start_child, stop_child)
    worker = celery.Worker(
        hostname=f"{name}@{socket.gethostname()}", concurrency=slots, queues=[QUEUE], loglevel="WARNING",
        without_gossip=True, without_mingle=True, without_heartbeat=True, quiet=True,
    )  # fmt: skip
    _work(worker, scale_fd)


def _connect(start_child: Callable[..., None], stop_child: Callable[..., None]) -> None:
    worker_shutting_down.connect(_tell_children, weak=False)
    worker_process_init.connect(start_child, weak=False)
    worker_process_shutdown.connect(stop_child, weak=False)
    setup_logging.connect(lambda **_: None, weak=False)


def _work(worker: Any, scale_fd: int | None) -> None:
    if scale_fd is not None:
        threading.Thread(target=_scale, args=(worker, scale_fd), name="scale", daemon=True).start()
    gc.collect()
    gc.freeze()  # the children share with this process what is there already
    worker.start()


def _tell_children(**_: Any) -> None:
    """Celery waits for what its children were given, and a child that is full waits for room."""
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            child.send_signal(signal.SIGUSR2)


def _scale(worker: Any, fd: int) -> None:
    """Has the engine grow and shrink as the pipe says, in Celery's own loop."""
    with os.fdopen(fd) as lines:
        for line in lines:
            hub = getattr(worker, "hub", None)
            if hub is not None and getattr(worker, "consumer", None) is not None:
                hub.call_soon(_have_processes, worker, int(line))


def _have_processes(worker: Any, wanted: int) -> None:
    change = wanted - worker.pool.num_processes
    if not change:
        return
    if change > 0:
        worker.pool.grow(change)
        worker.pool._pool.maintain_pool()  # noqa: SLF001 - else the next one in five seconds
    else:
        try:
            worker.pool.shrink(-change)
        except ValueError:
            return  # one of them is given work at this moment: it is asked again
    worker.consumer._update_prefetch_count(change)  # noqa: SLF001 - as its own autoscaler does
