"""Content: text, images and documents as OpenAI's parts and as Anthropic's blocks.

Both have text, images (as data or as a URL) and PDF documents. Anthropic's plain-text document becomes text. Audio,
files that were uploaded before (`file_id`) and citations have no counterpart. Anthropic refuses text without a visible
character: such text is left out. `cache_control` is kept towards Anthropic. `detail`, `transformations` and
`prompt_cache_breakpoint` are hints and are dropped, `cache_control` towards OpenAI, too: it caches by itself.
"""

import base64
import binascii
from typing import Any

import msgspec

from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError

_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_PDF = "application/pdf"
_PDF_START = "JVBERi"  # "%PDF-" in base64
_URL = ("https://", "http://")


class ImageUrl(msgspec.Struct):
    url: str


class FileData(msgspec.Struct):
    file_data: str | None = None
    file_id: str | None = None
    filename: str | None = None


class Part(msgspec.Struct):
    """One part of an OpenAI message's content."""

    type: str
    text: str | None = None
    refusal: str | None = None
    image_url: ImageUrl | None = None
    file: FileData | None = None
    cache_control: dict[str, Any] | None = None


class Source(msgspec.Struct):
    type: str
    media_type: str = ""
    data: str = ""
    url: str = ""


class Block(msgspec.Struct):
    """One block of an Anthropic message's content, of any type that can be carried over."""

    type: str
    text: str = ""
    source: Source | None = None
    title: str | None = None
    context: str | None = None
    citations: Any = None
    id: str = ""
    name: str = ""
    input: msgspec.Raw = msgspec.Raw(b"{}")
    tool_use_id: str = ""
    content: "str | list[Block] | None" = None
    is_error: bool | None = None


def text_block(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def anthropic_blocks(content: str | list[Part] | None, field: str) -> list[dict[str, Any]]:
    """OpenAI content as Anthropic blocks.

    Raises:
        UntranslatableError: a part that has no counterpart.
    """
    if content is None or isinstance(content, str):
        return [text_block(content)] if content and not content.isspace() else []
    blocks = [_marked(part, _block(part, f"{field}[{at}]")) for at, part in enumerate(content)]
    return [block for block in blocks if block]


def _marked(part: Part, block: dict[str, Any] | None) -> dict[str, Any] | None:
    """With the mark for Anthropic's cache, which clients of either format set."""
    return {**block, "cache_control": part.cache_control} if block and part.cache_control else block


def _block(part: Part, field: str) -> dict[str, Any] | None:
    if part.type in {"text", "refusal"}:
        text = part.text if part.type == "text" else part.refusal
        if text is None:
            raise UntranslatableError(f"{field}.{part.type}", "is missing")
        return text_block(text) if text and not text.isspace() else None
    if part.type == "image_url" and part.image_url:
        return {"type": "image", "source": _image_source(part.image_url.url, f"{field}.image_url.url")}
    if part.type == "file" and part.file:
        return _document(part.file, f"{field}.file")
    raise UntranslatableError(f"{field}.type", f"a part of type '{part.type}' has no counterpart at Anthropic")


def _image_source(url: str, field: str) -> dict[str, Any]:
    if url.startswith(_URL):
        return {"type": "url", "url": url}
    media_type, data = _data_url(url, field)
    media_type = "image/jpeg" if media_type == "image/jpg" else media_type
    if media_type not in _IMAGES:
        raise UntranslatableError(field, f"images of type '{media_type}' have no counterpart at Anthropic")
    return {"type": "base64", "media_type": media_type, "data": data}


def _data_url(url: str, field: str) -> tuple[str, str]:
    head, comma, data = url.partition(",")
    media_type, *parameters = head.removeprefix("data:").split(";")
    if not (comma and head.startswith("data:") and "base64" in parameters):
        raise UntranslatableError(field, "is neither an http(s) URL nor base64 data with its type")
    return media_type.lower(), data


def _document(file: FileData, field: str) -> dict[str, Any]:
    if not file.file_data:
        raise UntranslatableError(f"{field}.file_id", "uploaded files have no counterpart at Anthropic")
    if file.file_data.startswith(_PDF_START):
        media_type, data = _PDF, file.file_data
    else:
        media_type, data = _data_url(file.file_data, f"{field}.file_data")
    if media_type == _PDF:
        source = {"type": "base64", "media_type": _PDF, "data": data}
    elif media_type == "text/plain":
        source = {"type": "text", "media_type": "text/plain", "data": _decoded(data, f"{field}.file_data")}
    else:
        raise UntranslatableError(
            f"{field}.file_data", f"files of type '{media_type}' have no counterpart at Anthropic"
        )
    return {"type": "document", "source": source} | ({"title": file.filename} if file.filename else {})


def _decoded(data: str, field: str) -> str:
    try:
        return base64.b64decode(data, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise UntranslatableError(field, "is not text in base64") from error


def text_part(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def texts(content: str | list[Block], field: str) -> str:
    """Text blocks as one text, a paragraph each: many OpenAI upstreams take system prompts and results as text alone.

    Raises:
        UntranslatableError: a block that is not text.
    """
    if isinstance(content, str):
        return content
    for at, block in enumerate(content):
        if block.type != "text":
            raise no_counterpart(block, f"{field}[{at}]")
    return "\n\n".join(block.text for block in content)


def openai_parts(block: Block, field: str) -> list[dict[str, Any]]:
    """An Anthropic text, image or document block as OpenAI parts.

    Raises:
        UntranslatableError: it has no counterpart.
    """
    if block.type == "text":
        return [text_part(block.text)]
    if block.type == "image" and block.source:
        return [{"type": "image_url", "image_url": {"url": _image_url(block.source, f"{field}.source")}}]
    if block.type == "document" and block.source:
        return _file(block, block.source, field)
    raise no_counterpart(block, field)


def _image_url(source: Source, field: str) -> str:
    if source.type == "url":
        return source.url
    if source.type == "base64":
        return f"data:{source.media_type};base64,{source.data}"
    raise UntranslatableError(f"{field}.type", f"a source of type '{source.type}' has no counterpart at OpenAI")


def _file(block: Block, source: Source, field: str) -> list[dict[str, Any]]:
    if isinstance(block.citations, dict) and block.citations.get("enabled"):
        raise UntranslatableError(f"{field}.citations", "citations have no counterpart at OpenAI")
    context = [text_part(block.context)] if block.context else []
    if source.type == "text":
        return [*context, text_part(f"{block.title}\n\n{source.data}" if block.title else source.data)]
    if source.type == "base64":
        file = {
            "filename": block.title or "document.pdf",
            "file_data": f"data:{source.media_type};base64,{source.data}",
        }
        return [*context, {"type": "file", "file": file}]
    raise UntranslatableError(f"{field}.source.type", f"a source of type '{source.type}' has no counterpart at OpenAI")


def no_counterpart(block: Block, field: str) -> UntranslatableError:
    return UntranslatableError(f"{field}.type", f"a block of type '{block.type}' has no counterpart at OpenAI")
