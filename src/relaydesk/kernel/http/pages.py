"""Owns the pages and files that the web workspace builds: console, widget, demo, API docs; served from the package."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse

from relaydesk.kernel.errors import NotFound

STATIC = Path(__file__).resolve().parents[2] / "static"
IMMUTABLE = "public, max-age=31536000, immutable"


class PageNotBuilt(NotFound):
    """The web parts are not built; run `make build`."""

    code = "PAGE_NOT_BUILT"


def page(name: str, *, headers: dict[str, str] | None = None) -> FileResponse:
    """`<static>/<name>`, always revalidated."""
    path = STATIC / name
    if not path.is_file():
        raise PageNotBuilt
    return FileResponse(path, headers={"Cache-Control": "no-cache", **(headers or {})})


def built_file(folder: str, path: str) -> FileResponse | None:
    """A file below `<static>/<folder>`; those under `assets/` carry a content hash and are cached for good."""
    base = STATIC / folder
    try:
        target = (base / path).resolve()
        is_there = bool(path) and target.is_relative_to(base) and target.is_file()
    except (ValueError, OSError):  # a NUL, a name that is too long: there can be no such file
        return None
    if not is_there:
        return None
    caching = IMMUTABLE if path.startswith("assets/") else "no-cache"
    return FileResponse(target, headers={"Cache-Control": caching})


router = APIRouter(include_in_schema=False)


@router.get("/")
async def root() -> RedirectResponse:
    return RedirectResponse("/console/")


@router.get("/console")
async def console_root() -> RedirectResponse:
    return RedirectResponse("/console/")


@router.get("/console/{path:path}")
async def console(path: str) -> FileResponse:
    """The single-page console: its files as they are, its index for every other path."""
    return built_file("console", path) or page("console/index.html")


@router.get("/docs")
async def api_docs() -> FileResponse:
    """The OpenAPI document as a page, from files of our own: no CDN."""
    return page("docs/index.html")


@router.get("/docs/{path:path}")
async def api_docs_file(path: str) -> FileResponse:
    found = built_file("docs", path)
    if found is None:
        raise NotFound
    return found
