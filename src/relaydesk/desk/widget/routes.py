"""The widget's files and the demo page. The frame may be embedded by any page; the console by none."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from relaydesk.assistants import api as assistants
from relaydesk.commerce import api as commerce
from relaydesk.kernel.errors import NO_NUL, NotFound
from relaydesk.kernel.http.dependencies import ReadDbDep
from relaydesk.kernel.http.pages import PAGE_METHODS, built_file, page

router = APIRouter(include_in_schema=False)
DEMO_PRODUCTS = 12
_FRAME_POLICY = (
    "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors *"
)
_FRAME_HEADERS = {"Content-Security-Policy": _FRAME_POLICY}
_FOREIGN = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}")
AssistantName = Annotated[str | None, Query(max_length=200, pattern=NO_NUL)]


@router.api_route("/sdk/{name}.js", methods=PAGE_METHODS)
async def loader(request: Request, name: str) -> Response:
    """One small script for any page; it becomes the global that its own address names."""
    if not _IDENTIFIER.fullmatch(name):
        raise NotFound
    return page(request, "widget/relaydesk.js", headers=_FOREIGN)


@router.api_route("/embed", methods=PAGE_METHODS)
async def frame(request: Request) -> Response:
    return page(request, "widget/embed/index.html", headers=_FRAME_HEADERS)


@router.get("/embed/assistant.json")
async def frame_assistant(db: ReadDbDep, assistant: AssistantName = None) -> dict[str, str]:
    """What the window shows before the first message, of the assistant named or the default one."""
    profile = await assistants.get_profile(db, assistant or None)
    return {"name": profile.name, "opening_line": profile.opening_line}


@router.api_route("/embed/{path:path}", methods=PAGE_METHODS)
async def frame_file(request: Request, path: str) -> Response:
    return _existing(built_file(request, "widget/embed", path))


@router.api_route("/demo", methods=PAGE_METHODS)
async def demo(request: Request) -> Response:
    return page(request, "demo/index.html")


@router.get("/demo/shop.json")
async def demo_shop(db: ReadDbDep) -> dict[str, Any]:
    """Some products of the demo shop and the assistant that answers for it; neither until it has been loaded."""
    merchant = await commerce.find_demo_merchant(db)
    if merchant is None:
        return {"assistant": None, "items": []}
    hits = await commerce.list_products(db, merchant_id=merchant.id, limit=DEMO_PRODUCTS)
    return {
        "assistant": await assistants.find_assistant_of(db, merchant.id),
        "items": [
            {
                "title": hit.title,
                "price_minor": hit.min_price_minor,
                "currency": hit.currency,
                "image": hit.image_url,
                "url": hit.url,
            }
            for hit in hits
        ],
    }


@router.api_route("/demo/{path:path}", methods=PAGE_METHODS)
async def demo_file(request: Request, path: str) -> Response:
    return _existing(built_file(request, "demo", path))


def _existing(file: Response | None) -> Response:
    if file is None:
        raise NotFound
    return file
