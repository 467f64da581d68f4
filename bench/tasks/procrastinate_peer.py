"""Procrastinate: one task that does nothing, with two worker processes of sixteen at once each."""

import asyncio
import json
import os
import subprocess
import sys
import time

import procrastinate  # type: ignore[import-not-found]  # installed for the bench alone

TASKS, DSN = int(os.environ["BENCH_TASKS"]), os.environ["BENCH_DSN"]
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=DSN))


@app.task(name="nothing")  # type: ignore[untyped-decorator]
async def nothing() -> None:
    pass


async def make_schema() -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


async def work() -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=16, install_signal_handlers=True)


async def send() -> float:
    async with app.open_async():
        began = time.perf_counter()
        await nothing.batch_defer_async(*({} for _ in range(TASKS)))
        left = "SELECT count(*) AS left FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        while (await app.connector.execute_query_one_async(left))["left"]:  # noqa: ASYNC110 - nothing tells of the last
            await asyncio.sleep(0.05)
        return TASKS / (time.perf_counter() - began)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["schema"]:
            asyncio.run(make_schema())
        case ["work"]:
            both = [subprocess.Popen([sys.executable, __file__, "worker"]) for _ in range(2)]
            try:
                for one in both:
                    one.wait()
            finally:
                for one in both:
                    one.terminate()
        case ["worker"]:
            asyncio.run(work())
        case _:
            print(json.dumps(asyncio.run(send())))
