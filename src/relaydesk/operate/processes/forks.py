"""Owns a process's way to the fork server: asks for processes, hears of their ends, sends them signals."""

import asyncio
import errno
import itertools
import os
import signal
import socket
from collections.abc import Mapping, Sequence

from relaydesk.operate.processes.messages import (
    LONGEST,
    Ended,
    Refused,
    Send,
    Spawn,
    Spawned,
    decode_answer,
    encode,
)


class Fork:
    """A process that the fork server has forked, as `asyncio.subprocess.Process` shows one that was executed."""

    def __init__(self, forks: "Forks", pid: int) -> None:
        self._forks = forks
        self.pid = pid
        self.returncode: int | None = None
        self._ended = asyncio.Event()

    def end(self, code: int) -> None:
        self.returncode = code
        self._ended.set()

    async def wait(self) -> int:
        await self._ended.wait()
        assert self.returncode is not None  # noqa: S101 - `end` has set it
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Raises ProcessLookupError: it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        self._forks.send(self.pid, number)


class Forks:
    """One a connection; made inside a running loop."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._connection.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        self._ids = itertools.count()
        self._asking = asyncio.Lock()  # the socket holds a few environments, and no more
        self._requests: dict[int, asyncio.Future[Fork]] = {}
        self._processes: dict[int, Fork] = {}
        asyncio.get_running_loop().add_reader(connection.fileno(), self._read)

    async def spawn(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        stop_signal: int,
        fds: Mapping[str, int],
        forks_option: str | None = None,
        stderr: int | None = None,
    ) -> Fork:
        """`relaydesk ARGUMENTS` as a process; `fds` by the options that tell it their numbers.

        Raises:
            OSError: there is no fork server any more, or it cannot fork.
        """
        request = Spawn(
            id=next(self._ids),
            arguments=list(arguments),
            environment={os.fsencode(name): os.fsencode(value) for name, value in environment.items()},
            stop_signal=int(stop_signal),
            fd_options=list(fds),
            forks_option=forks_option,
            has_stderr=stderr is not None,
        )
        packet = encode(request)
        if len(packet) > LONGEST:
            raise OSError(errno.EMSGSIZE, os.strerror(errno.EMSGSIZE))
        async with self._asking:
            future: asyncio.Future[Fork] = asyncio.get_running_loop().create_future()
            self._requests[request.id] = future
            try:
                descriptors = [*([] if stderr is None else [stderr]), *fds.values()]
                socket.send_fds(self._connection, [packet], descriptors)
                return await future
            finally:
                self._requests.pop(request.id, None)

    def send(self, pid: int, number: int) -> None:
        """By way of the fork server, which knows whether that is still the same process."""
        try:
            self._connection.send(encode(Send(pid=pid, signal=int(number))))
        except OSError:  # it reads nothing now, or has ended
            os.kill(pid, number)

    def _read(self) -> None:
        try:
            packet = self._connection.recv(LONGEST)
        except BlockingIOError:
            return
        except ConnectionError:
            packet = b""
        if not packet:
            self._lose()
            return
        answer = decode_answer(packet)
        match answer:
            case Spawned(id=request, pid=pid):
                process = self._processes[pid] = Fork(self, pid)
                self._settle(request, process)
            case Refused(id=request, errno=code):
                self._settle(request, OSError(code, os.strerror(code)))
            case Ended(pid=pid, code=code):
                if (ended := self._processes.pop(pid, None)) is not None:
                    ended.end(code)

    def _settle(self, request: int, outcome: Fork | OSError) -> None:
        future = self._requests.get(request)
        if future is None or future.done():
            if isinstance(outcome, Fork):  # nobody waits for it any more
                self.send(outcome.pid, signal.SIGKILL)
        elif isinstance(outcome, OSError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

    def _lose(self) -> None:
        """The fork server is this process's parent, or its parent's: without it this one ends, too."""
        asyncio.get_running_loop().remove_reader(self._connection.fileno())
        for request in list(self._requests):
            self._settle(request, BrokenPipeError("the fork server has ended"))
        for process in self._processes.values():
            process.end(-1)
        self._processes.clear()
