"""A sandbox's process is refused files, sockets, processes and privileges, by the kernel."""

import json
import os
import platform
import subprocess
import sys

import psutil
import pytest

from relaydesk.gateway.relay.scripts.confinement import NOBODY
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Job

ATTEMPTS = """
import errno, json, os, socket
from relaydesk.gateway.relay.scripts.confinement import confine
parent = os.getppid()
missing = confine()
attempts = {
    "open": lambda: os.open("/etc/hostname", os.O_RDONLY),
    "write": lambda: os.open("/tmp/x", os.O_CREAT | os.O_WRONLY),
    "list": lambda: os.listdir("/"),
    "socket": lambda: socket.socket(),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "pair": lambda: socket.socketpair(),
    "fork": lambda: os.fork(),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(parent, 0),
    "dup": lambda: os.dup(1),
    "become": lambda: os.setresuid(0, 0, 0),
}
def errno_of(attempt):
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
refused = {name: errno_of(attempt) for name, attempt in attempts.items()}
print(json.dumps({"missing": missing, "refused": refused}))
"""


HAS_FILTER = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="there is no filter of system calls for this machine: nothing was tried",
)


@HAS_FILTER
def test_a_sandbox_is_refused_whatever_reaches_outside_of_it() -> None:
    done = subprocess.run([sys.executable, "-c", ATTEMPTS], capture_output=True, text=True, check=True, env={})
    seen = json.loads(done.stdout)
    assert seen["missing"] == []
    assert set(seen["refused"].values()) == {"EPERM"}, seen["refused"]


@HAS_FILTER
async def test_what_runs_scripts_is_confined_and_nobody() -> None:
    sandboxes = Sandboxes(1)
    try:
        assert (await sandboxes.run(Job("function onRequest() {}", timeout_ms=500))).phases == ("request",)
        process = next(
            p for p in psutil.Process().children() if "relaydesk.gateway.relay.scripts.sandbox" in p.cmdline()
        )
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:  # noqa: ASYNC230, PTH123 - procfs
            found = {name: value.strip() for name, _, value in (line.partition(":") for line in status)}
        assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")
        assert process.uids().effective == (NOBODY if os.geteuid() == 0 else os.geteuid())
    finally:
        await sandboxes.close()
