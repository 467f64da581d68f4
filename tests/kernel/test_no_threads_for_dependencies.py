"""FastAPI runs plain functions in threads: no endpoint and no dependency of ours is one."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.dependencies.models import Dependant

from relaydesk.main import ROUTERS


def calls_of(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    if dependant.call is not None:
        yield dependant.call
    for inner in dependant.dependencies:
        yield from calls_of(inner)


def test_no_endpoint_and_no_dependency_is_run_in_a_thread() -> None:
    routes: list[Any] = [route for router in ROUTERS for route in router.routes]
    calls = {call for route in routes for call in calls_of(route.dependant)}
    plain = [
        f"{call.__module__}.{call.__qualname__}"
        for call in calls
        if not inspect.iscoroutinefunction(call) and not inspect.isasyncgenfunction(call)
    ]
    assert len(routes) > 100
    assert plain == []
