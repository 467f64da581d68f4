"""A real installation takes a large file in little memory, and what `kill -9` leaves of an upload goes by itself."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator
from typing import Self

import httpx
import onnx_files
import psutil
import pytest
from instance import Instance, running_instance
from model_registry import MODELS, OCTETS, files_in

SIZE_BYTES = 300 * 1024 * 1024
GROWTH_BYTES = 100 * 1024 * 1024
PIECE = b"\x5a" * (1024 * 1024)


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


@pytest.fixture(scope="module")
def owner(instance: Instance) -> httpx.Client:
    owner = instance.sign_in()
    owner.timeout = httpx.Timeout(120)
    assert owner.post(MODELS, json={"name": "churn"}).status_code == 201
    return owner


def _large() -> Iterator[bytes]:
    before, behind = onnx_files.head_of_large(SIZE_BYTES)
    yield before
    yield from (PIECE for _ in range(SIZE_BYTES // len(PIECE)))
    yield behind


class Memory:
    """The most that a process and its children have had while it was watched."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._is_over = threading.Event()
        self.most_bytes = 0
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(0.05):
            self.most_bytes = max(self.most_bytes, resident_bytes(self._process))


def resident_bytes(process: psutil.Process) -> int:
    """Of the process and its children; one that has not begun its own program yet has its parent's memory."""
    total, own = process.memory_info().rss, process.cmdline()
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            memory = child.memory_info().rss
            total += memory if child.cmdline() not in ([], own) else 0
    return total


def _files(instance: Instance) -> list[str]:
    return files_in(instance.folder / "data" / "models")


@pytest.mark.slow
def test_300_mb_come_and_go_in_little_memory(instance: Instance, owner: httpx.Client) -> None:
    web = instance.child("relaydesk web")
    size = sum(len(part) for part in onnx_files.head_of_large(SIZE_BYTES)) + SIZE_BYTES
    expected = hashlib.sha256()
    for piece in _large():
        expected.update(piece)
    before = resident_bytes(web)
    with Memory(web) as memory:
        answer = owner.post(
            f"{MODELS}/churn/versions", content=_large(), headers={**OCTETS, "Content-Length": str(size)}
        )
        assert answer.status_code == 201, answer.text
        uploaded = answer.json()
        came = hashlib.sha256()
        with owner.stream("GET", f"{MODELS}/churn/versions/{uploaded['version']}/file") as download:
            for piece in download.iter_raw():
                came.update(piece)
    assert (uploaded["size_bytes"], uploaded["sha256"], came.hexdigest()) == (size, *[expected.hexdigest()] * 2)
    assert memory.most_bytes - before < GROWTH_BYTES
    assert owner.delete(f"{MODELS}/churn").status_code == 204
    assert _files(instance) == []


@pytest.mark.slow
def test_what_kill_9_leaves_of_an_upload_goes_when_the_next_process_starts(
    instance: Instance, owner: httpx.Client
) -> None:
    owner.post(MODELS, json={"name": "killed"})

    def until_killed() -> Iterator[bytes]:
        yield from (PIECE for _ in range(5))
        deadline = time.monotonic() + 20
        while len(_files(instance)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        instance.child("relaydesk web").kill()
        yield from (PIECE for _ in range(100))

    with pytest.raises(httpx.TransportError):
        owner.post(f"{MODELS}/killed/versions", content=until_killed(), headers=OCTETS)
    deadline = time.monotonic() + 60
    while _files(instance):
        assert time.monotonic() < deadline, _files(instance)
        time.sleep(0.1)
    again = instance.sign_in()
    assert again.get(f"{MODELS}/killed/versions").json()["total"] == 0
    small = again.post(f"{MODELS}/killed/versions", content=onnx_files.model(), headers=OCTETS)
    assert (small.status_code, small.json()["version"]) == (201, 1)


@pytest.mark.slow
def test_who_is_asked_to_stop_does_so_in_the_middle_of_an_upload(instance: Instance) -> None:
    owner = instance.sign_in()
    owner.post(MODELS, json={"name": "stopped"})
    before = _files(instance)
    is_over = threading.Event()

    def endless() -> Iterator[bytes]:
        while not is_over.wait(0.2):
            yield b"\0" * 10_000

    def upload() -> None:
        with contextlib.suppress(httpx.TransportError):  # it writes on while it is answered
            owner.post(f"{MODELS}/stopped/versions", content=endless(), headers=OCTETS)

    uploading = threading.Thread(target=upload)
    uploading.start()
    deadline = time.monotonic() + 20
    while len(_files(instance)) < len(before) + 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert instance.stop() == 0
    is_over.set()
    uploading.join(20)
    assert "graceful shutdown exceeded" not in instance.output.read_text()
    assert _files(instance) == before
