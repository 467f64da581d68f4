"""A process's own journal: a folder it holds the lock of, files in order, no fsync.

A killed process loses nothing that was written. A full disk or a full backlog turns requests away instead of losing
their records.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
import secrets
from collections import deque
from pathlib import Path
from typing import Final

from relaydesk.gateway.relay.journal.records import Record, encode
from relaydesk.gateway.relay.loop.outbox import outbox_of

LOCK_NAME: Final = "owner.lock"
SUFFIX: Final = ".jsonl"
ROTATE_BYTES: Final = 64 * 1024 * 1024
BACKLOG_BYTES: Final = 1024 * 1024 * 1024
FLUSH_S: Final = 0.002
RETRY_S: Final = 0.5
_PENDING_MAX: Final = 10_000


class JournalFullError(Exception):
    """Nothing more can be recorded; do not take the request."""


class Journal:
    """Open one in each process, after any fork. `shipped` tells it how much of its backlog is safe elsewhere."""

    def __init__(
        self, root: Path, *, rotate_bytes: int = ROTATE_BYTES, backlog_limit_bytes: int = BACKLOG_BYTES
    ) -> None:
        self._rotate_bytes = rotate_bytes
        self._backlog_limit = backlog_limit_bytes
        self.folder = root / f"{os.getpid()}-{secrets.token_hex(6)}"
        # Under a name nobody adopts until the lock is held.
        draft = root / f".{self.folder.name}"
        draft.mkdir(parents=True, mode=0o700)
        self._lock = os.open(draft / LOCK_NAME, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        draft.rename(self.folder)
        self._number = 0
        self._size = 0
        self._file = -1
        self._pending: deque[bytes] = deque()
        self._flusher: asyncio.TimerHandle | None = None
        self._is_turn_end_due = False
        self._refused = False  # by the disk, at the last try
        self.backlog_bytes = 0
        self._rotate()

    def _rotate(self) -> None:
        number = self._number + 1
        path = self.folder / f"{number:08d}{SUFFIX}"
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if self._file >= 0:
            os.close(self._file)
        self._file, self._number, self._size = file, number, 0

    def received(self, record: Record) -> None:
        """Write down a request before anything of it is sent: at the end of the loop's turn, ahead of the outbox.

        Where the disk takes nothing, the requests of that one turn are kept and written later, and all that follow are
        turned away until it takes something again.

        Raises:
            JournalFullError: it could not be; nothing is left half-written.
        """
        if self.backlog_bytes >= self._backlog_limit or self._file < 0 or (self._refused and not self._write(b"")):
            raise JournalFullError
        if self._is_turn_end_due:
            self._pending.append(encode(record))
            return
        try:
            outbox = outbox_of(asyncio.get_running_loop())
        except RuntimeError:
            if not self._write(encode(record)):
                raise JournalFullError from None
            return
        self._pending.append(encode(record))
        self._is_turn_end_due = True
        outbox.ahead(self._end_turn)

    def _end_turn(self) -> None:
        self._is_turn_end_due = False
        self.flush()

    def finished(self, record: Record) -> None:
        """Write down how a request ended: together with the next record, at the latest after `FLUSH_S`.

        A process killed in between has its request on record, as one whose end is not known. What the disk does not
        take is kept and written later.
        """
        if len(self._pending) >= _PENDING_MAX:
            self._pending.popleft()
        self._pending.append(encode(record))
        if self._flusher is None:
            try:
                self._flusher = asyncio.get_running_loop().call_later(FLUSH_S, self.flush)
            except RuntimeError:
                self.flush()

    def flush(self) -> None:
        """Write what is kept; try again later where the disk does not take it."""
        if self._flusher is not None:
            self._flusher.cancel()
            self._flusher = None
        if self._pending and not self._write(b"") and self._file >= 0:
            with contextlib.suppress(RuntimeError):
                self._flusher = asyncio.get_running_loop().call_later(RETRY_S, self.flush)

    def _write(self, line: bytes) -> bool:
        """Append what is kept and this line in one go; on failure nothing of it is written and the kept stays."""
        if self._pending:
            line = b"".join([*self._pending, line])
        if self._file < 0:
            return False
        self._refused = True
        try:
            if self._size >= self._rotate_bytes:
                self._rotate()
            written = os.write(self._file, line)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
                return False
            raise
        if written != len(line):
            os.ftruncate(self._file, self._size)
            return False
        self._pending.clear()
        self._refused = False
        self._size += written
        self.backlog_bytes += written
        return True

    def shipped(self, size: int) -> None:
        """So many bytes of this journal are acknowledged."""
        self.backlog_bytes = max(0, self.backlog_bytes - size)

    @property
    def is_full(self) -> bool:
        return self.backlog_bytes >= self._backlog_limit

    def close(self) -> None:
        """Give the folder up: another process may ship what is left."""
        if self._file >= 0:
            self.flush()
            if self._flusher is not None:
                self._flusher.cancel()
            os.close(self._file)
            os.close(self._lock)
            self._file = -1
