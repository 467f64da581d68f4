"""Received = logged: what a process wrote survives its death and is shipped exactly once."""

import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from relay_kit import ask, relay_to, to_stub, upstream

from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.reader import FolderReader, adopt, backlog_bytes, records_from
from relaydesk.gateway.relay.journal.records import Attempt, Finished, Received, decode, encode
from relaydesk.gateway.relay.journal.writer import Journal, JournalFullError


def received(name: str) -> Received:
    return Received(id=name, started_us=1, method="GET", path="/proxy/a/b")


def finished(name: str, **fields: object) -> Finished:
    return Finished(id=name, started_us=1, method="GET", path="/proxy/a/b", **fields)


def fill(journal: Journal, *names: str) -> None:
    for name in names:
        journal.received(received(name))
        journal.finished(finished(name, status=200))


def test_a_record_is_read_as_it_was_written() -> None:
    record = finished("1", attempts=[Attempt(1, 2, 503, None, 10)], tokens_in=5, end_reason="truncated", model="模型")
    assert decode(encode(record).rstrip(b"\n")) == record
    assert decode(encode(received("2")).rstrip(b"\n")) == received("2")
    assert decode(b'{"t":"finished"}') is None
    assert encode(record).count(b"\n") == 1


def test_ids_sort_by_time_and_never_repeat() -> None:
    ids = [new_request_id() for _ in range(50_000)]
    assert len(set(ids)) == len(ids)
    assert all(a[:12] <= b[:12] for a, b in pairwise(ids))
    assert {(len(i), i[12], i[16] in "89ab") for i in ids} == {(32, "7", True)}


def test_batches_are_acknowledged_by_offset(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    fill(journal, "1", "2", "3", "4", "5")
    reader = FolderReader(journal.folder)
    first = reader.next_batch(2)
    assert [r.id for r in first.finished] == ["1", "2"]
    assert [r.id for r in FolderReader(journal.folder).next_batch(2).finished] == ["1", "2"]
    reader.acknowledge(first)
    journal.shipped(first.size)
    assert [r.id for r in FolderReader(journal.folder).next_batch(9).finished] == ["3", "4", "5"]
    assert journal.backlog_bytes == backlog_bytes(tmp_path) > 0
    rest = reader.next_batch(9)
    reader.acknowledge(rest)
    journal.shipped(rest.size)
    assert journal.backlog_bytes == backlog_bytes(tmp_path) == 0


def test_a_batch_is_full_by_its_bytes_too(tmp_path: Path) -> None:
    journal = Journal(tmp_path, rotate_bytes=300)
    fill(journal, "1", "2", "3", "4", "5")
    reader = FolderReader(journal.folder)
    got: list[list[str]] = []
    while (batch := reader.next_batch(1000, 200)).size:
        got.append([r.id for r in batch.finished])
        assert batch.is_full or len(got) > 1
        reader.acknowledge(batch)
    assert sum(got, []) == ["1", "2", "3", "4", "5"]  # noqa: RUF017 - five of them
    assert len(got) > 2
    assert not batch.is_full


def test_files_rotate_by_size_and_go_once_acknowledged(tmp_path: Path) -> None:
    journal = Journal(tmp_path, rotate_bytes=300)
    names = [str(n) for n in range(20)]
    fill(journal, *names)
    reader = FolderReader(journal.folder)
    files = len(reader.files())
    got = []
    while batch := reader.next_batch(3):
        if not batch.finished:
            break
        got += [r.id for r in batch.finished]
        reader.acknowledge(batch)
    assert files > 5
    assert got == names
    assert len(reader.files()) == 1


def test_a_torn_last_record_is_skipped(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    fill(journal, "1", "2")
    journal.close()
    [path] = journal.folder.glob("*.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole + encode(finished("3"))[:-20])
    assert [r.id for r in FolderReader(journal.folder).next_batch(9).finished] == ["1", "2"]
    path.write_bytes(whole + encode(finished("3"))[:-20] + b"\n" + encode(finished("4")))
    records = [record for record, _ in records_from(path, 0)]
    assert [r.id if r else None for r in records] == ["1", "1", "2", "2", None, "4"]


def test_the_folder_of_a_living_process_is_not_adopted(tmp_path: Path) -> None:
    alive, dead = Journal(tmp_path), Journal(tmp_path)
    fill(dead, "1")
    dead.received(received("2"))
    dead.close()
    [adopted] = adopt(tmp_path)
    assert adopted.reader.folder == dead.folder
    assert list(adopt(tmp_path)) == []
    batch = adopted.reader.next_batch(9)
    assert [r.id for r in batch.finished] == ["1"]
    adopted.reader.acknowledge(batch)
    assert [(r.id, r.end_reason) for r in adopted.reader.killed()] == [("2", "process_killed")]
    adopted.release(emptied=True)
    assert [p.name for p in tmp_path.iterdir()] == [alive.folder.name]


def test_a_request_open_across_files_and_batches_is_still_known(tmp_path: Path) -> None:
    journal = Journal(tmp_path, rotate_bytes=200)
    journal.received(received("long"))
    fill(journal, *(str(n) for n in range(10)))
    journal.close()
    reader = FolderReader(journal.folder)
    while (batch := reader.next_batch(4)).finished:
        reader.acknowledge(batch)
        reader = FolderReader(journal.folder)
    assert [r.id for r in reader.killed()] == ["long"]


def test_a_backlog_at_its_limit_takes_no_more_requests(tmp_path: Path) -> None:
    journal = Journal(tmp_path, backlog_limit_bytes=500)
    with pytest.raises(JournalFullError):
        fill(journal, *(str(n) for n in range(100)))
    assert journal.is_full
    reader = FolderReader(journal.folder)
    batch = reader.next_batch(100)
    reader.acknowledge(batch)
    journal.shipped(batch.size)
    fill(journal, "again")
    assert [r.id for r in reader.next_batch(9).finished] == ["again"]


async def test_a_full_journal_answers_503_and_recovers(tmp_path: Path) -> None:
    journal = Journal(tmp_path, backlog_limit_bytes=400)
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), journal=journal) as running:
        got = [await ask(running.port)]
        await running.logged(1)
        got += [await ask(running.port) for _ in range(3)]
        assert len(running.finished()) == 1
        batch = FolderReader(journal.folder).next_batch(100)
        journal.shipped(batch.size)
        again = await ask(running.port)
    assert [g.status for g in got] == [200, 503, 503, 503]
    assert (got[1].json()["code"], got[1].header("retry-after")) == ("JOURNAL_FULL", "5")
    assert (again.status, len(stub.seen)) == (200, 2)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from relaydesk.gateway.relay.journal.reader import FolderReader
from relaydesk.gateway.relay.journal.records import Finished, Received
from relaydesk.gateway.relay.journal.writer import Journal, JournalFullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
record = dict(started_us=1, method="GET", path="/" + "x" * 90)
taken = []
try:
    for n in range(50):
        journal.received(Received(id=str(n), **record))
        taken.append(str(n))
except JournalFullError:
    pass
for name in taken:
    journal.finished(Finished(id=name, **record))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.received(Received(id="after", **record))
batch = FolderReader(journal.folder).next_batch(100)
assert [r.id for r in batch.finished] == taken and taken, (taken, batch)
assert list(batch.place.open) == ["after"], batch.place.open
"""


def test_a_disk_that_is_full_turns_requests_away_and_tears_no_record(tmp_path: Path) -> None:
    """A file size limit stands for the full disk: the kernel then writes a part, and nothing more."""
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


FULL_DISK_WHILE_SERVING = """
import asyncio, resource, signal, sys
from pathlib import Path
from relaydesk.gateway.relay.journal.reader import FolderReader
from relaydesk.gateway.relay.journal.records import Received
from relaydesk.gateway.relay.journal.writer import Journal, JournalFullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
record = dict(started_us=1, method="GET", path="/" + "x" * 90)
async def main():
    journal = Journal(Path(sys.argv[1]))
    reader = FolderReader(journal.folder)
    journal.received(Received(id="early", **record))
    journal.received(Received(id="same-turn", **record))
    assert not reader.next_batch(9).place.open
    await asyncio.sleep(0)
    assert list(reader.next_batch(9).place.open) == ["early", "same-turn"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
    journal.received(Received(id="kept", **record))
    await asyncio.sleep(0)
    try:
        journal.received(Received(id="turned-away", **record))
    except JournalFullError:
        pass
    else:
        raise AssertionError("taken by a full disk")
    assert list(reader.next_batch(9).place.open) == ["early", "same-turn"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    journal.received(Received(id="late", **record))
    await asyncio.sleep(0)
    assert list(reader.next_batch(9).place.open) == ["early", "same-turn", "kept", "late"]
asyncio.run(main())
"""


def test_records_of_one_turn_are_written_together_and_kept_while_the_disk_is_full(tmp_path: Path) -> None:
    script = [sys.executable, "-c", FULL_DISK_WHILE_SERVING, str(tmp_path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from relaydesk.gateway.relay.journal.writer import Journal;"
        "journal = Journal(Path(sys.argv[1])); print(journal.folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert list(adopt(tmp_path)) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert [a.reader.folder for a in adopt(tmp_path)] == [folder]
