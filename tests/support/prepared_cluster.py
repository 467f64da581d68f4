"""Owns the cluster that installations of tests begin with: made and migrated once a run, and copied for each.

The first start of all, which makes its own, is what tests/operate is about.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.schema import migrate

CLUSTER = "postgres"  # in a data directory


def lay_cluster(data_dir: Path) -> None:
    """Put a migrated cluster into a data directory that has none, open to PostgreSQL's own user."""
    data_dir.mkdir(exist_ok=True)
    data_dir.chmod(0o755)
    subprocess.run(["cp", "-a", _prepared() / CLUSTER, data_dir], check=True)


def _prepared() -> Path:
    """The data directory to copy from, made by whichever worker wants it first."""
    folder = Path(os.environ["RELAYDESK_TEST_FOLDER"])
    done = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            partial = folder / "prepared.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(mode=0o755)
            with ThreadPoolExecutor(1) as aside:  # whoever asks may have a loop of their own
                aside.submit(asyncio.run, _make(partial)).result()
            partial.rename(done)
    return done


async def _make(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, {"fsync": "off"})
    await server.start()
    try:
        await migrate(server.url)
    finally:
        await server.stop()
    # what is killed in tests is a process and never the machine, which writes to its disk what it holds
    with (data_dir / CLUSTER / "postgresql.auto.conf").open("a") as settings:
        settings.write("fsync = off\n")
