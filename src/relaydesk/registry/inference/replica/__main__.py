"""Owns a replica's life: it loads what it is ordered, says so, and answers until its socket ends."""

import ctypes
import os
import resource
import signal
import socket
import sys
from typing import Final

from relaydesk.registry.inference.replica.serving import Replica
from relaydesk.registry.inference.replica.session import CannotLoad, Session
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, encode
from relaydesk.registry.inference.wire.messages import Report, decode_orders, encode_head

_PR_SET_PDEATHSIG: Final = 1
_READ_BYTES: Final = 1 << 20


def _first_frame(sock: socket.socket) -> Frame | None:
    """What follows it comes only once this has answered."""
    frames = FrameReader()
    while data := sock.recv(_READ_BYTES):
        for frame in frames.feed(data):
            return frame
    return None


def _bound_memory(most_bytes: int) -> None:
    """Of what it may write to: RLIMIT_AS would count files and what allocators and threads only reserve."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def main() -> None:
    """Raises whatever ends it: its parent knows by its code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    sock = socket.socket(fileno=int(sys.argv[1]))
    frame = _first_frame(sock)
    if frame is None:
        return
    orders = decode_orders(frame.head)
    if orders.memory_bytes:
        _bound_memory(orders.memory_bytes)
    try:
        session = Session(orders)
    except CannotLoad as error:
        sock.sendall(encode(0, encode_head(Report(str(error), fault=error.fault))))
        return
    sock.sendall(encode(0, encode_head(Report(None, session.batches))))
    try:
        Replica(sock, orders, session).serve()
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)


if __name__ == "__main__":
    main()
