"""The relay as a process of its own: `relay_process.py STUB_PORT JOURNAL_FOLDER`; prints its port, then serves."""

import asyncio
import sys
from pathlib import Path

from relay_kit import Running, relay_to, retry

from relaydesk.gateway.relay.snapshot import Upstream


async def main(stub_port: int, folder: Path) -> None:
    stub = Upstream(id=1, name="stub", base_url=f"http://127.0.0.1:{stub_port}", allow_private=True, retry=retry(1))
    running: Running
    async with relay_to(folder, stub) as running:
        sys.stdout.write(f"{running.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
