"""A relay that is watched, as a process of its own: `watched_relay.py STUB_PORT JOURNAL_FOLDER`.

It prints its port; then, for each time that something held its loop, a line of JSON with the CPU and the stack.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

import uvloop
from relay_kit import client_key, relay_to, retry

from relaydesk.gateway.relay.snapshot import Budget, Dialect, Route, Target, Upstream
from relaydesk.kernel.observe.watchdog import LOOK_EVERY_S, Hold, Watchdog

COUNTED = 5  # an upstream whose streams are asked for token counts that the client did not ask for
ROUTES = [
    Route(1, "openai", (Target(1, model="theirs"), Target(2, model="another")), cache_ttl_s=60),
    Route(2, "anthropic", (Target(3, model="theirs"), Target(4, model="another")), cache_ttl_s=60),
    Route(3, "counted", (Target(5),)),
]


def tell(hold: Hold) -> None:
    sys.stdout.write(json.dumps(asdict(hold)) + "\n")
    sys.stdout.flush()


async def main(stub_port: int, folder: Path) -> None:
    upstreams = [
        Upstream(
            id=number,
            name=f"stub-{number}",
            base_url=f"http://127.0.0.1:{stub_port}",
            allow_private=True,
            format=spoken,
            log_bodies=True,
            retry=retry(1),
            dialect=Dialect(asks_for_stream_usage=True) if number == COUNTED else Dialect(),
        )
        for number, spoken in enumerate(["openai", "openai", "anthropic", "anthropic", "openai"], 1)
    ]
    metered = client_key(budget=Budget(period="day", tokens=10**12))
    async with relay_to(folder, *upstreams, upstream_keys=[], routes=ROUTES, client_keys=[metered]) as running:
        watchdog = Watchdog(tell, rest_s=LOOK_EVERY_S)
        watchdog.start()
        sys.stdout.write(f"{running.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), Path(sys.argv[2])))
