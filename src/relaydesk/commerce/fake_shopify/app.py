"""The fake store as an ASGI app: the Admin API's endpoint, and `/_fake/…` to edit the store and to order trouble."""

import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute_sync,
    get_operation_ast,
    get_variable_values,
    parse,
    validate,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from relaydesk.commerce.fake_shopify.cost import CostRules, LeakyBucket
from relaydesk.commerce.fake_shopify.faults import Edit, Fault, FaultScript, FieldBreaker, UnknownFault, suffer
from relaydesk.commerce.fake_shopify.records import FakeProduct
from relaydesk.commerce.fake_shopify.resolvers import VERSIONS, fake_schema, type_name
from relaydesk.commerce.fake_shopify.shop import FakeShop, UnknownEdit

_LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits"


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request that the fake store answered."""

    status: int
    operation: str
    requested_cost: int | None
    outcome: str


@dataclass
class FakeStore:
    """One running fake: the shop, its bucket, its script of faults and the record of what was asked."""

    shop: FakeShop
    token: str
    bucket: LeakyBucket
    query_limit: int = 1000
    real_schema: GraphQLSchema | None = None
    faults: FaultScript = field(default_factory=FaultScript)
    requests: list[RequestRecord] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """`POST /admin/api/{version}/graphql.json`."""
        version = request.path_params["version"]
        presented = request.headers.get("X-Shopify-Access-Token", "")
        if not hmac.compare_digest(presented.encode(), self.token.encode()):
            message = "[API] Invalid API key or access token (unrecognized login or wrong password)"
            return self._noted(JSONResponse({"errors": message}, status_code=401), outcome="unauthorized")
        if version not in VERSIONS:
            return self._noted(JSONResponse({"errors": "Not Found"}, status_code=404), outcome="unknown version")
        fault = self.faults.take()
        if isinstance(fault, Edit):
            self._change(fault)
            fault = None
        response = await suffer(fault) if fault else None
        if response is not None and fault is not None:
            return self._noted(response, outcome=fault.kind)
        response = self._query(await request.body(), fault)
        response.headers["X-Shopify-API-Version"] = version
        return response

    def _change(self, edit: Edit) -> None:
        if edit.kind == "create":
            self.shop.create(dict(edit.fields))
            return
        product = self.shop.find(edit.reference)
        if product is None:
            raise UnknownEdit(f"there is no product {edit.reference!r}")
        if edit.kind == "delete":
            self.shop.delete(product)
        else:
            self.shop.edit(product, edit.fields)

    def _query(self, body: bytes, fault: Fault | None) -> Response:
        try:
            message = json.loads(body)
            text, variables = message["query"], message.get("variables") or {}
        except (ValueError, KeyError, TypeError, AttributeError):
            response = JSONResponse({"errors": {"query": "Required parameter missing or invalid"}}, status_code=400)
            return self._noted(response, outcome="bad request")
        try:
            document = parse(text)
            operation = get_operation_ast(document, message.get("operationName"))
            if operation is None:
                raise GraphQLError("An operation name is required")  # noqa: TRY301 - answered like the parser's own
            errors = self._invalid(document)
        except GraphQLError as error:
            errors, operation = [error], None
        if errors or operation is None:
            return self._noted(JSONResponse({"errors": [e.formatted for e in errors]}), outcome="invalid query")
        return self._execute(document, operation, variables, fault)

    def _invalid(self, document: DocumentNode) -> list[GraphQLError]:
        errors = validate(self.real_schema, document) if self.real_schema else []
        return errors or validate(fake_schema(), document)

    def _execute(
        self, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any], fault: Fault | None
    ) -> Response:
        name = operation.name.value if operation.name else ""
        coerced = get_variable_values(fake_schema(), operation.variable_definitions or (), variables)
        if isinstance(coerced, list):
            return self._noted(JSONResponse({"errors": [e.formatted for e in coerced]}), name, outcome="bad variables")
        rules = CostRules(fake_schema(), document, coerced)
        requested = rules.requested(operation)
        if requested > self.query_limit:
            return self._noted(JSONResponse(self._too_dear(requested)), name, requested, "too dear")
        if fault is not None:
            self.bucket.drain()
        if fault is not None or not self.bucket.has_taken(requested):
            return self._noted(JSONResponse(self._throttled(requested)), name, requested, "throttled")
        result = execute_sync(
            fake_schema(), document, context_value=self.shop, variable_values=variables,
            operation_name=name or None, type_resolver=type_name, middleware=[FieldBreaker(self.shop, self.faults)],
        )  # fmt: skip
        actual = rules.actual(operation, result.data) if result.data else 0
        self.bucket.give_back(requested - actual)
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [e.formatted for e in result.errors]
        answer["extensions"] = self._cost(requested, actual)
        return self._noted(JSONResponse(answer), name, requested, "errors" if result.errors else "ok")

    def _cost(self, requested: int, actual: int | None) -> dict[str, Any]:
        status = self.bucket.status()
        return {"cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}}

    def _throttled(self, requested: int) -> dict[str, Any]:
        extensions = {"code": "THROTTLED", "documentation": _LIMITS_PAGE}
        return {
            "errors": [{"message": "Throttled", "extensions": extensions}],
            "extensions": self._cost(requested, None),
        }

    def _too_dear(self, cost: int) -> dict[str, Any]:
        message = f"Query cost is {cost}, which exceeds the single query max cost limit ({self.query_limit})."
        extensions = {"code": "MAX_COST_EXCEEDED", "cost": cost, "maxCost": self.query_limit}
        return {"errors": [{"message": message, "extensions": extensions | {"documentation": _LIMITS_PAGE}}]}

    def _noted(
        self, response: Response, operation: str = "", requested: int | None = None, outcome: str = "ok"
    ) -> Response:
        self.requests.append(RequestRecord(response.status_code, operation, requested, outcome))
        return response

    async def list_products(self, _request: Request) -> Response:
        items = [_summary(product) for product in self.shop.products.values()]
        return JSONResponse({"items": items, "total": len(items)})

    async def create(self, request: Request) -> Response:
        return JSONResponse(_summary(self.shop.create(_object(await request.body()))), status_code=201)

    async def change(self, request: Request) -> Response:
        product = self.shop.find(request.path_params["reference"])
        if product is None:
            return JSONResponse({"errors": "Not Found"}, status_code=404)
        if request.method == "DELETE":
            self.shop.delete(product)
            return Response(status_code=204)
        self.shop.edit(product, _object(await request.body()))
        return JSONResponse(_summary(product))

    async def script(self, request: Request) -> Response:
        return JSONResponse({"queued": self.faults.add(_object(await request.body()))})

    async def list_requests(self, _request: Request) -> Response:
        return JSONResponse([{name: getattr(r, name) for name in RequestRecord.__slots__} for r in self.requests])


def _summary(product: FakeProduct) -> dict[str, Any]:
    return {"id": product.gid, "handle": product.handle, "title": product.title, "variants": len(product.variants)}


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise UnknownEdit("the body is not JSON") from None
    if not isinstance(value, dict):
        raise UnknownEdit("the body is not an object")
    return value


async def _refused(_request: Request, error: Exception) -> Response:
    return JSONResponse({"errors": str(error)}, status_code=422)


@cache
def _real_schema(path: Path) -> GraphQLSchema:
    return build_schema(path.read_text())


def create_fake_shopify(
    products: Iterable[FakeProduct],
    *,
    token: str,
    currency: str = "USD",
    name: str = "Fake store",
    schema_path: Path | None = None,
    bucket: LeakyBucket | None = None,
    query_limit: int = 1000,
) -> Starlette:
    """The app; `app.state.store` is the running FakeStore. With `schema_path` each query must also be valid there."""
    store = FakeStore(
        shop=FakeShop.of(products, currency=currency, name=name),
        token=token,
        bucket=bucket or LeakyBucket(maximum=2000, restore_rate=100, clock=time.monotonic),
        query_limit=query_limit,
        real_schema=_real_schema(schema_path) if schema_path else None,
    )
    app = Starlette(
        routes=[
            Route("/admin/api/{version}/graphql.json", store.answer, methods=["POST"]),
            Route("/_fake/products", store.list_products, methods=["GET"]),
            Route("/_fake/products", store.create, methods=["POST"]),
            Route("/_fake/products/{reference:path}", store.change, methods=["POST", "DELETE"]),
            Route("/_fake/script", store.script, methods=["POST"]),
            Route("/_fake/requests", store.list_requests, methods=["GET"]),
        ],
        exception_handlers={UnknownEdit: _refused, UnknownFault: _refused},
    )
    app.state.store = store
    return app
