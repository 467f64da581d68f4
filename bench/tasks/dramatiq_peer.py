"""Dramatiq: one actor that does nothing but count itself done in Redis."""

import json
import os
import time

import dramatiq  # type: ignore[import-not-found]  # installed for the bench alone
import redis
from dramatiq.brokers.redis import RedisBroker  # type: ignore[import-not-found]

TASKS = int(os.environ["BENCH_TASKS"])
URL = os.environ["BENCH_REDIS"].split("?")[0] + "?db=6"
dramatiq.set_broker(RedisBroker(url=URL))
counter = redis.Redis.from_url(URL)


@dramatiq.actor  # type: ignore[untyped-decorator]
def nothing() -> None:
    counter.incr("bench-dramatiq-done")


if __name__ == "__main__":
    counter.delete("bench-dramatiq-done")
    began = time.perf_counter()
    for _ in range(TASKS):
        nothing.send()
    while int(counter.get("bench-dramatiq-done") or 0) < TASKS:
        time.sleep(0.02)
    print(json.dumps(TASKS / (time.perf_counter() - began)))
