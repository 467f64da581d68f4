"""An inference process that hangs is killed, and another one begun; one that is slow or not there yet is not."""

import asyncio
import signal
import sys
from pathlib import Path

from gateway_admin import eventually

from relaydesk.operate.models.silence import MOST_SILENT, SilenceWatch
from relaydesk.operate.processes.child import Child, Program

PROCESS = """
import asyncio, sys

async def answer(reader, writer):
    while await reader.read(1000):
        writer.write(b"x")

async def main():
    server = await asyncio.start_unix_server(answer, sys.argv[1])
    await server.serve_forever()

asyncio.run(main())
"""


async def test_a_process_that_hangs_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "i.sock"
    child = Child(name="inference", program=Program(command=[sys.executable, "-c", PROCESS, str(path)]))
    watch = SilenceWatch(child, path, patience_s=0.3)
    await child.start()
    first = child.process
    assert first is not None
    for _ in range(MOST_SILENT + 1):  # it does not listen yet
        await watch.look()

    async def listens() -> bool:
        return path.exists()

    await eventually(listens)
    for _ in range(MOST_SILENT + 1):
        await watch.look()
    first.send_signal(signal.SIGSTOP)
    for _ in range(MOST_SILENT - 1):
        await watch.look()
    first.send_signal(signal.SIGCONT)
    await asyncio.sleep(0.2)
    await watch.look()
    first.send_signal(signal.SIGSTOP)
    for _ in range(MOST_SILENT - 1):
        await watch.look()
    assert first.returncode is None  # not before it has been silent three times in a row
    await watch.look()
    assert await asyncio.wait_for(first.wait(), 5) == -signal.SIGKILL

    async def is_replaced() -> bool:
        return child.process is not first

    await eventually(is_replaced)
    await child.stop()
