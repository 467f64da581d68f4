"""A fork server for tests: `python forking.py SCENARIO` runs one in the first process, and prints what comes of it."""

import asyncio
import contextlib
import errno
import itertools
import json
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from relaydesk.operate.processes.child import Child
from relaydesk.operate.processes.forks import Fork, Forks
from relaydesk.operate.processes.forkserver import ForkServer
from relaydesk.operate.processes.own import OwnProgram


def run(arguments: Sequence[str]) -> None:
    """What a forked process does."""
    match list(arguments):
        case ["tell", "--fd", number]:
            shown = {"arguments": sys.argv[1:], "environment": dict(os.environ), "open": _open_files()}
            os.write(int(number), json.dumps(shown).encode())
            sys.stderr.write("told")
            sys.exit(3)
        case ["rest", *_]:
            time.sleep(60)
        case ["has-one", "--forks-fd", number, *_]:
            asyncio.run(_has_one(int(number)))


async def _has_one(number: int) -> None:
    process = await _spawn(Forks(socket.socket(fileno=number)), "rest")
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()
    await asyncio.sleep(60)


def _open_files() -> list[str]:
    return [str(link.readlink()) for link in [*Path("/proc/self/fd").iterdir()] if link.is_symlink()]


async def _spawn(forks: Forks, *arguments: str, **more: Any) -> Fork:
    given = {"environment": dict(os.environ), "stop_signal": signal.SIGTERM, "fds": {}, **more}
    return await forks.spawn(arguments, **given)


async def told(forks: Forks) -> object:
    reader, writer = os.pipe()
    errors, errors_end = os.pipe()
    process = await _spawn(forks, "tell", environment={"ONLY": "this \udcff"}, fds={"--fd": writer}, stderr=errors_end)
    os.close(writer)
    os.close(errors_end)
    code = await process.wait()
    return {**json.loads(os.read(reader, 65536)), "errors": os.read(errors, 100).decode(), "code": code}


async def signals(forks: Forks) -> object:
    codes = []
    for number in (signal.SIGTERM, signal.SIGKILL):
        process = await _spawn(forks, "rest")
        process.send_signal(number)
        codes.append(await process.wait())
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
        codes.append(0)
    return codes


async def one_that_has_one(forks: Forks) -> object:
    process = await _spawn(forks, "has-one", forks_option="--forks-fd")
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    return await process.wait()


async def no_process_to_spare(forks: Forks) -> object:
    """The fork server finds none twice: see `main`."""
    refused = []
    for _ in range(2):
        try:
            await _spawn(forks, "rest")
        except OSError as error:
            refused.append(errno.errorcode[error.errno or 0])
    process = await _spawn(forks, "rest")
    process.send_signal(signal.SIGTERM)
    return [*refused, await process.wait()]


async def nobody_waits(forks: Forks) -> object:
    """Asked for and cancelled before it is there: it is not left behind."""
    asking = asyncio.create_task(_spawn(forks, "rest", "unwanted"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    process = await _spawn(forks, "rest")
    process.send_signal(signal.SIGTERM)
    await process.wait()
    await asyncio.sleep(0.2)
    return [one.info["cmdline"] for one in psutil.process_iter(["cmdline"]) if "unwanted" in str(one.info["cmdline"])]


async def kept_alive(forks: Forks) -> object:
    """A child that is killed comes back; stopped, it stays away."""
    program = OwnProgram(arguments=["rest"], environment=dict(os.environ), forks=forks)
    child = Child(name="rest", program=program)
    await child.start()
    assert child.process is not None
    first = child.process
    os.kill(first.pid, signal.SIGKILL)
    while child.process is first:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.05)
    second = child.process
    await child.stop()
    return [first.returncode, second.returncode, child.restarts]


async def large_environment(forks: Forks) -> object:
    """What no packet holds is executed as ever: `relaydesk --version` here."""
    environment = {**os.environ, **{f"LARGE_{n}": "x" * 100_000 for n in range(8)}}
    process = await OwnProgram(arguments=["--version"], environment=environment, forks=forks).begin()
    return [isinstance(process, Fork), await process.wait()]


async def many_at_once(forks: Forks) -> object:
    environment = {**os.environ, "LARGE": "x" * 50_000}
    processes = await asyncio.gather(*(_spawn(forks, "rest", environment=environment) for _ in range(40)))
    for process in processes:
        process.send_signal(signal.SIGTERM)
    return [await process.wait() for process in processes]


async def no_number_free(forks: Forks) -> object:
    """Descriptors that the fork server has no numbers for are a refusal, and no end of everything."""
    server, outcomes = os.getppid(), []
    _, most = resource.prlimit(server, resource.RLIMIT_NOFILE)
    resource.prlimit(server, resource.RLIMIT_NOFILE, (_lowest_free_number(server), most))
    for more in ({"fds": {"--fd": 0}}, {"forks_option": "--forks-fd"}):
        try:
            await _spawn(forks, "rest", **more)
        except OSError as error:
            outcomes.append(errno.errorcode[error.errno or 0])
    resource.prlimit(server, resource.RLIMIT_NOFILE, (most, most))
    process = await _spawn(forks, "rest")
    process.send_signal(signal.SIGTERM)
    return [*outcomes, await process.wait()]


def _lowest_free_number(pid: int) -> int:
    taken = {int(path.name) for path in Path(f"/proc/{pid}/fd").iterdir()}
    return next(number for number in itertools.count() if number not in taken)


async def rests(forks: Forks) -> object:
    process = await _spawn(forks, "rest")
    sys.stdout.write(f"{os.getpid()} {process.pid}\n")
    sys.stdout.flush()
    await asyncio.sleep(60)
    return None


SCENARIOS: dict[str, Callable[[Forks], Awaitable[object]]] = {
    one.__name__: one
    for one in (
        *(told, signals, one_that_has_one, no_process_to_spare, nobody_waits, kept_alive, large_environment),
        *(many_at_once, no_number_free, rests),
    )
}


def supervise(connection: socket.socket, *, scenario: str) -> None:
    async def run_it() -> None:
        outcome = await SCENARIOS[scenario](Forks(connection))
        sys.stdout.write(json.dumps(outcome) + "\n")

    asyncio.run(run_it())


def _fails_twice(fork: Callable[[], int]) -> Callable[[], int]:
    """But for the first process."""
    calls = iter(range(1000))

    def failing() -> int:
        if next(calls) in (1, 2):
            raise OSError(errno.EAGAIN, "")
        return fork()

    return failing


def main(scenario: str, own: str) -> None:
    if scenario == "no_process_to_spare":
        os.fork = _fails_twice(os.fork)
    with Path(own).open("w") as handle:
        ForkServer(run, own=handle).serve(partial(supervise, scenario=scenario))()


if __name__ == "__main__":
    main(*sys.argv[1:])
