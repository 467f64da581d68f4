"""Owns the start of each of our processes: `relaydesk`, which is `python -m relaydesk`."""

import gc
import os
import signal
import sys
from types import FrameType
from typing import Final

START_AT: Final = (50_000, 50, 50)


def _open_standard_files() -> None:
    """Those that are closed would be the first files that anything opens, and be written to as such."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # as the lowest number that is free
            if number == 1:
                sys.stdout = os.fdopen(1, "w", closefd=False)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    """The command line. What is imported stays: to collect garbage meanwhile takes a sixth of a start."""
    gc.set_threshold(*START_AT)
    _open_standard_files()
    if os.getpid() == 1:  # which no signal ends by itself
        signal.signal(signal.SIGTERM, _end)
    from relaydesk.cli import app  # noqa: PLC0415 - after the line above

    app()


if __name__ == "__main__":
    main()
