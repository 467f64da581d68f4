"""The same models and requests as MLServer 1.7.1 had: what it answered was written down by bench/inference."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import served_models
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

RECORDED: list[dict[str, Any]] = json.loads((Path(__file__).parent / "mlserver_answers.json").read_text())
MODELS = {"plus": served_models.plus(1), "several": served_models.several(), "texts": served_models.texts()}
TOLERANCE = 1e-6  # relative, of a float's last digit: both have it from the same runtime


@pytest.fixture
async def program(registry: Registry, stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with running_host(stack):
        for name, content in MODELS.items():
            await registry.make(name)
            await registry.upload(content, name)
            await deploy(registry.http, name=name, model=name)
        made = await registry.http.post("/api/keys", json={"name": "oracle", "scopes": ["inference"]})
        async with stack.client(Authorization=f"Bearer {made.json()['key']}") as http:
            yield http


def _assert_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert (ours["model_name"], ours["model_version"]) == (theirs["model_name"], theirs["model_version"])
    by_name = {one["name"]: one for one in theirs["outputs"]}
    assert [one["name"] for one in ours["outputs"]] == list(by_name)
    for one in ours["outputs"]:
        other = by_name[one["name"]]
        assert one["datatype"] == other["datatype"]
        if one["datatype"] == "FP32":
            np.testing.assert_allclose(one["data"], other["data"], rtol=TOLERANCE)
        else:
            assert one["data"] == other["data"]
        # it says of any texts that they are a column, whatever the model gives
        assert one["shape"] == (other["shape"][:1] if one["datatype"] == "BYTES" else other["shape"])


async def test_answers_are_those_of_mlserver(program: httpx.AsyncClient) -> None:
    answered = [one for one in RECORDED if "answer" in one]
    assert len(answered) == 9
    for recorded in answered:
        answer = await program.post(f"/v2/models/{recorded['model']}/infer", json=recorded["request"])
        assert answer.status_code == 200, answer.text
        _assert_same(answer.json(), recorded["answer"])
        if "id" in recorded["request"]:
            assert answer.json()["id"] == recorded["answer"]["id"] == recorded["request"]["id"]


async def test_what_mlserver_refuses_is_refused_as_the_callers_fault(program: httpx.AsyncClient) -> None:
    refused = [one for one in RECORDED if "answer" not in one]
    assert sorted(one["status"] for one in refused) == [404, 422, 500, 500, 500]
    for recorded in refused:
        answer = await program.post(f"/v2/models/{recorded['model']}/infer", json=recorded["request"])
        assert answer.status_code == (404 if recorded["status"] == 404 else 400), recorded
        assert list(answer.json()) == ["error"]
