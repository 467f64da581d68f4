"""The figures of all processes, read while one of them begins."""

import subprocess
import sys
from pathlib import Path

READ = """
import threading, sys
from pathlib import Path
from prometheus_client import Counter
from prometheus_client.mmap_dict import MmapedDict
from relaydesk.kernel.observe import metrics

Counter("bells", "rung").inc(3)
begun = Path(sys.argv[1]) / "counter_999999.db"
begun.touch()
threading.Timer(0.03, lambda: MmapedDict(str(begun))).start()
print(metrics.render().decode())
"""


def test_a_process_that_has_just_begun_costs_no_figures(tmp_path: Path) -> None:
    command = [sys.executable, "-c", READ, str(tmp_path)]
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "bells_total 3.0" in done.stdout, done.stderr
