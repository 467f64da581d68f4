"""Owns the first process of `relaydesk serve` on Linux: it has imported everything, and forks whoever is asked for.

What is imported once is in the memory of all, and nothing waits for imports again. It runs no loop and no thread: a
fork is safe. The supervisor is its first child; with that one it ends. Ended by whatever, its children are told by the
kernel, as `processes.child` has it.
"""

import contextlib
import errno
import gc
import os
import platform
import select
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple

from setproctitle import getproctitle, setproctitle

from relaydesk.operate.processes.child import die_with_parent
from relaydesk.operate.processes.messages import (
    LONGEST,
    Ended,
    Refused,
    Send,
    Spawn,
    Spawned,
    decode_request,
    encode,
)
from relaydesk.settings import replace_environment

_PASSED_ON: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_MOST_FDS: Final = 8

Work = Callable[[], None]


class _Process(NamedTuple):
    connection: socket.socket
    stop_signal: int


def can_fork() -> bool:
    """Elsewhere a process that was forked without `exec` is not safe, or outlives its parent."""
    return platform.system() == "Linux" and len([*Path("/proc/self/task").iterdir()]) == 1


class ForkServer:
    """`serve` returns in each process that it forks, with what that one is to do; in its own it exits at last.

    Args:
        run: what a forked process does with its arguments.
        own: a file of this process and the first that it forks; no other keeps it open.
    """

    def __init__(self, run: Callable[[Sequence[str]], None], *, own: IO[str]) -> None:
        self._run = run
        self._own = own
        self._pid = os.getpid()
        self._title = getproctitle().partition(" serve")[0]
        self._connections: set[socket.socket] = set()
        self._processes: dict[int, _Process] = {}
        self._signals, self._signalled = socket.socketpair()

    def serve(self, first: Callable[[socket.socket], None]) -> Work:
        """Forks `first` with a connection to this process, then whatever is asked for over that and others.

        Raises:
            SystemExit: with the code of `first`, once that has ended.
        """
        self._signalled.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        self._signals.setblocking(False)  # noqa: FBT003
        signal.set_wakeup_fd(self._signalled.fileno(), warn_on_full_buffer=False)
        for number in (*_PASSED_ON, signal.SIGCHLD):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` has it
                signal.signal(number, lambda *_: None)
        gc.collect()
        gc.freeze()
        _, client_end = self._connect()
        pid = self._fork(signal.SIGKILL)
        if pid == 0:
            setproctitle(f"{self._title} supervisor")
            return lambda: first(client_end)
        client_end.close()
        return self._serve(pid)

    def _connect(self) -> tuple[socket.socket, socket.socket]:
        server_end, client_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        server_end.setblocking(False)  # noqa: FBT003
        self._connections.add(server_end)
        return server_end, client_end

    def _serve(self, first: int) -> Work:
        while True:
            poll = select.poll()
            by_number = {one.fileno(): one for one in (self._signals, *self._connections)}
            for number in by_number:
                poll.register(number, select.POLLIN)
            for number, _ in poll.poll():
                if by_number[number] is self._signals:
                    self._on_signals(first)
                elif (work := self._on_request(by_number[number])) is not None:
                    return work

    # -- signals and ends ------------------------------------------------------------------------------------------

    def _on_signals(self, first: int) -> None:
        with contextlib.suppress(BlockingIOError):
            for number in self._signals.recv(4096):
                if number != signal.SIGCHLD:
                    os.kill(first, number)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._on_end(first, ended[0], os.waitstatus_to_exitcode(ended[1]))

    def _on_end(self, first: int, pid: int, code: int) -> None:
        if pid == first:
            raise SystemExit(code if code >= 0 else 128 - code)
        process = self._processes.pop(pid, None)
        if process is not None:
            self._answer(process.connection, encode(Ended(pid=pid, code=code)))

    def _answer(self, connection: socket.socket, packet: bytes) -> None:
        """Whoever has left, or reads nothing, is not waited for."""
        with contextlib.suppress(OSError):
            connection.send(packet)

    # -- requests --------------------------------------------------------------------------------------------------

    def _on_request(self, connection: socket.socket) -> Work | None:
        try:
            packet, fds, _, _ = socket.recv_fds(connection, LONGEST, _MOST_FDS)
        except BlockingIOError:
            return None
        except ConnectionError:
            packet, fds = b"", []
        if not packet:
            self._on_leave(connection)
            return None
        request = decode_request(packet)
        if isinstance(request, Send):
            process = self._processes.get(request.pid)
            if process is not None and process.connection is connection:
                os.kill(request.pid, request.signal)
            return None
        try:
            return self._on_spawn(connection, request, fds)
        finally:
            if os.getpid() == self._pid:
                for fd in fds:
                    os.close(fd)

    def _on_leave(self, connection: socket.socket) -> None:
        """What it has had forked goes with it."""
        self._connections.discard(connection)
        connection.close()
        for pid, process in self._processes.items():
            if process.connection is connection:
                os.kill(pid, process.stop_signal)

    def _on_spawn(self, connection: socket.socket, request: Spawn, fds: list[int]) -> Work | None:
        ends: tuple[socket.socket, socket.socket] | None = None
        are_missing = len(fds) != len(request.fd_options) + request.has_stderr  # there was no number free for them
        code = errno.EMFILE if are_missing else 0
        pid = -1
        if not code:
            try:
                ends = self._connect() if request.forks_option else None
                pid = self._fork(request.stop_signal)
            except OSError as error:
                code = error.errno or errno.EAGAIN
        if pid == 0:
            return self._begin(request, fds, ends[1] if ends else None)
        if ends:
            ends[1].close()
        if code:
            self._answer(connection, encode(Refused(id=request.id, errno=code)))
            return None  # the end of a connection that nobody has is seen as one that is left
        self._processes[pid] = _Process(connection, request.stop_signal)
        self._answer(connection, encode(Spawned(id=request.id, pid=pid)))
        return None

    # -- in a new process ------------------------------------------------------------------------------------------

    def _fork(self, death_signal: int) -> int:
        """With all signals blocked, so that one for the new process is not taken for one of this."""
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            pid = os.fork()
            if pid == 0:
                self._leave_behind(death_signal)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        return pid

    def _leave_behind(self, death_signal: int) -> None:
        signal.set_wakeup_fd(-1)
        for number in (*_PASSED_ON, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for connection in (*self._connections, self._signals, self._signalled):
            connection.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.setsid()
        die_with_parent(signal.Signals(death_signal))
        if os.getppid() != self._pid:
            os._exit(1)

    def _begin(self, request: Spawn, fds: list[int], forks: socket.socket | None) -> Work:
        self._own.close()
        if request.has_stderr:
            os.dup2(fds[0], 2)
            os.close(fds[0])
            fds = fds[1:]
        arguments = list(request.arguments)
        for option, fd in zip(request.fd_options, fds, strict=True):
            arguments += [option, str(fd)]
        if forks is not None and request.forks_option is not None:
            arguments += [request.forks_option, str(forks.detach())]
        replace_environment(request.environment)
        sys.argv[1:] = arguments
        setproctitle(" ".join([self._title, *arguments]))
        return lambda: self._run(arguments)
