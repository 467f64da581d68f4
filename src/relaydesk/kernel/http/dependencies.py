"""Owns what an endpoint may ask for: the kernel, a unit of work committed before the response, a read session."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

from relaydesk.kernel.database import Db
from relaydesk.kernel.runtime import Kernel


def _kernel(request: Request) -> Kernel:
    kernel: Kernel = request.app.state.kernel
    return kernel


KernelDep = Annotated[Kernel, Depends(_kernel)]


async def _write_db(kernel: KernelDep) -> AsyncIterator[Db]:
    async with kernel.database.unit_of_work() as db:
        yield db


async def _read_db(kernel: KernelDep) -> AsyncIterator[Db]:
    async with kernel.database.read() as db:
        yield db


# scope="function" ends the dependency, and so the unit of work, before the response is sent
WriteDb = Annotated[Db, Depends(_write_db, scope="function")]
ReadDb = Annotated[Db, Depends(_read_db, scope="function")]


def client_address(request: Request) -> str:
    """The peer's address; uvicorn has already applied X-Forwarded-For from trusted proxies."""
    return request.client.host if request.client else "unknown"
