"""The Python SDK against a real installation: its examples as they stand, and what it says of refusals."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import guides
import numpy as np
import pytest
import served_models
from instance import OWNER, Instance, running_instance
from relaydesk_sdk import NotReady, Relaydesk, RelaydeskError, TaskFailed, Unreachable

SDK = Path(__file__).resolve().parents[2] / "sdks" / "python"


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


@pytest.fixture(scope="module")
def desk(shop: Instance) -> Iterator[Relaydesk]:
    with Relaydesk(shop.url, **OWNER) as desk:
        yield desk


def _example(name: str, *arguments: object, **environment: str) -> list[str]:
    command = [sys.executable, str(SDK / "examples" / name), *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(SDK), **environment}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def _client_key(desk: Relaydesk, *scopes: str) -> str:
    key: str = desk.json("POST", "/api/keys", json={"name": "sdk", "scopes": scopes})["key"]
    return key


def test_the_example_serves_a_model_moves_it_and_goes_back(shop: Instance, tmp_path: Path) -> None:
    for number in (1, 2):
        _example("make_a_model.py", tmp_path / f"{number}.onnx", number)
    person = {"RELAYDESK_EMAIL": OWNER["email"], "RELAYDESK_PASSWORD": OWNER["password"]}
    files = (tmp_path / "1.onnx", tmp_path / "2.onnx")
    assert _example("serve_a_model.py", *files, RELAYDESK_URL=shop.url, **person) == [
        "100 % sent",
        "version 1 says [[2.0, 3.0, 4.0]]",
        "version 2 says [[3.0, 4.0, 5.0]]",
        "after going back [[2.0, 3.0, 4.0]]",
    ]


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("--help",), 0)])
def test_the_first_example_says_how_it_is_used(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    command = [sys.executable, str(SDK / "examples" / "make_a_model.py"), *arguments]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, (ran.stdout + ran.stderr).split(" [")[0]) == (code, "usage: make_a_model.py")
    assert list(tmp_path.iterdir()) == []


def test_the_guides_first_model_is_made_uploaded_deployed_and_asked(shop: Instance, tmp_path: Path) -> None:
    (tmp_path / "sdks").symlink_to(SDK.parent)
    printed = guides.section("models.md", "Serve your first model")
    outputs = guides.shell(printed, tmp_path, url=shop.url, **OWNER)
    assert outputs[1].splitlines() == ["first.onnx: y = x + 1, 105 bytes", "first"]
    assert outputs[3].splitlines() == ["loading", "ready"]
    answers = guides.answers(printed, outputs)
    assert len(answers) == 2
    assert [shown for shown, _ in answers] == [answer for _, answer in answers]


def test_the_example_runs_a_task_with_a_client_key(shop: Instance, desk: Relaydesk) -> None:
    lines = _example("run_a_task.py", RELAYDESK_URL=shop.url, RELAYDESK_KEY=_client_key(desk, "tasks"))
    assert lines[-1].startswith("ended with ")
    assert len(lines) > 1


@pytest.fixture(scope="module")
def deployed(desk: Relaydesk, tmp_path_factory: pytest.TempPathFactory) -> None:
    models = {"texts": served_models.texts(), "several": served_models.several(), "plus": served_models.plus(1)}
    for name, content in models.items():
        file = tmp_path_factory.mktemp("models") / f"{name}.onnx"
        file.write_bytes(content)
        desk.models.create(name)
        desk.models.upload(name, file)
        desk.deployments.wait(desk.deployments.create(name, name))


@pytest.mark.usefixtures("deployed")
def test_arrays_of_all_kinds_come_back_as_they_were_sent(desk: Relaydesk) -> None:
    assert desk.infer("texts", {"t": np.array(["bell", "", "铃"])})["u"].tolist() == ["bell", "", "铃"]
    i, b = np.array([[1, -(2**62)]]), np.array([[True]])
    outputs = desk.infer("several", {"i": i, "b": b}, version=1)
    assert (outputs["j"] == i).all()
    assert outputs["c"].dtype == np.bool_
    assert outputs["k"].dtype == np.int64
    with pytest.raises(RelaydeskError, match="there is no input 'x'") as refused:
        desk.infer("texts", {"x": np.zeros(1, np.float32)})
    assert (refused.value.status, refused.value.code) == (400, "INFERENCE_REFUSED")


def test_refusals_name_their_code_and_fields(desk: Relaydesk) -> None:
    with pytest.raises(RelaydeskError) as refused:
        desk.models.create("no such name!")
    assert (refused.value.status, refused.value.code) == (422, "VALIDATION_FAILED")
    assert refused.value.details["errors"]
    assert refused.value.request_id
    assert "(422 VALIDATION_FAILED, request " in str(refused.value)
    with pytest.raises(RelaydeskError) as unknown:
        desk.tasks.get("task_nothing")
    assert unknown.value.status == 404


def test_what_does_not_come_to_be_is_told_by_whoever_waits(desk: Relaydesk, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(served_models.unloadable())
    desk.models.create("unloadable")
    desk.models.upload("unloadable", tmp_path / "model.onnx")
    with pytest.raises(NotReady, match="NoSuchOperator"):
        desk.deployments.wait(desk.deployments.create("unloadable", "unloadable"))
    task_id = desk.tasks.enqueue("demo.fail")
    with pytest.raises(TaskFailed) as failed:
        desk.tasks.wait(task_id)
    assert failed.value.task["status"] == "failed"
    with pytest.raises(TimeoutError):
        desk.tasks.wait(desk.tasks.enqueue("demo.progress", {"steps": 100, "step_s": 0.1}), timeout_s=0.3)


def test_a_file_that_changes_while_it_is_sent_is_no_version(desk: Relaydesk, tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    with pytest.raises(RelaydeskError) as unknown:
        desk.models.upload("nothing", file)
    assert unknown.value.code == "MODEL_NOT_FOUND"
    desk.models.create("changed")
    file.write_bytes(served_models.plus(1) + bytes(3_000_000))
    with pytest.raises(ValueError, match="shorter"):
        desk.models.upload("changed", file, progress=lambda _sent, _size: os.truncate(file, 2_000_000))
    file.write_bytes(b"\x08\x08" + bytes(3_000_000))

    def overwrite(_sent: int, _size: int) -> None:
        with file.open("r+b") as opened:
            opened.seek(2_500_000)
            opened.write(b"otherwise")

    with pytest.raises(RelaydeskError) as changed:
        desk.models.upload("changed", file, progress=overwrite)
    assert changed.value.code == "CHECKSUM_MISMATCH"
    assert desk.models.versions("changed") == []


def test_a_cut_file_is_refused_and_leaves_nothing(desk: Relaydesk, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(served_models.plus(1)[:40])
    desk.models.create("cut")
    with pytest.raises(RelaydeskError) as refused:
        desk.models.upload("cut", tmp_path / "model.onnx")
    assert refused.value.status == 422
    assert desk.models.versions("cut") == []


def test_a_person_is_signed_in_again_where_the_token_has_ended(shop: Instance) -> None:
    with Relaydesk(shop.url, **OWNER) as desk:
        before = desk.models.all()
        desk._token = "ended"
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda _: desk.models.all(), range(8))) == [before] * 8
        desk._token = "ended"
        body, fields = b'{"name": "by-pieces"}', {"Content-Type": "application/json"}
        with pytest.raises(RelaydeskError) as ended:  # such a body is gone by then
            desk.request("POST", "/api/models", content=iter([body]), headers=fields)
        assert ended.value.status == 401
        again = desk.request("POST", "/api/models", content=iter([body]), headers=fields)
        assert again.status_code == 201
    stranger = Relaydesk(shop.url, email=OWNER["email"], password="wrong")
    with stranger, pytest.raises(RelaydeskError) as wrong:
        stranger.models.all()
    assert wrong.value.status == 403


def test_a_list_of_many_pages_may_be_changed_on_the_way(desk: Relaydesk) -> None:
    for number in range(401):
        desk.models.create(f"paged-{number:03}")
    for model in desk.models.all(q="paged-"):
        desk.models.delete(model["name"])
    assert desk.models.all(q="paged-") == []


@pytest.mark.usefixtures("deployed")
def test_traffic_that_was_moved_meanwhile_is_not_moved_again(desk: Relaydesk) -> None:
    [seen] = desk.deployments.all(model="plus")
    changed = desk.deployments.split(seen, {1: 1}, revision=seen["revision"])
    for move in (desk.deployments.roll_back, lambda at, **options: desk.deployments.split(at, {1: 2}, **options)):
        with pytest.raises(RelaydeskError) as refused:
            move(seen, revision=seen["revision"])
        assert (refused.value.status, refused.value.code) == (409, "DEPLOYMENT_CHANGED")
    back = desk.deployments.roll_back(changed, revision=changed["revision"])
    assert back["traffic"] == seen["traffic"]
    desk.deployments.wait(back)


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("model", "inputs", "message"),
    [
        ("several", {"i": [[1.9, 2]], "b": [[True]]}, "the input 'i' has elements that are not int64"),
        ("several", {"i": [[1, 2**63]], "b": [[True]]}, "the input 'i' has numbers that are too large for int64"),
        ("several", {"i": [[1, 2]], "b": [[1]]}, "the input 'b' has elements that are not bool"),
        ("several", {"i": [[1, 2], [3]], "b": [[True]]}, "the input 'i' has elements that are not int64"),
        ("plus", {"x": [[1e39, 0, 0]]}, "the input 'x' has numbers that are too large for float32"),
        ("plus", {"x": [["7", 0, 0]]}, "the input 'x' has elements that are not float32"),
    ],
)
def test_no_number_becomes_another_on_its_way(desk: Relaydesk, model: str, inputs: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        desk.infer(model, inputs)


@pytest.mark.usefixtures("deployed")
def test_arrays_that_come_back_may_be_written_to_and_hold_texts_alone(desk: Relaydesk) -> None:
    outputs = desk.infer("plus", {"x": [[1, 2, 3]]})
    outputs["y"] += 1
    assert outputs["y"].tolist() == [[3.0, 4.0, 5.0]]
    with pytest.raises(TypeError, match="texts alone"):
        desk.infer("texts", {"t": np.array(["a", None], object)})


def test_a_server_that_is_not_there_is_unreachable(desk: Relaydesk, shop: Instance) -> None:
    with Relaydesk("http://127.0.0.1:9", key="rd_none") as nowhere:
        with pytest.raises(Unreachable) as unreachable:
            nowhere.models.all()
        assert unreachable.value.is_transient
        with pytest.raises(Unreachable):
            nowhere.tasks.wait("task_any", timeout_s=0.6)
    with pytest.raises(RelaydeskError, match="no JSON") as page:
        desk.json("GET", "/docs")
    assert page.value.code == "NOT_JSON"
    with Relaydesk(shop.url, key="rd_none") as stranger, pytest.raises(RelaydeskError) as refused:
        stranger.infer("plus", {"x": np.zeros((1, 3), np.float32)})
    assert (refused.value.status, refused.value.code) == (401, "UNAUTHENTICATED")
    assert refused.value.request_id


def test_a_wait_goes_on_where_the_server_is_away_for_a_moment(desk: Relaydesk, shop: Instance) -> None:
    task_id = desk.tasks.enqueue("demo.sleep", {"seconds": 4})
    killed = shop.child("relaydesk web")
    with ThreadPoolExecutor(1) as threads:
        ended = threads.submit(desk.tasks.wait, task_id, timeout_s=60)
        killed.kill()
        assert ended.result()["status"] == "succeeded"
