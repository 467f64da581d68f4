"""Moves an alias under a steady load and tells what the requests saw of it: failures, versions, time before and after.

.venv/bin/python bench/inference/switch.py [--rate 200] [--seconds 20]
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import httpx
import run as bench

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))
import served_models


class Answer(NamedTuple):
    """At which second of the load it was asked, what it was, and how long it took."""

    at_s: float
    status: int
    version: str
    took_ms: float


async def load(url: str, token: str, *, rate: int, seconds: float) -> list[Answer]:
    """One request each 1/rate of a second, whether those before are answered or not."""
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    headers = {"Authorization": f"Bearer {token}"}
    began = time.perf_counter()

    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=limits, headers=headers) as http:

        async def one(at_s: float) -> Answer:
            asked = time.perf_counter()
            answer = await http.post(f"{url}/v2/models/bench/infer", json=bench.REQUEST)
            took_ms = (time.perf_counter() - asked) * 1000
            return Answer(at_s, answer.status_code, answer.json().get("model_version", ""), took_ms)

        tasks: list[asyncio.Task[Answer]] = []
        while (at_s := time.perf_counter() - began) < seconds:
            tasks.append(asyncio.create_task(one(at_s)))
            await asyncio.sleep(max(0.0, began + len(tasks) / rate - time.perf_counter()))
        return await asyncio.gather(*tasks)


async def measure(url: str, token: str, owner: httpx.Client, options: argparse.Namespace) -> dict[str, object]:
    half_s = options.seconds / 2
    running = asyncio.create_task(load(url, token, rate=options.rate, seconds=options.seconds))
    await asyncio.sleep(half_s)
    moved = await asyncio.to_thread(owner.put, "/api/models/bench/aliases/live", json={"version": 2})
    moved.raise_for_status()
    answers = await running
    last = max((one.at_s for one in answers if one.version == "1"), default=0.0)
    first = min((one.at_s for one in answers if one.version == "2"), default=float("nan"))
    times = {name: [one.took_ms for one in answers if (one.at_s < half_s) == is_before] for name, is_before in
             (("before", True), ("after", False))}  # fmt: skip
    return {
        "requests": len(answers),
        "not 200": sum(one.status != 200 for one in answers),  # noqa: PLR2004
        "by version": {version: sum(one.version == version for one in answers) for version in ("1", "2")},
        "alias moved at s": round(half_s, 2),
        "last of version 1 asked at s": round(last, 2),
        "first of version 2 asked at s": round(first, 2),
        "p50, p99 ms": {
            name: [round(statistics.quantiles(some, n=100)[place], 1) for place in (49, 98)]
            for name, some in times.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-switch-") as folder:
        Path(folder).chmod(0o755)  # under root the embedded PostgreSQL runs as a user of its own
        with bench.instance(Path(folder)) as (url, _), bench.signed_in(url) as owner:
            owner.post("/api/models", json={"name": "bench"}).raise_for_status()
            octets = {"Content-Type": "application/octet-stream"}
            for added in (1, 2):
                model = served_models.plus(added)
                owner.post("/api/models/bench/versions", content=model, headers=octets).raise_for_status()
            owner.put("/api/models/bench/aliases/live", json={"version": 1}).raise_for_status()
            token = bench.serve(url, owner, alias="live")
            print(json.dumps(asyncio.run(measure(url, token, owner, options)), indent=2))
            lines = owner.get("/metrics").text.splitlines()
            print(*(line for line in lines if line.startswith("inference_requests_total{")), sep="\n")


if __name__ == "__main__":
    main()
