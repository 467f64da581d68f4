"""Processes however they are begun: executed, or forked by somebody who is played here with processes that rest."""

import asyncio
import os
import signal
import socket
import subprocess
import sys

import pytest
from fibers import contract_of

from relaydesk.operate.processes.child import Beginning, Process, Program
from relaydesk.operate.processes.forks import Forks
from relaydesk.operate.processes.messages import Ended, Send, Spawn, Spawned, decode_request, encode
from relaydesk.operate.processes.own import OwnProgram

REST = [sys.executable, "-c", "import time; time.sleep(60)"]


def _fork_server(connection: socket.socket) -> None:
    """One request and its signal, as the fork server answers them."""
    spawn = decode_request(connection.recv(65536))
    assert isinstance(spawn, Spawn)
    with subprocess.Popen(REST) as process:
        connection.send(encode(Spawned(id=spawn.id, pid=process.pid)))
        send = decode_request(connection.recv(65536))
        assert isinstance(send, Send)
        assert send.pid == process.pid
        os.kill(process.pid, send.signal)
        connection.send(encode(Ended(pid=process.pid, code=process.wait())))


@contract_of(Beginning, Process)
@pytest.mark.skipif(sys.platform != "linux", reason="processes are executed here")
async def test_what_is_begun_is_signalled_and_its_end_is_told() -> None:
    server_end, client_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    serving = asyncio.create_task(asyncio.to_thread(_fork_server, server_end))
    forked = OwnProgram(arguments=["rest"], environment={}, forks=Forks(client_end))
    for beginning in (Program(command=REST), forked):
        assert beginning.stop_signal == signal.SIGTERM
        process = await beginning.begin()
        assert (process.pid > 0, process.returncode) == (True, None)
        process.send_signal(signal.SIGTERM)
        assert (await process.wait(), await process.wait(), process.returncode) == (-signal.SIGTERM,) * 3
        with pytest.raises(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    await serving
    asyncio.get_running_loop().remove_reader(client_end.fileno())
    server_end.close()
    client_end.close()
