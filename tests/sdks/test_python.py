"""The Python SDK against a real installation: its examples as they stand, and what it says of refusals."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import served_models
from instance import OWNER, Instance, running_instance
from relaydesk_sdk import NotReady, Relaydesk, RelaydeskError, TaskFailed

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
        (tmp_path / f"{number}.onnx").write_bytes(served_models.plus(number))
    person = {"RELAYDESK_EMAIL": OWNER["email"], "RELAYDESK_PASSWORD": OWNER["password"]}
    files = (tmp_path / "1.onnx", tmp_path / "2.onnx")
    assert _example("serve_a_model.py", *files, RELAYDESK_URL=shop.url, **person) == [
        "100 % sent",
        "version 1 says [[2.0, 3.0, 4.0]]",
        "version 2 says [[3.0, 4.0, 5.0]]",
        "after going back [[2.0, 3.0, 4.0]]",
    ]


def test_the_example_runs_a_task_with_a_client_key(shop: Instance, desk: Relaydesk) -> None:
    lines = _example("run_a_task.py", RELAYDESK_URL=shop.url, RELAYDESK_KEY=_client_key(desk, "tasks"))
    assert lines[-1].startswith("ended with ")
    assert len(lines) > 1


def test_arrays_of_all_kinds_come_back_as_they_were_sent(desk: Relaydesk, tmp_path: Path) -> None:
    for name, content in (("texts", served_models.texts()), ("several", served_models.several())):
        file = tmp_path / f"{name}.onnx"
        file.write_bytes(content)
        desk.models.create(name)
        desk.models.upload(name, file)
        desk.deployments.wait(desk.deployments.create(name, name))
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


def test_a_cut_file_is_refused_and_leaves_nothing(desk: Relaydesk, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(served_models.plus(1)[:40])
    desk.models.create("cut")
    with pytest.raises(RelaydeskError) as refused:
        desk.models.upload("cut", tmp_path / "model.onnx")
    assert refused.value.status == 422
    assert list(desk.models.versions("cut")) == []


def test_a_person_is_signed_in_again_where_the_token_has_ended(shop: Instance) -> None:
    with Relaydesk(shop.url, **OWNER) as desk:
        assert list(desk.models.list()) is not None
        desk._token = "ended"
        assert isinstance(list(desk.models.list()), list)
    with Relaydesk(shop.url, email=OWNER["email"], password="wrong") as nobody, pytest.raises(RelaydeskError) as wrong:
        list(nobody.models.list())
    assert wrong.value.status == 403


def test_a_list_of_many_pages_is_read_to_its_end(desk: Relaydesk) -> None:
    for number in range(201):
        desk.models.create(f"paged-{number:03}")
    names = [model["name"] for model in desk.models.list() if model["name"].startswith("paged-")]
    assert sorted(names) == [f"paged-{number:03}" for number in range(201)]
