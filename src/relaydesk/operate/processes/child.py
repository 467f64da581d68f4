"""Owns child processes: started so that none outlives its parent, stopped in order, restarted when they die.

On Linux a child asks the kernel for a signal at its parent's death (prctl PR_SET_PDEATHSIG), so that even `kill -9` of
the supervisor leaves no orphan. Each child leads a session of its own: Ctrl-C reaches the supervisor alone.
"""

import asyncio
import contextlib
import ctypes
import os
import platform
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

log = structlog.get_logger(__name__)
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
QUICK_DEATH_S, LONGEST_PAUSE_S = 10.0, 15.0


def die_with_parent(death_signal: signal.Signals) -> None:
    """Asks the kernel to send `death_signal` to this process when its parent ends; does nothing off Linux."""
    if platform.system() == "Linux":
        _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))


class Process(Protocol):
    """What a child is, however it was begun."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...
    def send_signal(self, signal: int, /) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How a child is begun. `stop_signal` asks it to end, also when its parent dies."""

    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    user: int | None = None
    group: int | None = None
    pass_fds: Sequence[int] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    output: int | None = None
    error_output: int | None = None

    async def begin(self) -> Process:
        """Raises OSError."""
        parent = os.getpid()

        def in_child() -> None:
            die_with_parent(self.stop_signal)
            if os.getppid() != parent:
                os._exit(1)

        return await asyncio.create_subprocess_exec(
            *self.command,
            env=self.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output if self.error_output is None else self.error_output,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=in_child,
        )


class Beginning(Protocol):
    """`Program`, or what has a fork server begin it."""

    @property
    def stop_signal(self) -> signal.Signals: ...
    async def begin(self) -> Process: ...


@dataclass(slots=True, kw_only=True)
class Child:
    """One kept-alive process. It is asked to end by the signal of its beginning; after `grace_s` it is killed."""

    name: str
    program: Beginning
    grace_s: float = 15.0
    process: Process | None = None
    restarts: int = 0
    _keeper: asyncio.Task[None] | None = field(default=None, repr=False)

    async def start(self) -> None:
        self.process = await self.program.begin()
        self._keeper = asyncio.create_task(self._keep(), name=f"keep-{self.name}")

    async def _keep(self) -> None:
        pause_s = 0.2
        while self.process is not None:
            began = time.monotonic()
            code = await self.process.wait()
            pause_s = 0.2 if time.monotonic() - began > QUICK_DEATH_S else min(pause_s * 2, LONGEST_PAUSE_S)
            self.restarts += 1
            log.warning("process_died", name=self.name, code=code, restart_in_s=pause_s)
            await asyncio.sleep(pause_s)
            self.process = await self._begin_again()

    async def _begin_again(self) -> Process:
        """However long the machine has no process to spare."""
        while True:
            try:
                return await self.program.begin()
            except OSError as error:
                log.warning("process_not_begun", name=self.name, reason=error.strerror)
                await asyncio.sleep(LONGEST_PAUSE_S)

    def kill(self) -> None:
        """Another one is begun in its place."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)

    async def stop(self) -> None:
        """Asks, waits for the grace time, kills."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        process = self.process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(self.program.stop_signal)
            try:
                async with asyncio.timeout(self.grace_s):
                    await process.wait()
            except TimeoutError:
                log.warning("process_killed", name=self.name, grace_s=self.grace_s)
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
