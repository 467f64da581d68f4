"""The widget's files and the demo page. The frame may be embedded by any page; the console by none."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from relaydesk.commerce import api as commerce
from relaydesk.kernel.errors import NotFound
from relaydesk.kernel.http.dependencies import ReadDbDep
from relaydesk.kernel.http.pages import built_file, page

router = APIRouter(include_in_schema=False)
DEMO_PRODUCTS = 12
_FRAME_POLICY = (
    "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors *"
)
_FRAME_HEADERS = {"Content-Security-Policy": _FRAME_POLICY}
_FOREIGN = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}


@router.get("/sdk/relaydesk.js")
async def loader() -> FileResponse:
    """One small script for any page."""
    return page("widget/relaydesk.js", headers=_FOREIGN)


@router.get("/embed")
async def frame() -> FileResponse:
    return page("widget/embed/index.html", headers=_FRAME_HEADERS)


@router.get("/embed/{path:path}")
async def frame_file(path: str) -> FileResponse:
    return _found(built_file("widget/embed", path))


@router.get("/demo")
async def demo() -> FileResponse:
    return page("demo/index.html")


@router.get("/demo/products.json")
async def demo_products(db: ReadDbDep) -> dict[str, list[dict[str, Any]]]:
    """Some products of the demo shop; none until it has been loaded."""
    merchant = await commerce.find_demo_merchant(db)
    if merchant is None:
        return {"items": []}
    hits = await commerce.list_products(db, merchant_id=merchant.id, limit=DEMO_PRODUCTS)
    return {
        "items": [
            {
                "title": hit.title,
                "price_minor": hit.min_price_minor,
                "currency": hit.currency,
                "image": hit.image_url,
                "url": hit.url,
            }
            for hit in hits
        ]
    }


@router.get("/demo/{path:path}")
async def demo_file(path: str) -> FileResponse:
    return _found(built_file("demo", path))


def _found(file: FileResponse | None) -> FileResponse:
    if file is None:
        raise NotFound
    return file
