"""Owns real processes for tests: `relaydesk serve` on a data directory of its own, killed and started at will."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import holds
import httpx
import psutil
from prepared_cluster import lay_cluster
from sign_ins import SignIns

from relaydesk.operate.embedded.places import postgres_place
from relaydesk.operate.embedded.roles import APPLICATION_ROLE

OWNER = {"email": "owner@shop.example", "password": "correct horse battery"}
START_S = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answers(url: str, process: subprocess.Popen[bytes], *, within_s: float = START_S) -> None:
    """Any HTTP answer counts; a process that ends first does not."""
    deadline = time.monotonic() + within_s
    while True:
        if process.poll() is not None:
            raise AssertionError(f"{process.args} ended with {process.returncode}")
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(url, timeout=2, trust_env=False)
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"{url} did not answer within {within_s} s")
        time.sleep(0.1)


def told(processes: Sequence[psutil.Process]) -> list[str]:
    """What each is, for a message: pytest does not explain the assertions of this module."""
    lines = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            lines.append(f"{process.pid} {process.status()} {process.cmdline()[:4]}")
    return lines


@dataclass(slots=True)
class Instance:
    """One installation of Relaydesk: its data directory, its port, and the process that serves it."""

    folder: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    before: Sequence[str] = ()  # what begins the command
    output: Path = field(init=False)
    clients: list[httpx.Client] = field(default_factory=list)
    sign_ins: SignIns | None = None  # where many tests share the installation

    def __post_init__(self) -> None:
        self.output = self.folder / "output.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once the product answers: that it is this one, and no other that had the port a moment before."""
        began = time.time()
        with self.output.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.before, sys.executable, "-m", "relaydesk", "serve", "--port", str(self.port)],
                cwd=self.folder,
                env={**os.environ, **self.environment, "RELAYDESK_DATA_DIR": str(self.folder / "data")},
                stdout=log,
                stderr=log,
            )
        note = self.folder / "data" / "run" / "instance.json"
        while not (note.exists() and note.stat().st_mtime >= began) and time.time() < began + START_S:
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        wait_until_answers(f"{self.url}/health/live", self.process)

    def descendants(self) -> list[psutil.Process]:
        """Every process of this instance but the supervisor."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, marker: str) -> psutil.Process:
        """The process whose command line holds `marker`, such as `redis-server` or `relaydesk web`."""
        found = self.children(marker)
        assert found, f"no process {marker}"
        return found[0]

    def children(self, marker: str) -> list[psutil.Process]:
        found = []
        for process in self.descendants():
            with contextlib.suppress(psutil.NoSuchProcess):
                if marker in " ".join(process.cmdline()):
                    found.append(process)
        return found

    def kill(self) -> None:
        """`kill -9` of the supervisor; its children must then end by themselves."""
        assert self.process is not None
        children = self.descendants()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        _, alive = psutil.wait_procs(children, timeout=30)
        assert alive == [], told(alive)

    def stop(self) -> int:
        """SIGTERM; gives the exit code, and fails when any process is left."""
        assert self.process is not None
        children = self.descendants()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        _, alive = psutil.wait_procs(children, timeout=10)
        assert alive == [], told(alive)
        return code

    def execute(self, statement: str) -> None:
        """One SQL statement in the embedded database, for what takes too long to come about by itself."""
        place = postgres_place(self.folder / "data")
        url = f"postgresql://{APPLICATION_ROLE}@/relaydesk?host={place.sockets}"
        command = [place.programs / "psql", url, "-v", "ON_ERROR_STOP=1", "-c", statement]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        made = httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)
        self.clients.append(made)
        return made

    def sign_in(self, email: str = OWNER["email"], password: str = OWNER["password"]) -> httpx.Client:
        if self.sign_ins:
            return self.client(self.sign_ins.access_token(email, password))
        answer = httpx.post(f"{self.url}/api/auth/login", json={"email": email, "password": password}, timeout=30)
        assert answer.status_code == 200, answer.text
        return self.client(answer.json()["access_token"])


@contextlib.contextmanager
def running_instance(*, before: Sequence[str] = (), **environment: str) -> Iterator[Instance]:
    """A new installation on a migrated cluster, stopped and removed afterwards; its log is shown when a test fails."""
    folder = Path(tempfile.mkdtemp(prefix="rdflow-"))
    folder.chmod(0o755)
    settings = {
        "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
        "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
        "CHAT_RATE_LIMIT_PER_MINUTE": "10000",
        "LOG_FORMAT": "json",
        "WORKER_MAX": "2",
        "WATCHDOG_REST_MS": "50",
        **environment,
    }
    instance = Instance(folder, free_port(), settings, before=before)
    try:
        lay_cluster(folder / "data")
        instance.start()
        yield instance
    finally:
        for client in instance.clients:
            client.close()
        if instance.process is not None and instance.process.poll() is None:
            instance.stop()
        written = instance.output.read_text() if instance.output.exists() else ""
        shown = written[-8000:]
        sys.stdout.write(f"\n--- output of the instance ---\n{shown}\n")
        shutil.rmtree(folder, ignore_errors=True)
    held = holds.in_log(written)
    assert held == [], held


@contextlib.contextmanager
def running_command(arguments: Sequence[str], url: str) -> Iterator[None]:
    """A `relaydesk` command that serves `url` until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "relaydesk", *arguments], stdout=subprocess.DEVNULL)
    try:
        wait_until_answers(url, process)
        yield
    finally:
        process.terminate()
        process.wait(20)
