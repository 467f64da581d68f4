"""A process that reads one configuration: libyaml would hold the loop from a thread, too, as it keeps the interpreter.

Reads a `Task` as JSON from standard input and writes `Done` to standard output. `read_apart` is its other side.
"""

import asyncio
import resource
import sys
from collections.abc import Mapping

import msgspec

from relaydesk.gateway.imports.litellm import Plan, UnreadableConfigError, read_config

CPU_S, WAIT_S = 5, 30.0
_MEMORY_BYTES = 1024 * 1024 * 1024


class Task(msgspec.Struct):
    """What `read_config` takes."""

    text: str
    environment: dict[str, str]


class Done(msgspec.Struct):
    """A plan, or why there is none."""

    plan: Plan | None = None
    error: str = ""


_done = msgspec.json.Decoder(Done)


async def read_apart(text: str, environment: Mapping[str, str], *, within_s: float = WAIT_S) -> Plan:
    """`read_config` in a process of its own, within bounds of time and memory.

    Raises:
        UnreadableConfigError: as `read_config`, or it takes more.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", __name__),
        env={},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(within_s):
            said, _ = await process.communicate(msgspec.json.encode(Task(text, dict(environment))))
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if not said:
        raise UnreadableConfigError("takes too much time or memory to be read")
    done = _done.decode(said)
    if done.plan is None:
        raise UnreadableConfigError(done.error)
    return done.plan


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    try:
        done = Done(read_config(task.text, task.environment))
    except UnreadableConfigError as error:
        done = Done(error=str(error))
    sys.stdout.buffer.write(msgspec.json.encode(done))


if __name__ == "__main__":
    main()
