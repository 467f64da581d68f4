"""Owns how often a password may be guessed: by account and address together, so that nobody locks anybody else out.

Somebody who guesses from one address waits longer and longer there; the person signs in elsewhere as ever. Guesses at
one account from many addresses are slowed as a whole, but not from where the person has signed in before.
"""

from dataclasses import dataclass
from datetime import timedelta

from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.tables import User
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import RateLimited
from relaydesk.kernel.limits.backoff import Growth
from relaydesk.kernel.runtime import Kernel

FROM_ONE_ADDRESS = Growth(free=5, first_s=30, longest_s=900, window_s=86_400)
FROM_ANYWHERE = Growth(free=50, first_s=30, longest_s=60, window_s=3600)
ADDRESS_KNOWN_FOR = timedelta(days=90)
TRIES_PER_ADDRESS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One that was let in. Until it is `right` it counts as a wrong one."""

    kernel: Kernel
    pair: str
    account: str | None

    async def right(self) -> None:
        await self.kernel.backoff.forget(self.pair)
        if self.account is not None:
            await self.kernel.backoff.take_back(self.account)


async def find_account(kernel: Kernel, email: str, address: str) -> tuple[User | None, bool]:
    """The person with this e-mail address, and whether they have signed in from there before."""
    async with kernel.database.read() as db:
        user = await store.find_user_by_email(db, email)
        since = utc_now() - ADDRESS_KNOWN_FOR
        is_known = user is not None and await store.is_known_address(db, user.id, address, since=since)
    return user, is_known


async def admit(kernel: Kernel, *, email: str, address: str, is_known: bool) -> Guess:
    """Lets a guess at an account's password in, before it is looked at.

    Args:
        kernel: the process's.
        email: of the account, whether or not there is one.
        address: where it comes from, as limits count it.
        is_known: whether the person has signed in from there before.

    Raises:
        RateLimited: too many were wrong; says when the next may be made.
    """
    verdict = await kernel.limiter.take(f"login_from:{address}", limit_per_minute=TRIES_PER_ADDRESS)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())
    name = email.strip().lower()
    pair = f"password:{name}:{address}"
    account = None if is_known else f"password:{name}"
    wait_s = await kernel.backoff.admit(pair, FROM_ONE_ADDRESS)
    if not wait_s and account is not None:
        wait_s = await kernel.backoff.admit(account, FROM_ANYWHERE)
        if wait_s:
            await kernel.backoff.take_back(pair)
    if wait_s:
        raise RateLimited(retry_after_s=wait_s)
    return Guess(kernel=kernel, pair=pair, account=account)
