"""Reading journals for the shipper: records after an offset, the acknowledged place, folders of dead processes.

One shipper a folder: the owner's own process, or whoever took the lock of a dead owner. What is acknowledged is
kept in `acknowledged.json` beside the files: the file, the offset in it and the requests still open at that place, so
that no old file is needed to know what a killed process had under way.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import msgspec

from relaydesk.gateway.relay.journal.records import Finished, Place, Record, decode
from relaydesk.gateway.relay.journal.writer import LOCK_NAME, SUFFIX

_PLACE_NAME: Final = "acknowledged.json"
_CHUNK: Final = 1024 * 1024
MOST_BYTES: Final = 16 * 1024 * 1024
_RECEIVED: Final = b'{"t":"received","id":"'
_FINISHED: Final = b'{"t":"finished","id":"'
_ID_AT: Final = len(_RECEIVED)


class Batch:
    """Lines of finished requests as written, the place to acknowledge once they are safe, the bytes read.

    One that is full may have left others.
    """

    __slots__ = ("is_full", "lines", "place", "size")

    def __init__(self, lines: list[bytes], place: Place, size: int, is_full: bool) -> None:
        self.lines = lines
        self.place = place
        self.size = size
        self.is_full = is_full

    @property
    def finished(self) -> list[Finished]:
        """The lines as records; what is none is left out."""
        return [record for line in self.lines if isinstance(record := decode(line), Finished)]


def lines_from(path: Path, offset: int) -> Generator[tuple[bytes, int], None, None]:
    """Each whole line of a file after `offset` with the offset behind it; a torn last line is not given.

    Close it where it may not be read to its end: that closes the file.
    """
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while chunk := file.read(_CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                offset += len(line) + 1
                yield line, offset


def records_from(path: Path, offset: int) -> Iterator[tuple[Record | None, int]]:
    """The same as records; a line that is whole but none (a torn one with another after it) comes as None."""
    for line, after in lines_from(path, offset):
        yield decode(line), after


class FolderReader:
    """Reads one process's journal folder in order, from its acknowledged place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place_path = folder / _PLACE_NAME
        self.place = self._load()

    def _load(self) -> Place:
        try:
            return msgspec.json.decode(self._place_path.read_bytes(), type=Place)
        except (FileNotFoundError, msgspec.DecodeError):
            return Place()

    def files(self) -> list[Path]:
        """Journal files not yet wholly acknowledged, oldest first."""
        return sorted(p for p in self.folder.glob(f"*{SUFFIX}") if p.name >= self.place.file)

    def next_batch(self, limit: int, most_bytes: int = MOST_BYTES) -> Batch:
        """Up to `limit` finished requests after the acknowledged place, of not much more than so many bytes.

        Lines are told apart by how they begin; only those of requests still open at the end are read as records.
        """
        place = Place(self.place.file, self.place.offset, dict(self.place.open))
        finished: list[bytes] = []
        opened: dict[bytes, bytes] = {}
        size, is_full = 0, False
        for path in self.files():
            offset = place.offset if path.name == place.file else 0
            with contextlib.closing(lines_from(path, offset)) as lines:
                for line, after in lines:
                    size += after - offset
                    offset = after
                    record_id = line[_ID_AT : line.find(b'"', _ID_AT)]
                    if line.startswith(_FINISHED):
                        if opened.pop(record_id, None) is None:
                            place.open.pop(record_id.decode(), None)
                        finished.append(line)
                    elif line.startswith(_RECEIVED):
                        opened[record_id] = line
                    if is_full := len(finished) >= limit or size >= most_bytes:
                        break
            place.file, place.offset = path.name, offset
            if is_full:
                break
        still_open = [record for line in opened.values() if (record := decode(line)) is not None]
        place.open.update((record.id, record) for record in still_open)
        return Batch(finished, place, size, is_full)

    def acknowledge(self, batch: Batch) -> None:
        """Remember that a batch is safe, and drop the files behind it."""
        self._save(batch.place)
        self.place = batch.place
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.name < batch.place.file:
                path.unlink()

    def _save(self, place: Place) -> None:
        draft = self._place_path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(place))
        draft.replace(self._place_path)

    def killed(self) -> list[Finished]:
        """The requests a dead owner left open, as finished ones. Only when all batches are acknowledged."""
        return [
            Finished(**{**msgspec.structs.asdict(record), "end_reason": "process_killed"})
            for record in self.place.open.values()
        ]

    def remove(self) -> None:
        shutil.rmtree(self.folder)


class Adopted:
    """A dead process's folder, held by its lock while it is shipped."""

    def __init__(self, folder: Path, lock: int) -> None:
        self.reader = FolderReader(folder)
        self._lock = lock

    def release(self, *, emptied: bool) -> None:
        if emptied:
            self.reader.remove()
        os.close(self._lock)


def adopt(root: Path) -> Iterator[Adopted]:
    """Take over the folders whose owner is dead, one after the other."""
    for folder in _folders(root):
        try:
            lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        if not (folder / LOCK_NAME).exists():
            os.close(lock)
            continue
        yield Adopted(folder, lock)


def _folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith("."))


def backlog_bytes(root: Path) -> int:
    """Bytes not yet acknowledged in all folders, whoever owns them."""
    total = 0
    for folder in _folders(root):
        reader = FolderReader(folder)
        for path in reader.files():
            try:
                total += path.stat().st_size - (reader.place.offset if path.name == reader.place.file else 0)
            except FileNotFoundError:
                continue
    return total
