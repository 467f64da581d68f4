"""Owns embedded PostgreSQL: its cluster, its process, and its two roles.

The cluster's superuser makes the database and its extensions; the application works as a role that owns the database
and can do nothing beyond it: no file of the server's, no program, no other database.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import asyncpg

from relaydesk.operate.embedded.places import Place, postgres_place
from relaydesk.operate.embedded.roles import (
    APPLICATION_ROLE,
    SUPERUSER,
    ensure_application_role,
    ensure_database,
)
from relaydesk.operate.embedded.waiting import START_TIMEOUT_S, give_up_on, last_complaint
from relaydesk.operate.processes.child import Child, Program
from relaydesk.operate.refusals import StartRefused

DATABASE = "relaydesk"
_OPTIONS: Final = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    # an idle shop's memory: nothing here subscribes to another server, or reads much ahead
    "max_logical_replication_workers": "0",
    "io_max_concurrency": "8",
    "io_method": "sync",
}


@dataclass(slots=True)
class EmbeddedPostgres:
    """PostgreSQL 18 with pgvector, reachable by socket alone. `settings` are extra `-c` values."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    child: Child | None = None
    _where: Place | None = None

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str, *, role: str = APPLICATION_ROLE) -> str:
        assert self._where is not None  # noqa: S101 - start() comes first
        return f"postgresql://{role}@/{database}?host={self._where.sockets}"

    async def start(self) -> None:
        """Makes the cluster when there is none, starts the server and waits until it answers."""
        self._where = where = await asyncio.to_thread(postgres_place, self.data_dir)
        if not (where.data / "PG_VERSION").exists():
            await asyncio.to_thread(self._initdb, where)
        user = where.user
        server_log = os.open(self.data_dir / "postgres.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        options = {**_OPTIONS, **self.settings}
        program = Program(
            command=[
                str(where.programs / "postgres"), "-D", str(where.data), "-k", str(where.sockets),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            stop_signal=signal.SIGINT,  # fast shutdown
            output=server_log,
        )  # fmt: skip
        self.child = Child(name="postgres", program=program, grace_s=30)
        await self._start_child()

    async def _start_child(self) -> None:
        """Starts the server; one that a killed supervisor left is given time to end first."""
        assert self.child is not None  # noqa: S101
        await self.child.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                connection = await asyncpg.connect(self.url_of("postgres", role=SUPERUSER), timeout=2)
            except (OSError, asyncpg.PostgresError, TimeoutError):
                give_up_on(self.child, self.data_dir / "postgres.log", deadline)
                await asyncio.sleep(0.05)
            else:
                break
        try:
            await ensure_database(connection, DATABASE)
        finally:
            await connection.close()
        connection = await asyncpg.connect(self.url_of(DATABASE, role=SUPERUSER), timeout=10)
        try:
            await ensure_application_role(connection)
        finally:
            await connection.close()

    @staticmethod
    def _initdb(where: Place) -> None:
        if where.data.exists() and any(where.data.iterdir()):
            for leftover in where.data.iterdir():  # an initdb that was cut short: there is no PG_VERSION
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        done = subprocess.run(
            [
                str(where.programs / "initdb"), "-D", str(where.data), "-U", SUPERUSER, "--auth=trust",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            ],
            user=where.user.pw_uid if where.user else None,
            group=where.user.pw_gid if where.user else None,
            extra_groups=None if where.user is None else [],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            said = last_complaint(done.stderr)
            raise StartRefused(f"PostgreSQL's data could not be made in {where.data}: {said}.")

    async def stop(self) -> None:
        if self.child:
            await self.child.stop()
