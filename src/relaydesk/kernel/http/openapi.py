"""Owns the form of the OpenAPI document: which credentials each operation takes, and summaries that read as English.

What an operation takes is read from the dependencies that check it, which say so by `@takes(…)`.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

C = TypeVar("C", bound=Callable[..., Any])
_MARK = "credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Names of security schemes, any one of which will do; `is_required` where a caller without is refused."""

    schemes: tuple[str, ...]
    is_required: bool

    def as_security(self) -> list[dict[str, list[str]]]:
        """As a Security Requirement (OpenAPI 3.1, 4.8.30); an empty one says that none is needed."""
        named: list[dict[str, list[str]]] = [{scheme: []} for scheme in self.schemes]
        return named if self.is_required else [{}, *named]


def takes(*schemes: str, is_required: bool = True) -> Callable[[C], C]:
    """Says of a dependency that it reads these credentials."""

    def mark(dependency: C) -> C:
        vars(dependency)[_MARK] = Credentials(schemes=schemes, is_required=is_required)
        return dependency

    return mark


class DocumentedApi(FastAPI):
    """An application whose document says what FastAPI does not read from signatures."""

    def __init__(self, *, security_schemes: Mapping[str, Mapping[str, Any]], **options: Any) -> None:
        super().__init__(**options)
        self._security_schemes = security_schemes
        self._making = threading.Lock()  # it takes half a second, beside the loop: two may ask at once

    def openapi(self) -> dict[str, Any]:
        with self._making:
            document = super().openapi()
            if "securitySchemes" not in document["components"]:
                document["components"]["securitySchemes"] = dict(self._security_schemes)
                for route in iter_route_contexts(self.routes):
                    _complete(document, route)
            return document


def _complete(document: Mapping[str, Any], route: RouteContext) -> None:
    declared = route.original_route
    if not isinstance(declared, APIRoute) or not declared.include_in_schema:
        return
    credentials = next(_credentials(declared.dependant), None)
    for method in declared.methods or ():
        operation = document["paths"][route.path_format][method.lower()]
        operation["security"] = credentials.as_security() if credentials else []
        operation["summary"] = declared.summary or declared.name.replace("_", " ").capitalize()


def _credentials(dependant: Dependant) -> Iterator[Credentials]:
    for inner in dependant.dependencies:
        mark = getattr(inner.call, _MARK, None)
        if isinstance(mark, Credentials):
            yield mark
        yield from _credentials(inner)
