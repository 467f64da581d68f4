"""Owns what an endpoint may ask for: parts of the application, a unit of work, a read session."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request

from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.http.connections import network_of
from relaydesk.kernel.runtime import Kernel

T = TypeVar("T")


class Parts:
    """The running parts of an application, one of each type. They stand on its state as `parts`."""

    def __init__(self, *parts: object) -> None:
        self._parts: dict[type, Any] = {}
        for part in parts:
            self.add(part)

    def add(self, part: object) -> None:
        self._parts[type(part)] = part

    def get(self, kind: type[T]) -> T:
        """Raises LookupError when the application was made without it."""
        if kind not in self._parts:
            raise LookupError(f"this application has no {kind.__name__}")
        return cast("T", self._parts[kind])


def part(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """The dependency that gives an endpoint the application's part of this type."""

    async def find(request: Request) -> T:  # a plain function would be run in a thread
        parts: Parts = request.app.state.parts
        return parts.get(kind)

    return find


KernelDep = Annotated[Kernel, Depends(part(Kernel))]


async def _unit_of_work(kernel: KernelDep) -> AsyncIterator[UnitOfWork]:
    async with kernel.database.unit_of_work() as uow:
        yield uow


async def _read_db(kernel: KernelDep) -> AsyncIterator[ReadDb]:
    async with kernel.database.read() as db:
        yield db


# scope="function" ends the dependency, and so the unit of work, before the response is sent
UowDep = Annotated[UnitOfWork, Depends(_unit_of_work, scope="function")]
ReadDbDep = Annotated[ReadDb, Depends(_read_db, scope="function")]


def client_address(request: Request) -> str:
    """The peer's address; uvicorn has already applied X-Forwarded-For from trusted proxies (FORWARDED_ALLOW_IPS)."""
    return request.client.host if request.client else "unknown"


def client_network(request: Request) -> str:
    """The peer's address as limits count it: the one function that limits by address ask."""
    return network_of(client_address(request))
