"""Owns password hashing and what makes a password too easy to guess: off the event loop, in a pool of its own.

Hashing takes a tenth of a second and several threads of the processor. Two at a time, at a lower priority than the
rest of the process, and a bounded queue keep a burst of sign-ins from starving everybody else.
"""

import asyncio
import contextlib
import functools
import importlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from relaydesk.identity.errors import PasswordsBusy
from relaydesk.kernel.errors import Invalid

P = ParamSpec("P")
T = TypeVar("T")

THREADS, LONGEST_QUEUE = 2, 64
_NICER_BY = 10
_LONGEST_JUDGED = 72  # zxcvbn takes no more; what follows only makes a password harder
_FAIR = 2  # zxcvbn's score from which a password takes more than a million guesses

_hasher = PasswordHash((Argon2Hasher(),))


def _give_way() -> None:
    """Lowers the priority of this thread, and of those that Argon2 starts from it, where the system allows that."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICER_BY)


class HashingPool:
    """A few threads and a bounded queue before them. Threads start with the first use, never at import.

    `pending` counts what runs and what waits.
    """

    def __init__(self, *, threads: int, longest_queue: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords", initializer=_give_way)
        self._most = threads + longest_queue
        self.pending = 0

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Raises PasswordsBusy at once when the queue is full."""
        if self.pending >= self._most:
            raise PasswordsBusy(retry_after_s=2)
        self.pending += 1
        try:
            call = functools.partial(work, *args, **kwargs)
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        finally:
            self.pending -= 1


POOL = HashingPool(threads=THREADS, longest_queue=LONGEST_QUEUE)


@functools.cache
def _nobody() -> str:
    """Checked when there is no such account, so that the answer takes as long and tells nothing."""
    return _hasher.hash("relaydesk-nobody")


def _verify(password: str, password_hash: str | None) -> bool:
    return _hasher.verify(password, password_hash or _nobody()) and password_hash is not None


async def hash_password(password: str) -> str:
    """Raises PasswordsBusy. Never call it inside a unit of work: it may wait in a queue."""
    return await POOL.run(_hasher.hash, password)


async def is_password(password: str, password_hash: str | None) -> bool:
    """False without a hash, after as long. As hash_password otherwise."""
    return await POOL.run(_verify, password, password_hash)


def _is_guessable(password: str, about: Sequence[str]) -> bool:
    zxcvbn = importlib.import_module("zxcvbn").zxcvbn  # its lists take 11 MB, and few processes see a new password
    judged = zxcvbn(password[:_LONGEST_JUDGED], user_inputs=list(about))
    return int(judged["score"]) < _FAIR


async def find_problem(password: str, *, about: Sequence[str], field: str = "password") -> Invalid | None:
    """What zxcvbn's lists of common passwords, names and words make easy to guess has one, which names the field.

    Args:
        password: the one that somebody wants.
        about: what a guesser would try first, such as the person's name and e-mail address.
        field: as the request names it.

    Raises:
        PasswordsBusy: as hash_password.
    """
    if not await POOL.run(_is_guessable, password, about):
        return None
    message = "is among the first that a guesser would try; take a longer or a less common one"
    return Invalid.field(field, message, reason="password_guessable")


async def check_new_password(password: str, *, about: Sequence[str], field: str = "password") -> None:
    """Raises what find_problem finds."""
    if problem := await find_problem(password, about=about, field=field):
        raise problem
