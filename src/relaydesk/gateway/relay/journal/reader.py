"""Reading journals for the shipper: records after an offset, the acknowledged place, folders of dead processes.

One shipper a folder: the owner's own process, or whoever took the lock of a dead owner. What is acknowledged is
kept in `acknowledged.json` beside the files: the file, the offset in it and the requests still open at that place, so
that no old file is needed to know what a killed process had under way.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from relaydesk.gateway.relay.journal.records import Finished, Received, Record, decode
from relaydesk.gateway.relay.journal.writer import LOCK_NAME, SUFFIX

_PLACE_NAME = "acknowledged.json"
_CHUNK = 1024 * 1024


class Place(msgspec.Struct):
    """Up to where a folder is shipped. `open` holds the requests received but not finished before it."""

    file: str = ""
    offset: int = 0
    open: dict[str, Received] = {}


class Batch(msgspec.Struct):
    """Finished requests, the place to acknowledge once they are safe, and the bytes they took."""

    finished: list[Finished]
    place: Place
    size: int


def records_from(path: Path, offset: int) -> Iterator[tuple[Record | None, int]]:
    """Each whole line of a file after `offset` with the offset behind it; a torn last line is not given.

    A line that is whole but no record (a torn one with another after it) comes as None.
    """
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while chunk := file.read(_CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                offset += len(line) + 1
                yield decode(line), offset


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

    def next_batch(self, limit: int) -> Batch:
        """Up to `limit` finished requests after the acknowledged place."""
        place = Place(self.place.file, self.place.offset, dict(self.place.open))
        finished: list[Finished] = []
        size = 0
        for path in self.files():
            offset = place.offset if path.name == place.file else 0
            for record, after in records_from(path, offset):
                size += after - offset
                offset = after
                if isinstance(record, Finished):
                    place.open.pop(record.id, None)
                    finished.append(record)
                elif record is not None:
                    place.open[record.id] = record
                if len(finished) >= limit:
                    break
            place.file, place.offset = path.name, offset
            if len(finished) >= limit:
                break
        return Batch(finished, place, size)

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
