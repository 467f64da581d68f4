"""Owns a RabbitMQ of a test's own, which can be killed and started again with what it had stored."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
STARTS_WITHIN_S = 40


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RabbitMQ:
    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, _free_port()
        self._distribution, self._epmd = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}//"

    @staticmethod
    def is_there() -> bool:
        return PROGRAM.exists() and shutil.which("erl") is not None

    def start(self) -> None:
        environment = {
            **os.environ,
            "HOME": str(self._folder),
            "ERL_EPMD_PORT": str(self._epmd),
            "ERL_EPMD_RELAXED_COMMAND_CHECK": "1",  # its end is asked for while it still knows the server
            "RABBITMQ_BASE": str(self._folder),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": str(self._folder / "none"),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
            "RABBITMQ_LOG_BASE": str(self._folder / "log"),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "mnesia"),
            "RABBITMQ_NODENAME": f"test{self._port}@localhost",
            "RABBITMQ_NODE_PORT": str(self._port),
        }
        with (self._folder / "output.log").open("ab") as output:
            self._process = subprocess.Popen(
                [PROGRAM],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        until = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                assert time.monotonic() < until, (self._folder / "output.log").read_text()
                time.sleep(0.1)
            else:
                return

    def run_short_of_memory(self) -> None:
        """Or takes itself to: it lets publishers wait from now on."""
        node = {"ERL_EPMD_PORT": str(self._epmd), "RABBITMQ_NODENAME": f"test{self._port}@localhost"}
        own = {"HOME": str(self._folder), "RABBITMQ_CONF_ENV_FILE": "/dev/null", "RABBITMQ_BASE": str(self._folder)}
        command = [PROGRAM.with_name("rabbitmqctl"), "set_vm_memory_high_watermark", "absolute", "1"]
        subprocess.run(command, env={**os.environ, **node, **own}, check=True, capture_output=True, timeout=30)

    def kill(self) -> None:
        """At once, as its machine would go."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        self.kill()
        environment = {**os.environ, "ERL_EPMD_PORT": str(self._epmd)}
        subprocess.run(["epmd", "-kill"], env=environment, check=False, capture_output=True)
