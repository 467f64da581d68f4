"""Runs `relaydesk` as somebody would: as another user, under a umask, in a folder of its own."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from instance import OWNER, free_port, told, wait_until_answers

import relaydesk

NOBODY = 65534
_MODULES = os.pathsep.join([str(Path(relaydesk.__file__).parents[1]), sysconfig.get_path("purelib")])


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended and what it wrote."""

    code: int
    output: str


@dataclass(slots=True)
class Commands:
    """`relaydesk` commands in one folder. `user` is whom they run as (root alone may choose)."""

    folder: Path
    environment: dict[str, str]
    user: int | None = None
    umask: int = 0o022
    python: str = sys.executable

    def start(self, *arguments: str, log: str = "output.log", **environment: str) -> "subprocess.Popen[bytes]":
        settings = {**self.environment, **environment}
        with (self.folder / log).open("ab") as output:
            return subprocess.Popen(
                [self.python, "-m", "relaydesk", *arguments],
                cwd=self.folder,
                env={name: value for name, value in settings.items() if value},
                stdout=output,
                stderr=output,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
                umask=self.umask,
            )

    def run(self, *arguments: str, **environment: str) -> Outcome:
        name = f"run-{time.monotonic_ns()}.log"
        process = self.start(*arguments, log=name, **environment)
        try:
            code = process.wait(90)
        finally:
            stop(process)
        return Outcome(code, (self.folder / name).read_text())

    def serve(self, **environment: str) -> "tuple[subprocess.Popen[bytes], str]":
        """Returns once it answers."""
        port = free_port()
        process = self.start("serve", "--port", str(port), **environment)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_answers(f"{url}/health/live", process)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{(self.folder / 'output.log').read_text()}") from None
        return process, url


def stop(process: "subprocess.Popen[bytes]") -> int:
    """SIGTERM; fails when a process of its is left."""
    if process.poll() is not None:
        return process.returncode
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    code = process.wait(60)
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == [], told(alive)
    return code


def signed_in(url: str) -> httpx.Client:
    answer = httpx.post(f"{url}/api/auth/login", json=OWNER, timeout=30, trust_env=False)
    assert answer.status_code == 200, answer.text
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return httpx.Client(base_url=url, headers=headers, timeout=30, trust_env=False)


def plain_environment() -> dict[str, str]:
    """As on a fresh machine: no setting, no HOME."""
    return {
        "PATH": os.environ["PATH"],
        "LOG_FORMAT": "json",
        "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
        "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
    }


def _folder(mode: int, owner: int | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rdop-"))
    folder.chmod(mode)
    if owner is not None:
        os.chown(folder, owner, owner)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
