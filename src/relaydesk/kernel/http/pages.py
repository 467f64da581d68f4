"""Owns the pages and files that the web workspace builds: console, widget, demo, API docs; served from the package.

The build leaves a `.br` and a `.gz` beside each file that is worth it: no process compresses at run time.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from relaydesk.kernel.errors import NotFound

STATIC = Path(__file__).resolve().parents[2] / "static"
IMMUTABLE = "public, max-age=31536000, immutable"
# What the build writes, by ending; the machine's own table of types may know less.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
PAGE_METHODS = ["GET", "HEAD"]  # RFC 9110, 9.3.2; the server leaves out the body
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the better first


class PageNotBuilt(NotFound):
    """The web parts are not built; run `make build`."""

    code = "PAGE_NOT_BUILT"


def page(request: Request, name: str, *, headers: Mapping[str, str] | None = None) -> Response:
    """`<static>/<name>`, always revalidated."""
    path = STATIC / name
    if not path.is_file():
        raise PageNotBuilt
    return _sent(request, path, {"Cache-Control": "no-cache", **(headers or {})})


def built_file(request: Request, folder: str, path: str) -> Response | None:
    """A file below `<static>/<folder>`; those under `assets/` carry a content hash and are cached for good."""
    base = STATIC / folder
    try:
        target = (base / path).resolve()
        is_there = target.is_relative_to(base) and target.suffix in TYPES and target.is_file()
    except (ValueError, OSError):  # a NUL, a name that is too long: there can be no such file
        return None
    if not is_there:
        return None
    caching = IMMUTABLE if path.startswith("assets/") else "no-cache"
    return _sent(request, target, {"Cache-Control": caching})


def _sent(request: Request, path: Path, headers: Mapping[str, str]) -> Response:
    """The file as it is best for this client, or 304 when it has it already (RFC 9110, 12.5.3 and 13.1.2)."""
    encoding, variant = _best_variant(path, request.headers.get("Accept-Encoding", ""))
    response = FileResponse(variant, media_type=TYPES[path.suffix], headers=dict(headers), stat_result=variant.stat())
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if not _has_it(request.headers.get("If-None-Match", ""), response.headers["ETag"]):
        return response
    repeated = {name: value for name, value in response.headers.items() if name not in _OF_THE_BODY}
    return Response(status_code=304, headers=repeated)


_OF_THE_BODY = {"accept-ranges", "content-encoding", "content-length", "content-type"}


def _best_variant(path: Path, accepted: str) -> tuple[str, Path]:
    for encoding in accepted_of(_ENCODINGS, accepted):
        variant = path.with_name(path.name + _ENCODINGS[encoding])
        if variant.is_file():
            return encoding, variant
    return "", path


def accepted_of(encodings: Iterable[str], accepted: str) -> list[str]:
    """Those of `encodings` that an Accept-Encoding takes, in the order given (RFC 9110, 12.5.3)."""
    weights = dict(_weighted(item) for item in accepted.lower().split(",") if item.strip())
    return [encoding for encoding in encodings if weights.get(encoding, weights.get("*", 0.0)) > 0]


def _weighted(item: str) -> tuple[str, float]:
    """`gzip;q=0.5` as a name with its weight; a weight that is none counts as not accepted."""
    name, _, parameter = item.partition(";")
    key, _, value = parameter.partition("=")
    try:
        return name.strip(), float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return name.strip(), 0.0


def _has_it(names: str, etag: str) -> bool:
    held = {name.strip().removeprefix("W/") for name in names.split(",")}
    return etag in held or "*" in held


router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=PAGE_METHODS)
async def root() -> RedirectResponse:
    return RedirectResponse("/console/")


@router.api_route("/console", methods=PAGE_METHODS)
async def console_root() -> RedirectResponse:
    return RedirectResponse("/console/")


@router.api_route("/console/{path:path}", methods=PAGE_METHODS)
async def console(request: Request, path: str) -> Response:
    """The single-page console: its files as they are, its index for every path that is no file's."""
    file = built_file(request, "console", path)
    if file is None and (path.startswith("assets/") or PurePosixPath(path).suffix in TYPES):
        raise NotFound
    return file or page(request, "console/index.html")


@router.api_route("/docs", methods=PAGE_METHODS)
async def api_docs(request: Request) -> Response:
    """The OpenAPI document as a page, from files of our own: no CDN."""
    return page(request, "docs/index.html")


@router.api_route("/docs/{path:path}", methods=PAGE_METHODS)
async def api_docs_file(request: Request, path: str) -> Response:
    file = built_file(request, "docs", path)
    if file is None:
        raise NotFound
    return file
