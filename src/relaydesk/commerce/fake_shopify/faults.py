"""Trouble on order: what shall befall the next requests of the fake store, as scripted through `POST /_fake/script`."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError
from starlette.responses import HTMLResponse, JSONResponse, Response

from relaydesk.commerce.fake_shopify.records import FakeProduct
from relaydesk.commerce.fake_shopify.shop import FakeShop, Info

KINDS = ("500", "502", "503", "429", "throttled", "timeout", "html", "truncated")
EDITS = ("edit", "delete", "create")


class UnknownFault(ValueError):
    """The script asks for something the fake store cannot do."""


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the shop just before a request is answered: `edit`, `delete` or `create`."""

    kind: str
    reference: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokenField:
    """A field (`Product.onlineStoreUrl`) that one product's answers lack, with the error told in its place."""

    field: str
    reference: str
    message: str
    code: str


@dataclass
class FaultScript:
    """A queue with one entry a request (a fault, an edit, None for one that goes well), and fields broken for good."""

    queue: deque[Fault | Edit | None] = field(default_factory=deque)
    broken: list[BrokenField] = field(default_factory=list)

    def add(self, step: dict[str, Any]) -> int:
        """Appends a fault or an edit, behind `after` requests that go well.

        `{"fail": kind, "times": n, "after": n, "seconds": for a timeout}` or
        `{"change": "edit|delete|create", "product": id or handle, "fields": {…}, "after": n}`.
        `{"break": "Product.vendor", "product": id or handle, "message": …, "code": …}` lasts until `{"mend": true}`.
        """
        if "break" in step:
            message = str(step.get("message", "Internal error. Looks like something went wrong on our end."))
            code = str(step.get("code", "INTERNAL_SERVER_ERROR"))
            self.broken.append(BrokenField(str(step["break"]), str(step.get("product", "")), message, code))
            return len(self.queue)
        if step.get("mend") is True:
            self.broken.clear()
            return len(self.queue)
        kind, times, after = str(step.get("fail")), step.get("times", 1), step.get("after", 0)
        if step.get("change") in EDITS:
            edit = Edit(step["change"], str(step.get("product", "")), dict(step.get("fields", {})))
            self.queue.extend([*[None] * int(after), edit])
            return len(self.queue)
        if kind not in KINDS:
            raise UnknownFault(f"fail must be one of {', '.join(KINDS)}")
        if not isinstance(times, int) or not isinstance(after, int) or times < 1 or after < 0:
            raise UnknownFault("times must be at least 1 and after at least 0")
        self.queue.extend([None] * after)
        self.queue.extend([Fault(kind, float(step.get("seconds", 30.0)))] * times)
        return len(self.queue)

    def take(self) -> Fault | Edit | None:
        return self.queue.popleft() if self.queue else None


@dataclass(frozen=True, slots=True)
class FieldBreaker:
    """GraphQL middleware: what the script broke becomes an error of that one field."""

    shop: FakeShop
    script: FaultScript

    def resolve(self, resolver: Callable[..., Any], parent: Any, info: Info, **arguments: Any) -> Any:
        product = parent if isinstance(parent, FakeProduct) else getattr(parent, "product", None)
        for broken in self.script.broken if isinstance(product, FakeProduct) else ():
            is_named = broken.field == f"{info.parent_type.name}.{info.field_name}"
            if is_named and self.shop.find(broken.reference) is product:
                raise GraphQLError(broken.message, extensions={"code": broken.code})
        return resolver(parent, info, **arguments)


async def suffer(fault: Fault) -> Response | None:
    """The answer of a request that meets `fault`; None where the caller must answer (throttled)."""
    if fault.kind == "throttled":
        return None
    if fault.kind == "timeout":
        await asyncio.sleep(fault.seconds)
        return JSONResponse({"errors": "Gateway Timeout"}, status_code=504)
    if fault.kind == "429":
        return JSONResponse({"errors": "Too Many Requests"}, status_code=429, headers={"Retry-After": "0.05"})
    if fault.kind == "html":
        return HTMLResponse("<!doctype html><title>Something went wrong</title><h1>Something went wrong</h1>")
    if fault.kind == "truncated":
        return Response('{"data": {"products": {"nodes": [', media_type="application/json")
    return JSONResponse({"errors": "Internal Server Error"}, status_code=int(fault.kind))
