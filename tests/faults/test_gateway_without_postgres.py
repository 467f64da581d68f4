"""PostgreSQL goes and comes back: proxying goes on meanwhile, and no request is missing from the log."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from gateway_admin import eventually
from own_postgres import Caller, configure, is_logged, kernel_on, open_folder, postgres, serving
from pydantic import SecretStr
from refusing_postgres import Refusing
from relay_kit import StubUpstream, answer, upstream
from sqlalchemy import make_url, text

from relaydesk.gateway.relay.rules.conditions import cause
from relaydesk.gateway.relay.rules.engine import Fired, compile_rule
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.runtime.key_fates import KeyFates
from relaydesk.identity.api import SYSTEM
from relaydesk.insight.channels.schemas import ChannelCreate
from relaydesk.insight.channels.service import create_channel
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.main import subscribe_events
from relaydesk.operate.embedded import EmbeddedPostgres

__all__ = ["open_folder", "postgres"]  # fixtures


@contextlib.asynccontextmanager
async def _at_work(
    stub: StubUpstream, postgres: EmbeddedPostgres, redis_url: str, folder: Path
) -> AsyncIterator[tuple[Caller, int]]:
    """A process that has served its caller, with its port; what it serves from is saved in the folder."""
    kernel = kernel_on(postgres.url, redis_url, folder)
    caller = Caller(await configure(kernel, stub))
    async with serving(kernel) as port:
        assert await caller.ask(port) == [200] * 20
        yield caller, port


async def test_proxying_outlives_postgres_and_every_request_is_logged(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        async with _at_work(stub, postgres, redis_url, tmp_path) as (caller, port):
            await postgres.stop()
            assert await caller.ask(port) == [200] * 20
        # the process ends and another starts, with PostgreSQL still away
        second = kernel_on(postgres.url, redis_url, tmp_path)
        async with serving(second) as port:
            assert await caller.ask(port) == [200] * 20
            await postgres.start()
            await is_logged(second, caller.paths)
            assert await caller.ask(port) == [200] * 20
            await is_logged(second, caller.paths)
        assert {s.header("authorization") for s in stub.seen} == {"Bearer sk-kept-on-disk"}
    saved = await asyncio.to_thread((tmp_path / "journal" / "snapshot.sealed").read_bytes)
    assert b"sk-kept-on-disk" not in saved


async def test_a_process_starts_from_what_was_saved_while_postgres_refuses_connections(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        async with _at_work(stub, postgres, redis_url, tmp_path) as (caller, _):
            pass
        sockets = make_url(postgres.url).query["host"]
        await postgres.stop()
        refusing = await asyncio.start_unix_server(Refusing("53300"), f"{sockets}/.s.PGSQL.5432")
        async with refusing, serving(kernel_on(postgres.url, redis_url, tmp_path)) as port:
            assert await caller.ask(port) == [200] * 20
        await postgres.start()


async def test_a_budget_goes_on_within_its_bound_and_counts_what_was_sent_meanwhile(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        kernel = kernel_on(postgres.url, redis_url, tmp_path)
        caller = Caller(await configure(kernel, stub, budget={"requests": 10, "period": "month"}))
        async with serving(kernel) as port:
            assert await caller.ask(port, 5) == [200] * 5
            await postgres.stop()
            assert sorted(await caller.ask(port, 20)) == [200, *[503] * 19]  # a tenth of the budget
            await postgres.start()

            async def passes() -> bool:
                return await caller.ask(port, 1) == [200]

            await eventually(passes, within_s=20)
            assert sorted(await caller.ask(port, 20)) == [*[200] * 3, *[429] * 17]
    assert len(stub.seen) == 10


async def test_an_alert_waits_until_postgres_is_back_and_then_reaches_its_channel(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    kernel = subscribe_events(kernel_on(postgres.url, redis_url, tmp_path))
    await kernel.start()
    values = ChannelCreate(name="on call", url=SecretStr("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"))
    kept = values.model_dump(exclude={"url", "signing_secret"})
    async with kernel.database.unit_of_work() as uow:
        url = values.url.get_secret_value()
        await create_channel(uow, SYSTEM, kernel.vault, url=url, secret=None, values=kept)
    rule = Rule(id=1, name="Limited", condition={"status": {"in": [429]}}, actions=({"alert": {"channel": "on call"}},))
    fired = Fired(compile_rule(rule), cause("condition_status", status=429))
    fates = KeyFates(kernel.database)
    await postgres.stop()
    for _ in range(3):
        fates.alert("on call", fired, upstream="stub", key_id=None)
        with pytest.raises(DatabaseUnavailable):
            await fates.write()
    await postgres.start()

    async def is_written() -> bool:
        with contextlib.suppress(DatabaseUnavailable):
            await fates.write()
            return True
        return False

    await eventually(is_written, within_s=20)
    async with kernel.database.read() as db:
        told = (await db.scalars(text("SELECT payload FROM tasks_task WHERE kind = 'insight.notify'"))).all()
    assert [payload["notice"][1] for payload in told] == ["Limited at stub (3 times)"]
    await kernel.stop()
