"""The sandboxes of one process, on the relay's side: started when needed, replaced when one was killed."""

import asyncio
import logging
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, cast

import msgspec

from relaydesk.gateway.relay.scripts.messages import LENGTH_BYTES, Fault, Job, Ran, framed

log = logging.getLogger(__name__)
SIZE = 2
WAIT_S = 2.0
WALL_SLACK_S = 2.0
_BUSY = Ran(fault=Fault("busy", "no sandbox was free in time"))
_TIMEOUT = Ran(fault=Fault("timeout", "it took longer than its time limit"))
_CRASHED = Ran(fault=Fault("crashed", "the sandbox ended"))
_LIMIT_SIGNALS = {-signal.SIGPROF, -signal.SIGKILL}


class Sandboxes:
    """Up to `size` processes. Made anywhere; used on one loop; `close` ends them."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._workers: set[_Worker] = set()
        self._starting = 0
        self._idle: list[_Worker] = []
        self._waiting: deque[asyncio.Future[_Worker | None]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, job: Job) -> Ran:
        """Run a job. Whatever happens to the script or to the process comes back as a fault.

        Leaving early leaves the sandbox to its job; it takes the next one after that.
        """
        worker = await self._acquire()
        if worker is None:
            return _BUSY
        return await asyncio.shield(worker.begin(job))

    def warm(self) -> None:
        """Start one, so that the next script finds it."""
        if not self._workers and not self._starting:
            self._start()

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        self._disappoint()
        while self._workers or self._tasks:
            for worker in list(self._workers):
                worker.kill()
                self._lost(worker)
            await asyncio.wait(self._tasks)

    # -- who is free -----------------------------------------------------------------------------------------------

    async def _acquire(self) -> "_Worker | None":
        if self._idle:
            return self._idle.pop()
        if self._closed:
            return None
        if len(self._workers) + self._starting < self._size:
            self._start()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[_Worker | None] = loop.create_future()
        self._waiting.append(turn)
        timer = loop.call_later(WAIT_S, _give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and (worker := turn.result()) is not None:
                self._free(worker)  # it was given to us in the moment that we left
            raise
        finally:
            timer.cancel()

    def _free(self, worker: "_Worker") -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._idle.append(worker)

    # -- their lives -----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._starting += 1
        self._keep(self._started())

    async def _started(self) -> None:
        our_end, worker_end = socket.socketpair()
        try:
            process = await asyncio.to_thread(_spawn, worker_end)
        except OSError as error:
            our_end.close()
            log.warning("a sandbox for scripts could not be started: %s", error.strerror)
            self._starting -= 1
            self._disappoint()
            return
        finally:
            worker_end.close()
        worker = _Worker(process, self._free, self._lost)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=our_end)
        self._starting -= 1
        self._workers.add(worker)
        if not self._closed:
            self._free(worker)

    def _lost(self, worker: "_Worker") -> None:
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        self._keep(self._bury(worker))
        if not self._closed and any(not turn.done() for turn in self._waiting):
            self._start()

    async def _bury(self, worker: "_Worker") -> None:
        code = await asyncio.to_thread(worker.process.wait)
        worker.settle(_TIMEOUT if code in _LIMIT_SIGNALS else _CRASHED)

    def _disappoint(self) -> None:
        while self._waiting:
            _give_up(self._waiting.popleft())

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Worker(asyncio.Protocol):
    """One process and the job it is at."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        free: "Callable[[_Worker], None]",
        lost: "Callable[[_Worker], None]",
    ) -> None:
        self.process = process
        self._free = free
        self._lost = lost
        self._transport: asyncio.Transport = cast("asyncio.Transport", None)
        self._received = bytearray()
        self._result: asyncio.Future[Ran] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, job: Job) -> "asyncio.Future[Ran]":
        """Hand it a job; the future always gets a result."""
        loop = asyncio.get_running_loop()
        self._result = result = loop.create_future()
        self._timer = loop.call_later(job.timeout_ms / 1000 + WALL_SLACK_S, self.kill)
        self._transport.write(framed(job))
        return result

    def settle(self, ran: Ran) -> None:
        """The job at hand has come to its end."""
        if self._timer is not None:
            self._timer.cancel()
        result, self._result, self._timer = self._result, None, None
        if result is not None and not result.done():
            result.set_result(ran)

    def kill(self) -> None:
        self.process.kill()
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        if len(received) < LENGTH_BYTES:
            return
        size = int.from_bytes(received[:LENGTH_BYTES], "big")
        if len(received) < LENGTH_BYTES + size:
            return
        try:
            ran = _decode(bytes(received[LENGTH_BYTES:]))
        except msgspec.DecodeError:
            self.kill()
            return
        received.clear()
        self.settle(ran)
        self._free(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._lost(self)


_decode = msgspec.msgpack.Decoder(Ran).decode


def _give_up(turn: "asyncio.Future[_Worker | None]") -> None:
    if not turn.done():
        turn.set_result(None)


def _spawn(worker_end: socket.socket) -> "subprocess.Popen[bytes]":
    """Without environment, files or terminal: what a script could ever reach here is nothing."""
    command = [sys.executable, "-I", "-m", "relaydesk.gateway.relay.scripts.sandbox", str(worker_end.fileno())]
    return subprocess.Popen(
        command,
        pass_fds=[worker_end.fileno()],
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
