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


PASS = """
import os, time
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.observe.series import KEEP_S

def served(version, count):
    labels = ("churn", version)
    metrics.INFERENCE_REQUESTS.labels(*labels, "ok").inc(count)
    metrics.INFERENCE_DURATION.labels(*labels).observe(0.2)
    metrics.INFERENCE_SERIES.begin(labels)

def shown(state):
    for line in metrics.render().decode().splitlines():
        if "churn" in line and ("_total" in line or "_count" in line):
            print(state, line.replace("inference_requests_total", "requests"))

if not os.fork():  # a process that has served the same, and is gone
    served("1", 5)
    os._exit(0)
os.wait()
served("1", 2)
served("2", 1)
metrics.INFERENCE_SERIES.end(("churn", "1"))
now = time.monotonic()
metrics.INFERENCE_SERIES.sweep(now + KEEP_S - 1)
shown("kept")
metrics.INFERENCE_SERIES.sweep(now + KEEP_S + 1)
shown("gone")
metrics.INFERENCE_SERIES.begin(("churn", "1"))
shown("back")
"""


def test_series_go_a_while_after_what_they_are_of_and_come_back_with_it(tmp_path: Path) -> None:
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": ""}
    command = [sys.executable, "-c", PASS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    second = ['model_inference_duration_seconds_count{deployment="churn",version="2"} 1.0']
    second.append('requests{deployment="churn",outcome="ok",version="2"} 1.0')
    lines = done.stdout.splitlines()
    assert sorted(line.removeprefix("gone ") for line in lines if line.startswith("gone ")) == second, done.stderr
    assert sorted(line for line in lines if 'version="1"' in line) == [
        'back model_inference_duration_seconds_count{deployment="churn",version="1"} 1.0',
        'back requests{deployment="churn",outcome="ok",version="1"} 5.0',
        'kept model_inference_duration_seconds_count{deployment="churn",version="1"} 2.0',
        'kept requests{deployment="churn",outcome="ok",version="1"} 7.0',
    ]


RESERVE = """
import os, sys
from pathlib import Path
from prometheus_client import Counter, Gauge
folder = Path(sys.argv[1])
from relaydesk.kernel.observe import metrics
files = sorted(folder.glob("*.db"))
print("reserved", len(files) > 2, all(f.stat().st_blocks * 512 >= f.stat().st_size > 0 for f in files))
with open(folder / "all the rest", "wb", buffering=0) as rest:
    try:
        while rest.write(bytes(4096)): pass
    except OSError as error:
        print(error.strerror)
bells = Counter("bells", "rung", ["n"])
bells.labels(1).inc(3)  # in a page that nothing was written to before
odd = Gauge("odd", "of a file that there is no room for", multiprocess_mode="livemin")
odd.set(7)
try:
    for n in range(5000): bells.labels(n).inc()
except OSError as error:
    print(error.strerror)
print("bells_total" in metrics.render().decode())
"""


def test_a_full_disk_costs_figures_and_no_process(small_disk: Path) -> None:
    command = [sys.executable, "-c", RESERVE, str(small_disk)]
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(small_disk), "PATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    full = "No space left on device"
    assert (done.returncode, done.stdout.splitlines()) == (0, ["reserved True True", full, full, "True"]), done.stderr
