"""What a sandbox's process takes from itself before it runs a script, so that nothing of the machine is in its reach.

Limits hold on every system. On Linux the process also gives up root (for the user `nobody`), gains no privileges any
more, cannot be looked into, and on x86-64 and ARM64 lets a seccomp filter refuse every system call but those that
computing and talking over the one socket need. What cannot be had is given back, to be told.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys

MAX_PROCESS_BYTES = 512 * 1024 * 1024
NOBODY = 65534
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 4, 38, 22, 2
_EPERM = 1
# linux/filter.h, linux/seccomp.h
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | _EPERM, 0x80000000
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4
# linux/audit.h, and the numbers of: read write close fstat lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask
# rt_sigreturn mremap madvise sched_yield getitimer setitimer getpid gettid sendto recvfrom exit exit_group futex
# clock_gettime gettimeofday times getrusage getrandom sigaltstack restart_syscall
_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 25, 28, 24, 36, 38, 39, 186, 44, 45, 60, 231, 202, 228, 96, 100, 98,
         318, 131, 219),
    ),
    "aarch64": (
        0xC00000B7,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 216, 233, 124, 102, 103, 172, 178, 206, 207, 93, 94, 98,
         113, 169, 153, 165, 278, 132, 128),
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine() -> list[str]:
    """Take from this process what no script needs; gives what could not be taken."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_NOFILE):
        resource.setrlimit(limit, (0, 0))
    if sys.platform != "linux":
        return ["no_new_privs and a filter of system calls"]
    resource.setrlimit(resource.RLIMIT_AS, (MAX_PROCESS_BYTES, MAX_PROCESS_BYTES))
    missing = []
    if os.geteuid() == 0:
        try:
            _give_up_root()
        except OSError:
            missing.append("a user other than root")
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        missing.append("no_new_privs")
    if not _filter_calls(libc):
        missing.append("a filter of system calls")
    return missing


def _give_up_root() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def _filter_calls(libc: ctypes.CDLL) -> bool:
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, numbers = known
    steps = [(_LOAD, 0, 0, _AT_ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _AT_NUMBER))
    for place, number in enumerate(numbers):
        steps.append((_EQUAL, len(numbers) - place, 0, number))  # over the rest and the refusal
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
    done: int = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return done == 0
