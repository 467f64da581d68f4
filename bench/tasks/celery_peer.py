"""Bare Celery: one task that does nothing but count itself done in Redis every hundredth time."""

import json
import os
import time

import redis
from celery import Celery

TASKS = int(os.environ["BENCH_TASKS"])
app = Celery("bench", broker=os.environ["BENCH_BROKER"])
app.conf.update(task_ignore_result=True, task_default_queue="bench-celery")
if os.environ["BENCH_SETTINGS"] == "acks_late":
    app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1)
counter = redis.Redis.from_url(os.environ["BENCH_REDIS"])


@app.task(name="nothing")
def nothing() -> None:
    counter.incr("bench-celery-done")


if __name__ == "__main__":
    counter.delete("bench-celery-done")
    began = time.perf_counter()
    with app.producer_or_acquire() as producer:
        for _ in range(TASKS):
            nothing.apply_async(producer=producer)
    while int(counter.get("bench-celery-done") or 0) < TASKS:
        time.sleep(0.02)
    print(json.dumps(TASKS / (time.perf_counter() - began)))
