"""Owns how Relaydesk's own commands become processes: forked where there is a fork server, executed elsewhere."""

import errno
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from relaydesk.operate.processes.child import Process, Program
from relaydesk.operate.processes.forks import Forks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProgram:
    """`relaydesk ARGUMENTS`.

    Attributes:
        fds: descriptors that it inherits, by the options that tell it their numbers.
        forks_option: the option that tells it the number of a connection to the fork server, if it is to have one.
        stderr: where its standard error goes, if not where this process's does.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    forks: Forks | None
    fds: Mapping[str, int] = field(default_factory=dict)
    forks_option: str | None = None
    stderr: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM

    async def begin(self) -> Process:
        """Raises OSError."""
        if self.forks is not None:
            try:
                return await self.forks.spawn(
                    self.arguments,
                    environment=self.environment,
                    stop_signal=self.stop_signal,
                    fds=self.fds,
                    forks_option=self.forks_option,
                    stderr=self.stderr,
                )
            except OSError as error:
                if error.errno != errno.EMSGSIZE:  # an environment too large for a packet
                    raise
                log.warning("not_forked", reason="the environment is too large", arguments=self.arguments)
        return await self._executed().begin()

    def _executed(self) -> Program:
        options = [part for option, fd in self.fds.items() for part in (option, str(fd))]
        return Program(
            command=[sys.executable, "-m", "relaydesk", *self.arguments, *options],
            environment=self.environment,
            pass_fds=[*self.fds.values()],
            stop_signal=self.stop_signal,
            error_output=self.stderr,
        )
