"""MLServer with models in ONNX Runtime, in its best configuration: one process, without metrics and compression."""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

RUNTIME = Path(__file__).resolve().parent / "mlserver_runtime.py"
# the runtime in the version that this environment has of the lock: what is compared is the serving
INSTALLED = ("mlserver==1.7.1", *(f"{name}=={version(name)}" for name in ("onnxruntime", "numpy")))
START_S, END_S = 60.0, 30.0
BEST: dict[str, Any] = {"parallel_workers": 0, "metrics_endpoint": None, "gzip_enabled": False, "debug": False}


@contextlib.contextmanager
def installed() -> Iterator[Path]:
    """An environment of its own with MLServer, for as long as it is used."""
    with tempfile.TemporaryDirectory(prefix="bench-mlserver-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([f"{folder}/bin/python", "-m", "pip", "install", "-q", *INSTALLED], check=True)
        yield Path(folder)


@contextlib.contextmanager
def running(
    environment: Path, models: Mapping[str, bytes], ports: tuple[int, int, int]
) -> Iterator[subprocess.Popen[bytes]]:
    """It serves `models` by their names at the first of the ports; the others are for gRPC and metrics."""
    with tempfile.TemporaryDirectory(prefix="bench-mlserver-run-") as name:
        folder = Path(name)
        places = dict(zip(("http_port", "grpc_port", "metrics_port"), ports, strict=True))
        (folder / "settings.json").write_text(json.dumps({"host": "127.0.0.1", **places, **BEST}))
        shutil.copy(RUNTIME, folder)
        for model, content in models.items():
            place = folder / model
            place.mkdir()
            (place / "model.onnx").write_bytes(content)
            parameters = {"uri": str(place / "model.onnx"), "version": "1"}
            said = {"name": model, "implementation": f"{RUNTIME.stem}.Onnx", "parameters": parameters}
            (place / "model-settings.json").write_text(json.dumps(said))
        command = [str(environment / "bin" / "mlserver"), "start", "."]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={"PYTHONPATH": str(folder)})
        try:
            _wait(f"http://127.0.0.1:{ports[0]}/v2/health/ready", folder / "log")
            yield process
        finally:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, trust_env=False).is_success:
                return
        time.sleep(0.2)
    raise TimeoutError(log.read_text()[-2000:])
