"""Owns an S3-compatible server for tests: rclone's, which checks every request's signature."""

import contextlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from instance import free_port, wait_until_answers

from relaydesk.kernel.options import Bucket

NAME, PREFIX, ACCESS_KEY, SECRET = "shop-models", "relaydesk", "access-of-tests", "planted-secret-of-s3"


@dataclass(slots=True)
class S3Server:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bucket(self) -> Bucket:
        return Bucket(NAME, PREFIX, self.url, None, ACCESS_KEY, SECRET)

    @property
    def environment(self) -> dict[str, str]:
        """Of an installation that keeps its models there."""
        return {
            "MODEL_STORAGE_URL": f"s3://{NAME}/{PREFIX}",
            "S3_ENDPOINT_URL": self.url,
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": SECRET,
        }

    def objects(self) -> list[str]:
        return sorted(path.name for path in (self.folder / NAME).rglob("*") if path.is_file())

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def running_s3(folder: Path) -> Iterator[S3Server]:
    (folder / NAME).mkdir(parents=True)
    program = shutil.which("rclone") or str(Path(sys.executable).with_name("rclone"))
    port = free_port()
    address = ["--addr", f"127.0.0.1:{port}", "--auth-key", f"{ACCESS_KEY},{SECRET}"]
    settings = ["--config", "", "--dir-cache-time", "0s", "--log-level", "ERROR"]
    process = subprocess.Popen([program, "serve", "s3", *address, *settings, str(folder)])
    server = S3Server(folder, port, process)
    try:
        wait_until_answers(server.url, process)
        yield server
    finally:
        process.kill()
        process.wait()
