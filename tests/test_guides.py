"""The guides: what is said in Chinese is what is said in English, and their links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guides import GUIDES, ROOT

CHINESE = GUIDES / "zh-CN"
TRANSLATED = sorted(guide.name for guide in CHINESE.glob("*.md"))
_CODE_BLOCK = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")

Part = tuple[str, ...]


def _parts(text: str) -> list[Part]:
    """What a guide is made of, in its order: code without comments, and of prose its kind, size and inline code."""
    return [part for piece in _CODE_BLOCK.split(text) for part in _parts_of(piece)]


def _parts_of(piece: str) -> Iterator[Part]:
    if piece.startswith("```"):
        yield ("code", *(line.rstrip() for line in _COMMENT.sub("", piece).splitlines()))
        return
    for paragraph in filter(None, (paragraph.strip() for paragraph in piece.split("\n\n"))):
        yield (*_kind(paragraph), *sorted(re.findall(r"`[^`]+`", paragraph)))


def _kind(paragraph: str) -> Part:
    lines = paragraph.splitlines()
    if heading := re.match(r"#+(?= )", paragraph):
        return ("heading", heading.group())
    if paragraph.startswith("|"):
        return ("table", *(str(len(re.findall(r"(?<!\\)\|", line)) - 1) for line in lines))
    if paragraph.startswith("- "):
        return ("list", str(sum(line.startswith("- ") for line in lines)))
    return ("text",)


def _anchors(guide: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _CODE_BLOCK.sub("", guide.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_have_the_same_code_headings_tables_and_words_in_code(name: str) -> None:
    assert _parts((CHINESE / name).read_text()) == _parts((GUIDES / name).read_text())


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_lead_to_each_other_and_each_readme_to_its_own(name: str) -> None:
    assert (GUIDES / name).read_text().splitlines()[2] == f"[简体中文](zh-CN/{name})"
    assert (CHINESE / name).read_text().splitlines()[2] == f"[English](../{name})"
    assert f"](docs/guides/{name})" in (ROOT / "README.md").read_text()
    assert f"](docs/guides/zh-CN/{name})" in (ROOT / "README.zh-CN.md").read_text()


def test_there_are_guides_in_chinese() -> None:
    assert {"models.md", "tasks.md"} <= set(TRANSLATED)


@pytest.mark.parametrize("guide", sorted(GUIDES.rglob("*.md")), ids=lambda guide: str(guide.relative_to(GUIDES)))
def test_a_guides_links_lead_somewhere(guide: Path) -> None:
    for link in _LINK.findall(_CODE_BLOCK.sub("", guide.read_text())):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = guide.parent / path if path else guide
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link
