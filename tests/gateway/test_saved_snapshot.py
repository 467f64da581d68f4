"""Web processes of one installation save the same snapshot into one folder, at the same moment at worst."""

import os
import subprocess
import sys
from pathlib import Path

from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.gateway.runtime.saved import SavedSnapshot
from relaydesk.kernel.crypto import Vault

SAVE = """
import sys
from pathlib import Path
from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.gateway.runtime.saved import SavedSnapshot
from relaydesk.kernel.crypto import Vault
saved = SavedSnapshot(Path(sys.argv[1]), Vault(["k"], "s" * 32))
for version in range(300):
    saved.save(Snapshot(version=version))
"""


def test_processes_that_save_at_once_leave_a_whole_snapshot_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SAVE, str(tmp_path)]
    savers = [subprocess.Popen(command, env={**os.environ}) for _ in range(2)]
    assert [saver.wait(60) for saver in savers] == [0, 0]
    assert SavedSnapshot(tmp_path, Vault(["k"], "s" * 32)).find() == Snapshot(version=299)
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot.sealed"]
