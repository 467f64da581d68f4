"""A process that reads one ONNX file: standard input is the file itself, standard output gets an `Outcome`.

Reading is Python's work and holds the interpreter; here it is bounded in time and memory, whatever the file says.
"""

import mmap
import os
import resource
import sys

import msgspec

from relaydesk.registry.onnx.reader import Refusal, RefusedFileError, describe
from relaydesk.registry.types import ModelDescription

CPU_S = 20
MEMORY_BYTES = 1024 * 1024 * 1024
LESS_URGENT = 10  # than whatever serves people


class Outcome(msgspec.Struct):
    """A description, or why there is none."""

    description: ModelDescription | None = None
    refusal: Refusal | None = None
    location: str = ""


def main() -> None:
    os.nice(LESS_URGENT)
    size = os.fstat(0).st_size
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES + size, MEMORY_BYTES + size))
    try:
        outcome = Outcome(describe(mmap.mmap(0, 0, access=mmap.ACCESS_READ) if size else b""))
    except RefusedFileError as error:
        outcome = Outcome(refusal=error.refusal, location=error.location)
    except MemoryError:
        outcome = Outcome(refusal=Refusal.TOO_COMPLEX)
    sys.stdout.buffer.write(msgspec.json.encode(outcome))


if __name__ == "__main__":
    main()
