"""Text out of a shop's HTML: tags dropped, scripts and styles with what they hold, blocks as lines."""

import re
from html.parser import HTMLParser

_DROPPED = {"script", "style", "noscript", "iframe", "object", "template", "head", "svg"}
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
    "blockquote", "hr", "dd", "dt", "dl", "pre", "figure", "header", "footer",
}  # fmt: skip


class _TextCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _DROPPED:
            self._dropped.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropped:
            while self._dropped and self._dropped.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.parts.append(data)


def html_to_text(html: str) -> str:
    """Plain text with one line a block; never markup. NUL characters, which PostgreSQL refuses, are dropped."""
    collector = _TextCollector()
    collector.feed(html.replace("\x00", ""))
    collector.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(collector.parts).split("\n"))
    return "\n".join(line for line in lines if line)
