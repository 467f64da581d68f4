"""What a fork server and whoever has it fork say to each other: a packet each, over a socket of their own."""

from typing import Final

import msgspec

LONGEST: Final = 512 * 1024  # bytes a packet; the kernel refuses longer ones before that


class Spawn(msgspec.Struct, array_like=True, tag="spawn"):
    """Has `relaydesk ARGUMENTS` run. Descriptors come with the packet: standard error first, if it has one.

    `fd_options` are the options, such as `--fd`, that tell the new process the numbers of the others; with
    `forks_option` it is told that of a connection of its own to the fork server, too.
    """

    id: int
    arguments: list[str]
    environment: dict[bytes, bytes]
    stop_signal: int
    fd_options: list[str] = []
    forks_option: str | None = None
    has_stderr: bool = False


class Send(msgspec.Struct, array_like=True, tag="send"):
    """Has a signal sent to a process that this connection has had forked."""

    pid: int
    signal: int


class Spawned(msgspec.Struct, array_like=True, tag="spawned"):
    id: int
    pid: int


class Refused(msgspec.Struct, array_like=True, tag="refused"):
    """There is no such process: `errno` says why."""

    id: int
    errno: int


class Ended(msgspec.Struct, array_like=True, tag="ended"):
    """`code` is the exit code, or minus the signal that ended it."""

    pid: int
    code: int


encode = msgspec.msgpack.Encoder().encode
decode_request = msgspec.msgpack.Decoder(Spawn | Send).decode
decode_answer = msgspec.msgpack.Decoder(Spawned | Refused | Ended).decode
