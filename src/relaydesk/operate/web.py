"""Owns a web process: uvicorn over a given socket or address, with a drain that ends open streams before it stops."""

import asyncio
import contextlib
import importlib
import signal
import socket
from collections.abc import Iterator

import uvicorn

from relaydesk.kernel import outbound
from relaydesk.kernel.http.connections import ConnectionBounds
from relaydesk.kernel.runtime import Kernel, create_kernel
from relaydesk.main import create_app
from relaydesk.operate.refusals import StartRefused
from relaydesk.settings import Settings

DRAIN_GRACE_S = 10
# how old the date may be that answers bear
TICK_S = 1.0


def load_task_modules(settings: Settings) -> None:
    """Imports the modules of TASK_MODULES, which declare kinds of tasks. Raises StartRefused."""
    for name in settings.task_modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            cure = "Correct TASK_MODULES or PYTHONPATH"
            raise StartRefused(f"The task module {name} cannot be imported: {error!r}. {cure}.") from error


def build_kernel(settings: Settings) -> Kernel:
    """The kernel of this process from settings that are complete (`Settings.is_instance`). Raises StartRefused."""
    load_task_modules(settings)
    outbound.configure(private_cidrs=settings.outbound_private_cidrs, own_port=settings.port)
    return create_kernel(
        settings.options(),
        database_url=settings.database_url or "",
        database_pool_size=settings.database_pool_size,
        redis_url=settings.redis_url or "",
        redis_max_connections=settings.redis_max_connections,
        encryption_keys=settings.encryption_keys,
        processes=settings.web_workers,
    )


class _Server(uvicorn.Server):
    """Tells the kernel that it drains as soon as a signal comes, so that open event streams end themselves."""

    def __init__(self, config: uvicorn.Config, kernel: Kernel) -> None:
        super().__init__(config)
        self._kernel = kernel
        self._exit = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._drain)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)

    def _drain(self) -> None:
        self._kernel.draining.start()
        self.should_exit = True
        self._exit.set()

    async def main_loop(self) -> None:
        """As uvicorn's, which looks ten times a second whether it is to exit: this one is told."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._exit.wait()


async def serve_web(settings: Settings, *, fd: int | None = None) -> None:
    """Serves until SIGTERM or SIGINT; `fd` is a listening socket inherited from the supervisor."""
    kernel = build_kernel(settings)
    app = create_app(
        kernel,
        cors_allow_origins=settings.cors_allow_origins,
        max_body_bytes=settings.max_body_bytes,
        journal_max_bytes=settings.journal_max_bytes,
        bounds=ConnectionBounds(
            head_s=settings.head_timeout_seconds,
            body_s=settings.body_timeout_seconds,
            per_address=settings.connections_per_address,
            trusted=settings.forwarded_allow_ips,
        ),
    )
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=app.protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=DRAIN_GRACE_S,
        proxy_headers=True,
        forwarded_allow_ips=settings.forwarded_allow_ips,
    )
    server = _Server(config, kernel)
    await server.serve(sockets=[socket.socket(fileno=fd)] if fd is not None else None)
