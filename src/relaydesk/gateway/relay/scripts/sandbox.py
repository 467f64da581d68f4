"""The sandbox's process: `python -m relaydesk.gateway.relay.scripts.sandbox <descriptor>` runs jobs from a socket.

Each job gets a context of its own, so nothing of one request is there at the next. QuickJS stops a script at its
memory limit and, while it interprets, at its time limit; within one step of it (a regular expression that backtracks,
a search through an array without end) it looks at no clock. For that the kernel is asked to end this process a little
after the time limit.
"""

import re
import signal
import socket
import sys
import time
from pathlib import Path

import msgspec
import quickjs

from relaydesk.gateway.relay.scripts.confinement import confine
from relaydesk.gateway.relay.scripts.messages import LENGTH_BYTES, Fault, Job, Output, Phase, Ran, framed

STACK_BYTES = 256 * 1024
KILL_AFTER_S = 0.03
MAX_MESSAGE = 500
_FRAME = re.compile(r"at (?:(\S+) \()?<input>:(\d+)")
_PRELUDE = Path(__file__).with_name("prelude.js").read_text()
_phases = msgspec.json.Decoder(tuple[Phase, ...])
_logs = msgspec.json.Decoder(list[str])
_output = msgspec.json.Decoder(Output)


Prepared = tuple[quickjs.Context, quickjs.Object]


def prepare() -> Prepared:
    """A fresh context for one job, and the function in it that runs a script."""
    context = quickjs.Context()
    context.set_max_stack_size(STACK_BYTES)
    return context, context.eval(_PRELUDE)


def run_job(job: Job, prepared: Prepared) -> Ran:
    """Run a script; what goes wrong with it is part of the answer."""
    started, until = time.perf_counter(), time.process_time() + job.timeout_ms / 1000
    context, call = prepared
    context.set_memory_limit(job.memory_limit_mb * 1024 * 1024)
    output: Output | None = None
    fault: Fault | None = None
    phases: tuple[Phase, ...] = ()
    try:
        context.set_time_limit(max(0.0005, until - time.process_time()))
        context.eval(job.source)
        context.set_time_limit(max(0.0005, until - time.process_time()))
        if job.phase is None:
            phases = _phases.decode(call("phases"))
        else:
            output = _output.decode(call("run", job.phase, job.input_json))
    except quickjs.JSException as error:
        fault = fault_of(str(error))
    except (msgspec.DecodeError, UnicodeError, TypeError, MemoryError):
        # A script may replace what the prelude is built on; it then has only itself to deceive.
        fault = Fault("output", "what the script left behind cannot be read")
    logs = _read_logs(context, call) if job.wants_logs else []
    return Ran(output, fault, phases, logs, int((time.perf_counter() - started) * 1e6))


def _read_logs(context: quickjs.Context, call: quickjs.Object) -> list[str]:
    try:
        context.set_time_limit(0.05)
        return _logs.decode(call("logs"))
    except (quickjs.JSException, msgspec.DecodeError, UnicodeError, TypeError):
        return []


def fault_of(text: str) -> Fault:
    """QuickJS's message and stack as a fault, with the line of the script where that is told."""
    message, _, stack = text.partition("\n")
    if message.startswith("InternalError: interrupted"):
        return Fault("timeout", "it took longer than its time limit")
    if message.startswith("InternalError: out of memory") or text.strip() == "null":
        return Fault("memory", "it took more memory than its limit")
    places = [(name, int(line)) for name, line in _FRAME.findall(stack) if not name.startswith("relaydesk")]
    line = places[0][1] if places else None
    return Fault("syntax" if message.startswith("SyntaxError") else "error", message[:MAX_MESSAGE], line)


def receive(server: socket.socket) -> bytes | None:
    """The next frame's content; None when the relay is gone."""
    head = _exactly(server, LENGTH_BYTES)
    return _exactly(server, int.from_bytes(head, "big")) if head else None


def _exactly(server: socket.socket, size: int) -> bytes | None:
    pieces = []
    while size:
        piece = server.recv(min(size, 1024 * 1024))
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def main() -> None:
    server = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    missing = confine()
    if missing:
        sys.stderr.write(f"relaydesk: scripts run without {', '.join(missing)}\n")
    decoder = msgspec.msgpack.Decoder(Job)
    prepared = prepare()
    while (content := receive(server)) is not None:
        job = decoder.decode(content)
        signal.setitimer(signal.ITIMER_PROF, job.timeout_ms / 1000 + KILL_AFTER_S)
        ran = run_job(job, prepared)
        signal.setitimer(signal.ITIMER_PROF, 0)
        server.sendall(framed(ran))
        prepared = prepare()  # while nobody waits


if __name__ == "__main__":
    main()
