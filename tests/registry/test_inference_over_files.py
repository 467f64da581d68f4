"""A file of requests answered as a task: in order, whole, and through the death of all that works on it."""

import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import psutil
import pytest
import served_models
from instance import Instance, running_instance
from model_registry import MODELS, OCTETS, files_in

from relaydesk.kernel.errors import RelaydeskError
from relaydesk.registry.batches import runner
from relaydesk.registry.batches.ahead import Answer, Line
from relaydesk.registry.batches.routes import Answers
from relaydesk.registry.batches.runner import NoRoomForAnswers, Part, Runner, lines_of, words_of
from relaydesk.registry.batches.service import check_served
from relaydesk.registry.batches.store import Done
from relaydesk.registry.errors import DeploymentFailed, StorageFull, StorageUnavailable
from relaydesk.registry.inference.wire.messages import Ask, Said
from relaydesk.registry.tables import BatchRow, DeploymentRow
from relaydesk.tasks.errors import PermanentFailure

DEPLOYMENTS = "/api/deployments"
LINES = {"Content-Type": "application/x-ndjson"}


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def _lines(*pieces: bytes, behind: int = 0) -> list[Line]:
    return [line async for line in lines_of(_pieces(*pieces), behind=behind)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
async def test_lines_are_the_same_however_they_come_and_from_wherever_one_goes_on(size: int) -> None:
    content = b'{"a": 1}\n\n  \r\n{"b": 2}\r\nlast'
    pieces = [content[place : place + size] for place in range(0, len(content), size)]
    all_of_them = await _lines(*pieces)
    assert [line.content.strip() for line in all_of_them] == [b'{"a": 1}', b'{"b": 2}', b"last"]
    assert all_of_them[-1].end == len(content)
    for place, line in enumerate(all_of_them):
        assert await _lines(*pieces, behind=line.end) == all_of_them[place + 1 :]


async def test_a_line_that_is_too_long_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MAX_BODY_BYTES", 10)
    long, short = await _lines(*[b"x" * 7] * 9, b"\nshort\n")
    assert len(long.content) == 11
    assert (long.end, short) == (64, Line(b"short", 70))


async def test_a_long_line_takes_no_more_time_for_each_piece_of_it() -> None:
    pieces = [b"x" * 16_384] * 3_600
    began_s = time.process_time()
    [line] = await _lines(*pieces, b"\n")
    assert time.process_time() - began_s < 1
    assert line == Line(b"".join(pieces), 16_384 * 3_600 + 1)


@pytest.mark.parametrize(("line", "answer"), [(3, 1), (1, 3)])
def test_parts_end_by_lines_and_by_octets_of_requests_and_answers(
    monkeypatch: pytest.MonkeyPatch, line: int, answer: int
) -> None:
    monkeypatch.setattr(runner, "PART_LINES", 3)
    monkeypatch.setattr(runner, "PART_BYTES", 10)
    part = Part()
    for number in range(3):
        assert not part.is_full
        part.add(Line(b"a", number), Answer(is_computed=True, content=b"b"))
    assert part.is_full
    part = Part()
    part.add(Line(b"a" * 3 * line, 9), Answer(is_computed=True, content=b"b" * (3 * answer - 1)))
    assert not part.is_full
    part.add(Line(b"a" * line, 12), Answer(is_computed=False, content=b"b" * answer))
    assert part.is_full
    assert (part.read_bytes, part.refused) == (12, 1)


class _FullDisk:
    """Files of requests that can be read, where none can be written any more."""

    async def read(self, _key: str) -> AsyncIterator[bytes]:
        return _pieces(b"{}\n")

    @contextlib.asynccontextmanager
    async def incoming(self) -> AsyncIterator[Any]:
        raise StorageFull
        yield


class _Answering:
    """An inference process that answers all."""

    async def ask(self, _ask: Ask, _body: bytes) -> tuple[Said, bytes]:
        return Said(200), b"{}"


async def test_a_full_disk_is_a_reason_to_try_again() -> None:
    parts: dict[str, Any] = {"context": None, "files": _FullDisk(), "link": _Answering()}
    batch = BatchRow(id=1, storage_key="requests", size_bytes=3)
    with pytest.raises(NoRoomForAnswers) as caught:
        await Runner(**parts, name="plus", batch=batch).run(Done())
    assert not isinstance(caught.value, PermanentFailure | RelaydeskError)  # which end a task for good


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


@pytest.fixture(scope="module")
def person(instance: Instance) -> httpx.Client:
    return instance.sign_in()


@pytest.fixture(scope="module")
def path(person: httpx.Client) -> str:
    """Of a deployment that adds one."""
    person.timeout = httpx.Timeout(60)
    assert person.post(MODELS, json={"name": "plus"}).status_code == 201
    for number in (1, 2):
        sent = person.post(f"{MODELS}/plus/versions", content=served_models.plus(number), headers=OCTETS)
        assert sent.status_code == 201
    made = person.post(DEPLOYMENTS, json={"name": "plus", "model": "plus", "version": 1}).json()
    path = f"{DEPLOYMENTS}/{made['id']}"
    _until(person, path, "ready")
    return path


def _until(person: httpx.Client, path: str, *statuses: str) -> dict[str, Any]:
    deadline = time.monotonic() + 90
    while True:
        shown: dict[str, Any] = person.get(path).json()
        if shown.get("status") in statuses:
            return shown
        assert time.monotonic() < deadline, shown
        time.sleep(0.1)


def _request(number: int) -> str:
    return json.dumps(
        {
            "id": str(number),
            "inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [number, number, number]}],
        }
    )


def _begin(person: httpx.Client, path: str, content: str, **parameters: Any) -> str:
    answer = person.post(f"{path}/batch", content=content.encode(), headers=LINES, params=parameters)
    assert answer.status_code == 202, answer.text
    task_id: str = answer.json()["id"]
    return task_id


def _output(person: httpx.Client, path: str, task_id: str) -> list[Any]:
    answer = person.get(f"{path}/batch/{task_id}/output")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_has_its_answer_at_its_place_and_refused_ones_an_error(person: httpx.Client, path: str) -> None:
    wants_binary = json.loads(_request(3)) | {"parameters": {"binary_data_output": True}}
    content = "\n".join([_request(1), "no JSON", "", json.dumps(wants_binary), '{"inputs": []}', _request(4)])
    task_id = _begin(person, path, content, filename="some requests.jsonl")
    assert _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")["status"] == "succeeded"
    first, unreadable, binary, missing, last = _output(person, path, task_id)
    assert (first["id"], first["outputs"][0]["data"]) == ("1", [2.0, 2.0, 2.0])
    assert (last["id"], last["outputs"][0]["data"]) == ("4", [5.0, 5.0, 5.0])
    assert "cannot be read" in unreadable["error"]
    assert "binary" in binary["error"]
    assert "the input 'x' is missing" in missing["error"]
    shown = person.get(f"{path}/batch/{task_id}").json()
    assert (shown["filename"], shown["lines"], shown["refused"]) == ("some requests.jsonl", 5, 3)
    assert shown["read_bytes"] == shown["size_bytes"] == len(content)
    assert person.get(f"{path}/batch").json()["items"][0] == shown
    assert person.get(f"/api/tasks/{task_id}").json()["result"]["lines"] == 5


def test_what_cannot_begin_is_refused_and_leaves_nothing(person: httpx.Client, path: str, instance: Instance) -> None:
    before = files_in(instance.folder / "data" / "models")
    empty = person.post(f"{path}/batch", content=b"", headers=LINES)
    assert (empty.status_code, empty.json()["code"]) == (422, "UPLOAD_WITHOUT_FILE")
    assert empty.json()["message"].startswith("No file was sent: the body is empty")
    other = person.post(f"{path}/batch", content=b"{}", headers=LINES, params={"version": 2})
    assert (other.status_code, other.json()["details"]["errors"][0]["field"]) == (422, "version")
    assert person.post(f"{DEPLOYMENTS}/dep_no/batch", content=b"{}", headers=LINES).status_code == 404
    assert person.get(f"{path}/batch/task_no/output").json()["code"] == "INFERENCE_BATCH_NOT_FOUND"
    key = person.post("/api/keys", json={"name": "of a program", "scopes": ["inference", "tasks"]}).json()["key"]
    with httpx.Client(base_url=instance.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False) as program:
        assert program.post(f"{path}/batch", content=b"{}", headers=LINES).status_code == 403
    kind = {"kind": "models.infer_batch", "payload": {"deployment": "plus", "filename": "x"}}
    assert person.post("/api/tasks", json=kind).status_code == 422
    assert files_in(instance.folder / "data" / "models") == before


def _kill(instance: Instance, title: str) -> None:
    """As soon as there is one again."""
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(psutil.NoSuchProcess):
            if found := instance.children(title):
                found[0].kill()
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_nothing_is_lost_or_twice_where_workers_and_models_are_killed(
    person: httpx.Client, path: str, instance: Instance
) -> None:
    count = 12_000
    task_id = _begin(person, path, "\n".join(map(_request, range(count))))
    for title in ("inference.replica", "relaydesk worker", "relaydesk inference", "engine"):
        before = person.get(f"{path}/batch/{task_id}").json()["lines"]
        deadline = time.monotonic() + 60
        while person.get(f"{path}/batch/{task_id}").json()["lines"] == before and before < count:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        _kill(instance, title)
    ended = _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")
    assert ended["status"] == "succeeded", ended
    output = _output(person, path, task_id)
    assert [one.get("id") for one in output] == [str(number) for number in range(count)]
    assert [one["outputs"][0]["data"][0] for one in output] == [number + 1.0 for number in range(count)]


def test_one_that_has_ended_is_deleted_with_its_file_and_its_answers(
    person: httpx.Client, path: str, instance: Instance
) -> None:
    before = files_in(instance.folder / "data" / "models")
    count = person.get(path).json()["batches"]
    task_id = _begin(person, path, _request(1))
    _until(person, f"/api/tasks/{task_id}", "succeeded")
    assert person.get(path).json()["batches"] == count + 1
    assert files_in(instance.folder / "data" / "models") != before
    assert person.delete(f"{path}/batch/{task_id}").status_code == 204
    assert person.get(f"{path}/batch/{task_id}/output").json()["code"] == "INFERENCE_BATCH_NOT_FOUND"
    assert person.delete(f"{path}/batch/{task_id}").status_code == 404
    assert person.get(path).json()["batches"] == count
    assert files_in(instance.folder / "data" / "models") == before
    entry = person.get("/api/audit").json()["items"][0]
    assert (entry["action"], entry["details"]["task"]) == ("deployment.batch_deleted", task_id)


def test_one_of_a_deployment_that_is_deleted_fails_for_good_and_leaves_no_file(
    person: httpx.Client, path: str, instance: Instance
) -> None:
    before = files_in(instance.folder / "data" / "models")
    made = person.post(DEPLOYMENTS, json={"name": "short-lived", "model": "plus"}).json()
    own = f"{DEPLOYMENTS}/{made['id']}"
    _until(person, own, "ready")
    task_id = _begin(person, own, "\n".join(map(_request, range(20_000))))
    _until(person, f"/api/tasks/{task_id}", "running", "succeeded")
    assert person.delete(own).status_code == 204
    failed = _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")
    assert failed["status"] == "failed"
    assert failed["attempt"] == 1
    assert person.post(f"/api/tasks/{task_id}/retry").status_code == 200
    again = _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")
    assert (again["error_code"], again["error"]) == (
        "INFERENCE_BATCH_GONE",
        "Its file or its deployment has been deleted.",
    )
    assert person.get(f"{path}/batch/{task_id}").status_code == 404
    assert files_in(instance.folder / "data" / "models") == before


def test_one_of_a_version_that_leaves_says_so_and_goes_on_where_it_was_once_that_is_back(
    person: httpx.Client, path: str
) -> None:
    count = 20_000
    task_id = _begin(person, path, "\n".join(map(_request, range(count))), version=1)
    deadline = time.monotonic() + 60
    while not person.get(f"{path}/batch/{task_id}").json()["lines"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    person.post(f"{path}/traffic", json={"weights": [{"version": 2, "weight": 1}]})
    failed = _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")
    assert failed["status"] == "failed"
    assert "version 1 has left the deployment 'plus'" in failed["error"]
    lines = person.get(f"{path}/batch/{task_id}").json()["lines"]
    assert 0 < lines < count
    weights = [{"version": 2, "weight": 1}, {"version": 1, "weight": 0}]
    person.post(f"{path}/traffic", json={"weights": weights})
    _until(person, path, "ready")
    assert person.post(f"/api/tasks/{task_id}/retry").status_code == 200
    ended = _until(person, f"/api/tasks/{task_id}", "succeeded", "failed")
    assert ended["status"] == "succeeded", ended
    output = _output(person, path, task_id)
    assert [one.get("id") for one in output] == [str(number) for number in range(count)]
    assert [one["outputs"][0]["data"][0] for one in output] == [number + 1.0 for number in range(count)]


def test_answers_are_downloaded_whole_while_more_of_them_come(person: httpx.Client, path: str) -> None:
    count = 20_000
    task_id = _begin(person, path, "\n".join(map(_request, range(count))))
    while person.get(f"/api/tasks/{task_id}").json()["status"] not in {"succeeded", "failed"}:
        output = _output(person, path, task_id)
        assert [one.get("id") for one in output] == [str(number) for number in range(len(output))]
    assert len(_output(person, path, task_id)) == count


def test_one_whose_deployment_answers_nothing_is_refused(person: httpx.Client, path: str, instance: Instance) -> None:
    before = files_in(instance.folder / "data" / "models")
    made = person.post(DEPLOYMENTS, json={"name": "at-rest", "model": "plus"}).json()
    own = f"{DEPLOYMENTS}/{made['id']}"
    person.post(f"{own}/stop")
    refused = person.post(f"{own}/batch", content=b"{}", headers=LINES)
    assert (refused.status_code, refused.json()["code"]) == (409, "DEPLOYMENT_STOPPED")
    assert refused.json()["details"] == {"name": "at-rest"}
    assert person.get(f"{own}/batch").json()["items"] == []
    person.delete(own)
    assert files_in(instance.folder / "data" / "models") == before


@pytest.mark.parametrize(
    ("live", "version", "is_refused"),
    [
        ([], None, False),
        ([("loading", 0)], None, False),
        ([("failed", 0)], None, True),
        ([("failed", 1)], None, False),
        ([("ready", 1), ("failed", 0)], None, False),
        ([("ready", 1), ("failed", 0)], 2, True),
        ([("idle", 0)], 1, False),
    ],
)
def test_what_cannot_be_loaded_is_asked_for_nothing(
    live: list[tuple[str, int]], version: int | None, is_refused: bool
) -> None:
    shares = [{"version": number, "weight": 1} for number in (1, 2)]
    versions = [
        {"version": number, "status": status, "replicas": replicas}
        for number, (status, replicas) in enumerate(live, start=1)
    ]
    row = DeploymentRow(name="plus", is_running=True, traffic=shares, live=versions)
    with pytest.raises(DeploymentFailed) if is_refused else contextlib.nullcontext():
        check_served(row, version)


async def test_a_download_whose_files_go_meanwhile_is_broken_off_and_not_completed() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"{}\n"
        raise StorageUnavailable

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await Answers(pieces(), headers={"content-length": "6"}).stream_response(send)
    assert [(one.get("body"), one.get("more_body")) for one in sent[1:]] == [(b"{}\n", True)]


def test_progress_counts_lines_in_words() -> None:
    said = [words_of(Done(lines=lines, refused=refused)) for lines, refused in ((1, 0), (2, 0), (1, 1))]
    assert said == ["1 line", "2 lines", "1 line, 1 of them refused"]
