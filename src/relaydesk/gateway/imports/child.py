"""A process that reads one configuration: libyaml would hold the loop from a thread, too, as it keeps the interpreter.

Reads a `ReadRequest` as JSON from standard input, writes a `ReadResult`. `read_apart` is its other side.
"""

import asyncio
import resource
import sys
from collections.abc import Mapping

import msgspec
import structlog

from relaydesk.gateway.imports.litellm import Note, Plan, UnreadableConfigError, read_config
from relaydesk.kernel.errors import Internal
from relaydesk.kernel.observe.logging import redact_text

log = structlog.get_logger(__name__)
CPU_S, WAIT_S = 5, 30.0
_MEMORY_BYTES = 1024 * 1024 * 1024


class ReadRequest(msgspec.Struct):
    """What `read_config` takes."""

    text: str
    environment: dict[str, str]


class ReadResult(msgspec.Struct):
    """A plan, or why there is none."""

    plan: Plan | None = None
    refusal: Note | None = None


_done = msgspec.json.Decoder(ReadResult)


async def read_apart(text: str, environment: Mapping[str, str], *, within_s: float = WAIT_S) -> Plan:
    """`read_config` in a process of its own, within bounds of time and memory.

    Raises:
        UnreadableConfigError: as `read_config`, or it takes more.
        Internal: the process failed by itself, which is logged.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", __name__),
        env={},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    complaint = b""
    try:
        async with asyncio.timeout(within_s):
            said, complaint = await process.communicate(
                msgspec.json.encode(ReadRequest(text=text, environment=dict(environment)))
            )
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if not said and (process.returncode or 0) > 0 and b"MemoryError" not in complaint:
        log.error("config_reader_failed", code=process.returncode, reason=redact_text(complaint.decode()[-500:]))
        raise Internal
    if not said:
        raise UnreadableConfigError("takes too much time or memory to be read", reason="config_cost")
    done = _done.decode(said)
    if done.refusal is not None:
        raise UnreadableConfigError(done.refusal.message, reason=done.refusal.reason, **done.refusal.bounds)
    assert done.plan is not None  # noqa: S101 - one of them is there
    return done.plan


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=ReadRequest)
    try:
        done = ReadResult(read_config(task.text, task.environment))
    except UnreadableConfigError as error:
        done = ReadResult(refusal=error.note)
    sys.stdout.buffer.write(msgspec.json.encode(done))


if __name__ == "__main__":
    main()
