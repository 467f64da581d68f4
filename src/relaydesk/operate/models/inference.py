"""Owns the inference process: the models that deployments wish for, in replicas, until SIGTERM."""

import asyncio
import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
from sqlalchemy.orm import configure_mappers

from relaydesk.kernel.observe.collector import collect_seldom
from relaydesk.kernel.runtime import Kernel, create_kernel
from relaydesk.operate.refusals import StartRefused
from relaydesk.registry.inference.host import Host
from relaydesk.registry.storage.choice import open_storage
from relaydesk.settings import Settings

MOST_THREADS, CONNECTIONS = 4, 2
KERNEL_GRACE_S = 5.0
_CONTAINER_MEMORY = Path("/sys/fs/cgroup/memory.max")


async def serve_inference(settings: Settings) -> None:
    """Raises StartRefused: another one serves this data directory."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _alone(settings):
        kernel = _kernel(settings)
        configure_mappers()
        collect_seldom()
        await kernel.start(delivers_for_others=False)
        storage = open_storage(kernel.options)
        threads, memory_bytes = min(MOST_THREADS, os.cpu_count() or 1), _memory_of_replicas(settings)
        host = Host(kernel, storage, threads=threads, memory_bytes=memory_bytes)
        await host.start()
        await stop.wait()
        await host.stop()
        await storage.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(KERNEL_GRACE_S):
                await kernel.stop()


def _memory_of_replicas(settings: Settings) -> int:
    """What each may have, in bytes."""
    if settings.model_memory_mb is not None:
        return settings.model_memory_mb * 1024**2
    return _memory_of_machine() // 2


def _memory_of_machine() -> int:
    """Or of the container that this runs in."""
    total: int = psutil.virtual_memory().total
    try:
        return min(total, int(_CONTAINER_MEMORY.read_text()))
    except (OSError, ValueError):  # no such file, or `max`
        return total


def _kernel(settings: Settings) -> Kernel:
    """As `operate.web` has it, without what serves people: this process imports none of that."""
    return create_kernel(
        settings.options(),
        database_url=settings.database_url or "",
        database_pool_size=CONNECTIONS,
        redis_url=settings.redis_url or "",
        redis_max_connections=settings.redis_max_connections,
        encryption_keys=settings.encryption_keys,
        processes=1,
    )


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    folder = settings.data_dir / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "inference.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartRefused(f"An inference process serves {settings.data_dir} already.") from None
        yield
