"""Owns `relaydesk serve`: embedded servers, initialisation, web and worker processes, and their orderly end."""

import asyncio
import errno
import fcntl
import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import IO, Any

import structlog

from relaydesk.kernel.background import Background
from relaydesk.operate.embedded import EmbeddedPostgres, EmbeddedRedis
from relaydesk.operate.instance import has_served_here, write_note
from relaydesk.operate.models import silence
from relaydesk.operate.processes.child import Child
from relaydesk.operate.processes.forks import Forks
from relaydesk.operate.processes.own import OwnProgram
from relaydesk.operate.refusals import REFUSAL, StartRefused
from relaydesk.registry.inference.places import socket_path
from relaydesk.settings import Settings, child_environment, choose_metrics_folder, with_own_secrets

log = structlog.get_logger(__name__)
WEB_GRACE_S, WORKER_GRACE_S, INFERENCE_GRACE_S = 25.0, 20.0, 20.0
PORT_PATIENCE_S = 15.0


class AlreadyRunning(StartRefused):
    """Another Relaydesk already runs on this data directory."""


class PortTaken(StartRefused):
    """The address cannot be listened on."""


def lock_data_directory(data_dir: Path) -> IO[str]:
    """Holds the data directory for this process as long as the file stays open.

    Raises:
        AlreadyRunning: another live process holds it.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o755)
    handle = (data_dir / "serve.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        owner = handle.read().strip() or "unknown"
        handle.close()
        raise AlreadyRunning(
            f"Relaydesk (process {owner}) already runs on {data_dir}. "
            "Stop it first, or set RELAYDESK_DATA_DIR to another directory."
        ) from None
    handle.seek(0)
    handle.truncate()
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def metrics_folder(data_dir: Path) -> Path:
    """Where the processes of this instance keep their metrics."""
    return data_dir / "run" / "metrics"


def begin_metrics(data_dir: Path) -> None:
    """Before anything that counts is imported: with none of an earlier instance, whose processes had other numbers."""
    folder = metrics_folder(data_dir)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    choose_metrics_folder(folder)


async def bind(host: str, port: int, *, patience_s: float) -> socket.socket:
    """A listening socket that web processes share; waits for a killed instance's processes to let the port go.

    While it waits the log says so.

    Raises:
        PortTaken: somebody else listens there, after `patience_s`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    waited = 0.0
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            break
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or waited >= patience_s:
                cure = "HOST to an address of this machine" if _is_about_the_host(error) else "PORT to another one"
                raise PortTaken(f"{host}:{port} cannot be used: {error.strerror}. Set {cure}.") from None
            if not waited:
                log.warning("port_still_taken", host=host, port=port, waits_s=patience_s)
            await asyncio.sleep(0.25)
            waited += 0.25
    listener.listen(2048)
    listener.setblocking(False)  # noqa: FBT003 - the socket module's own signature
    listener.set_inheritable(True)
    return listener


def _is_about_the_host(error: OSError) -> bool:
    return isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL


class Supervisor:
    """Starts everything in order, keeps it alive, stops it in reverse order."""

    def __init__(self, settings: Settings, connection: socket.socket | None = None) -> None:
        """`connection` is one to the fork server, where there is one."""
        self._settings = with_own_secrets(settings)
        self._connection = connection
        self._forks: Forks | None = None
        self._children: list[Child] = []
        self._background = Background()
        self._embedded: list[EmbeddedPostgres | EmbeddedRedis] = []
        self._stop = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        self._forks = Forks(self._connection) if self._connection is not None else None
        settings = self._settings
        patience_s = PORT_PATIENCE_S if has_served_here(settings) else 0.0
        listener = await bind(settings.host, settings.port, patience_s=patience_s)
        try:
            await self._start_servers()
            await self._initialise()
            if not self._stop.is_set():
                write_note(self._settings)
                await self._start_children(listener)
                log.info("serving", url=f"http://{settings.host}:{listener.getsockname()[1]}")
            await self._stop.wait()
        finally:
            listener.close()
            await self._stop_all()

    async def _start_servers(self) -> None:
        data_dir = self._settings.data_dir
        update: dict[str, object] = {}
        if self._settings.database_url is None:
            postgres = EmbeddedPostgres(data_dir)
            self._embedded.append(postgres)
        if self._settings.redis_url is None:
            self._embedded.append(EmbeddedRedis(data_dir))
        await asyncio.gather(*(server.start() for server in self._embedded))
        for server in self._embedded:
            update["database_url" if isinstance(server, EmbeddedPostgres) else "redis_url"] = server.url
        update["prometheus_multiproc_dir"] = metrics_folder(data_dir)
        self._settings = self._settings.model_copy(update=update)

    async def _initialise(self) -> None:
        """By a process of its own: what that needs would stay in this one, which lives on without it.

        It may wait for long, as for another one that migrates: asked to stop, this one ends it.

        Raises:
            StartRefused: with its sentence.
        """
        reader, writer = os.pipe()
        try:
            process = await self._program("init", "--quiet", stderr=writer).begin()
        finally:
            os.close(writer)
        reading = asyncio.create_task(asyncio.to_thread(_read_all, reader))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not reading.done():
            process.send_signal(signal.SIGTERM)
        stopping.cancel()
        output, code = await reading, await process.wait()
        if self._stop.is_set():
            return
        lines = output.decode(errors="replace").splitlines()
        sentences = [line.removeprefix(REFUSAL) for line in lines if line.startswith(REFUSAL)]
        if code:
            sys.stderr.write("".join(f"{line}\n" for line in lines if not line.startswith(REFUSAL)))
            raise StartRefused("\n".join(sentences) or "The database could not be initialised.")
        sys.stderr.write(output.decode(errors="replace"))

    def _program(self, *arguments: str, **more: Any) -> OwnProgram:
        environment = child_environment(self._settings)
        return OwnProgram(arguments=arguments, environment=environment, forks=self._forks, **more)

    async def _start_children(self, listener: socket.socket) -> None:
        web = self._program("web", fds={"--fd": listener.fileno()})
        worker = self._program("worker", forks_option="--forks-fd")
        inference = self._program("inference", "--supervised")
        models = Child(name="inference", program=inference, grace_s=INFERENCE_GRACE_S)
        self._children += [
            *(Child(name=f"web-{n + 1}", program=web, grace_s=WEB_GRACE_S) for n in range(self._settings.web_workers)),
            Child(name="worker", program=worker, grace_s=WORKER_GRACE_S),
            models,
        ]
        began = await asyncio.gather(*(child.start() for child in self._children), return_exceptions=True)
        for error in began:  # once all others are there to be stopped
            if error is not None:
                raise error
        watch = silence.SilenceWatch(models, socket_path(self._settings.data_dir))
        self._background.keep("inference.silence", watch.look, every_s=silence.LOOK_EVERY_S)

    async def _stop_all(self) -> None:
        """Web and workers first and together, then Redis and PostgreSQL."""
        log.info("stopping")
        await self._background.end()
        await asyncio.gather(*(child.stop() for child in self._children))
        await asyncio.gather(*(server.stop() for server in self._embedded))
        log.info("stopped")


def _read_all(reader: int) -> bytes:
    with os.fdopen(reader, "rb") as handle:
        return handle.read()
