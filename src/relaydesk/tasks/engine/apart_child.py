"""The process of one attempt: `python -m relaydesk.tasks.engine.apart_child FD`, with its worker at the socket FD."""

import ctypes
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

import msgspec

from relaydesk.tasks.apart.context import News, Order, ProcessContext, Stopped
from relaydesk.tasks.context import storable
from relaydesk.tasks.engine.failures import failure_of
from relaydesk.tasks.errors import ResultUnreadable
from relaydesk.tasks.kinds import KINDS
from relaydesk.tasks.types import MOST_RESULT_BYTES, RESULT_TOO_LARGE

_PR_SET_PDEATHSIG = 1


def _first_line(sock: socket.socket) -> bytes:
    """Nothing follows it before this process has asked something."""
    line = b""
    while not line.endswith(b"\n"):
        data = sock.recv(1 << 20)
        if not data:
            break
        line += data
    return line


def _outcome(context: ProcessContext, order: Order) -> News:
    try:
        importlib.import_module(order.module)
        result = KINDS[order.kind].run_apart(context, order.payload)
        return News(has_ended=True, result=msgspec.Raw(_json(result)))
    except Stopped:
        return News(stopped=True)
    except Exception as error:  # noqa: BLE001 - the worker writes down whatever it was
        failure = failure_of(error)
        plain = {"message": storable(failure.message), "traceback": storable(failure.traceback)}
        return News(failure=msgspec.structs.replace(failure, **plain))


def _json(result: Any) -> bytes:
    try:
        text = json.dumps(result, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise ResultUnreadable(f"its result is not JSON: {error}") from error
    if len(text) > 4 * MOST_RESULT_BYTES:  # with escapes; the worker looks closely
        raise ResultUnreadable(RESULT_TOO_LARGE)
    return text


def main() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    sock = socket.socket(fileno=int(sys.argv[1]))
    line = _first_line(sock)
    if not line:
        return
    order = msgspec.json.decode(line, type=Order)
    context = ProcessContext(sock, order)
    try:
        context.send(_outcome(context, order))
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)


if __name__ == "__main__":
    main()
