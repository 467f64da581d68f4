"""The relay alone under uvicorn: key choice, quota, client-key check, rate limit, three rules and journal on.

Run as `app.py PORT STUB_PORT JOURNAL_FOLDER`.
"""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused, share_out
from relaydesk.gateway.relay.budgets.leases import Budgets
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.front import Front
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.relay.server.protocol import protocol_for
from relaydesk.gateway.relay.snapshot import Budget, ClientKey, Route, Rule, Target, Upstream, UpstreamKey, build

TOKEN = "rd_bench"
RULES: list[dict[str, Any]] = [
    {"condition": {"status": {"in": [401]}}, "actions": ({"ban_key": {}},)},
    {"condition": {"status": {"in": [429]}}, "actions": ({"cool_down": {"from": "retry_after"}}, {"retry": {}})},
    {"condition": {"body": {"contains": "insufficient_quota"}}, "actions": ({"disable_key": {"for_s": 3600}},)},
]


QUOTA = Budget("day", requests=1_000_000_000, tokens=1_000_000_000_000)


class Plenty:
    """An authority on quotas that is next door and lends all that is wanted."""

    async def lease(self, ask: Ask) -> Grant:
        amount, used_up = share_out(ask.budget, Amount(0), ask)
        return Grant(amount, used_up, datetime.now(UTC).date(), ask.now + 3600)

    async def give_back(self, unused: list[Unused]) -> None:
        """Nothing lacks."""


def make_front(stub_port: int, folder: Path) -> Front:
    relay = Relay(journal=Journal(folder), quotas=Budgets(Plenty()))
    upstream = Upstream(
        id=1, name="stub", base_url=f"http://127.0.0.1:{stub_port}", allow_private=True, requires_key=True
    )
    relay.swap(
        build(
            1,
            upstreams=[upstream],
            keys=[UpstreamKey(id=i, upstream_id=1, secret=f"sk-bench-{i}", quota=QUOTA) for i in range(1, 101)],
            routes=[Route(id=1, model="bench-model", targets=(Target(upstream_id=1),))],
            client_keys=[
                ClientKey(
                    id=1,
                    token_hash=hashlib.sha256(TOKEN.encode()).digest(),
                    scopes=frozenset({"proxy"}),
                    rate_limit_per_minute=100_000_000,
                )
            ],
            rules=[Rule(id=n, name=f"rule {n}", **rule) for n, rule in enumerate(RULES, 1)],
        )
    )
    return Front(relay)


async def no_control_plane(_scope: object, _receive: object, _send: object) -> None:
    raise NotImplementedError("nothing but the data plane is asked here")


if __name__ == "__main__":
    uvicorn.run(
        no_control_plane,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        http=protocol_for(make_front(int(sys.argv[2]), Path(sys.argv[3])).serve),
        loop="uvloop",
        lifespan="off",
        access_log=False,
        server_header=False,
        date_header=False,
        log_level="warning",
    )
