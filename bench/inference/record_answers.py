"""Writes down what MLServer answers, for the tests that compare ours: tests/registry/mlserver_answers.json.

.venv/bin/python bench/inference/record_answers.py
"""

import json
import sys
from pathlib import Path
from typing import Any

import httpx
from mlserver_peer import installed, running
from run import free_port

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests" / "registry" / "mlserver_answers.json"
sys.path.insert(0, str(ROOT / "tests" / "support"))

import served_models  # noqa: E402 - it stands beside the tests

MODELS = {"plus": served_models.plus(1), "several": served_models.several(), "texts": served_models.texts()}


def x(shape: list[int], data: list[Any], datatype: str = "FP32") -> dict[str, Any]:
    return {"name": "x", "datatype": datatype, "shape": shape, "data": data}


def several(i: list[Any], b: list[Any], rows: int) -> list[dict[str, Any]]:
    return [
        {"name": "i", "datatype": "INT64", "shape": [rows, 2], "data": i},
        {"name": "b", "datatype": "BOOL", "shape": [rows, 1], "data": b},
    ]


def texts(data: list[str]) -> list[dict[str, Any]]:
    return [{"name": "t", "datatype": "BYTES", "shape": [len(data)], "data": data}]


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("plus", {"inputs": [x([1, 3], [1.0, 2.0, 3.0])]}),
    ("plus", {"id": "request-7", "inputs": [x([1, 3], [1, 2, 3])]}),
    ("plus", {"inputs": [x([2, 3], [1.5, -2.25, 3e10, 0.1, 1e-30, -0.0])]}),
    ("plus", {"inputs": [x([2, 3], [[1.1, 2.2, 3.3], [4.4, 5.5, 6.6]])]}),
    ("plus", {"inputs": [x([1, 3], [1.0, 2.0, 3.0])], "outputs": [{"name": "y"}]}),
    ("plus", {"inputs": [x([64, 3], [number / 7 for number in range(192)])]}),
    ("several", {"inputs": several([1, -2, 3, 2**53 + 1], [True, False], 2)}),
    ("several", {"inputs": several([[2**62, -(2**62)]], [[True]], 1)}),
    ("texts", {"inputs": texts(["bell", "", "Glocke für Räder", "铃", "\U0001f514"])}),
    ("nothing", {"inputs": [x([1, 3], [1, 2, 3])]}),
    ("plus", {"inputs": []}),
    ("plus", {"inputs": [x([1, 3], [1, 2])]}),
    ("plus", {"inputs": [x([1, 3], ["a", "b", "c"])]}),
    ("plus", {}),
]


def main() -> None:
    ports = (free_port(), free_port(), free_port())
    with installed() as environment, running(environment, MODELS, ports):
        answers = []
        for model, request in ASKED:
            url = f"http://127.0.0.1:{ports[0]}/v2/models/{model}/infer"
            answer = httpx.post(url, json=request, trust_env=False, timeout=30)
            entry: dict[str, Any] = {"model": model, "request": request, "status": answer.status_code}
            answers.append({**entry, "answer": answer.json()} if answer.is_success else entry)
    RECORD.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
