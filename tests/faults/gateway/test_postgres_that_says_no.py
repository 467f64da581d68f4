"""PostgreSQL goes read-only, runs full and restarts under load: what was received is what the log holds, exactly."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from gateway_admin import eventually
from own_postgres import Caller, configure, is_logged, kernel_on, open_folder, postgres, serving
from relay_kit import answer, upstream
from sqlalchemy import text

from relaydesk.gateway.log.tables import TABLE
from relaydesk.kernel.database import TAKES_NO_WRITES
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.embedded.roles import SUPERUSER

__all__ = ["open_folder", "postgres"]  # fixtures


def _root(postgres: EmbeddedPostgres) -> str:
    return postgres.url_of("relaydesk", role=SUPERUSER)


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def _loses_nothing(
    postgres: EmbeddedPostgres,
    redis_url: str,
    folder: Path,
    refuse: Callable[[], Awaitable[None]],
    relent: Callable[[], Awaitable[None]],
) -> None:
    """Requests before, while and after PostgreSQL refuses, and while that begins and ends."""
    async with upstream(answer(200, b"{}")) as stub:
        kernel = kernel_on(postgres.url, redis_url, folder)
        caller = Caller(await configure(kernel, stub))
        async with serving(kernel) as port:
            assert set(await caller.ask(port)) == {200}
            for change in (refuse, relent):
                changing = asyncio.create_task(change())
                for _ in range(10):
                    assert set(await caller.ask(port)) == {200}
                    await asyncio.sleep(0.1)
                await changing
            await is_logged(kernel, caller.paths)
        assert sorted(seen.target for seen in stub.seen) == sorted(
            path.removeprefix("/proxy/stub") for path in caller.paths
        )


async def test_a_read_only_server_loses_no_request(postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path) -> None:
    async def refuse() -> None:
        await _run(_root(postgres), "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")

    async def relent() -> None:
        reset = "ALTER SYSTEM RESET default_transaction_read_only"
        await _run(_root(postgres), "SET default_transaction_read_only = off", reset, "SELECT pg_reload_conf()")

    await _loses_nothing(postgres, redis_url, tmp_path, refuse, relent)
    kernel = kernel_on(postgres.url, redis_url, tmp_path)
    try:
        await refuse()
        assert await kernel.database.ping() == TAKES_NO_WRITES
        with pytest.raises(DatabaseUnavailable):
            async with kernel.database.unit_of_work() as uow:
                await uow.db.execute(text("UPDATE identity_user SET name = name"))
        await relent()

        async def takes_writes() -> bool:  # once its processes have read their configuration again
            return await kernel.database.ping() is None

        await eventually(takes_writes)
    finally:
        await kernel.database.close()


async def test_a_restarted_server_loses_no_request(postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path) -> None:
    async def refuse() -> None:
        await postgres.stop()

    async def relent() -> None:
        await postgres.start()

    await _loses_nothing(postgres, redis_url, tmp_path, refuse, relent)


def _data_of(folder: Path) -> Path:
    return next(path.parent for path in folder.rglob("PG_VERSION"))


def _fill(ballast: Path) -> None:
    """All the room there is."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(b"\0" * 4096):
            pass


@contextlib.contextmanager
def _small_disk(megabytes: int, owner: Path) -> Iterator[Path]:
    """A file system of its own, which whoever owns `owner` may write to."""
    folder = Path(tempfile.mkdtemp(prefix="rdsmall-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip("NO FULL DISK: mounting a small file system is not permitted here")
    try:
        status = owner.stat()
        os.chown(folder, status.st_uid, status.st_gid)
        folder.chmod(0o700)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small file system needs root")
async def test_a_full_disk_loses_no_request(
    postgres: EmbeddedPostgres, open_folder: Path, redis_url: str, tmp_path: Path
) -> None:
    data = _data_of(open_folder)
    with _small_disk(8, data) as disk:
        ballast = disk / "ballast"

        async def refuse() -> None:
            kernel = kernel_on(postgres.url, redis_url, tmp_path / "looking")
            async with kernel.database.read() as db:
                names = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table)"
                partitions = (await db.scalars(text(names), {"table": TABLE})).all()
            await kernel.database.close()
            await _run(_root(postgres), f"CREATE TABLESPACE small LOCATION '{disk}'")
            for partition in partitions:
                await _run(_root(postgres), f"ALTER TABLE {partition} SET TABLESPACE small")
            _fill(ballast)

        async def relent() -> None:
            ballast.unlink()

        await _loses_nothing(postgres, redis_url, tmp_path, refuse, relent)
        await _run(_root(postgres), "SELECT 1")
        await postgres.stop()
