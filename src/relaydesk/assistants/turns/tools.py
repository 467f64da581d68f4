"""Owns the tools of a turn: what an assistant looks up in the shop, each call recorded with what it found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from relaydesk.assistants.types import AssistantProfile
from relaydesk.commerce import api as commerce
from relaydesk.commerce.types import FaqHit, ProductHit
from relaydesk.gateway.api import Source
from relaydesk.kernel.database import ReadDb
from relaydesk.kernel.runtime import Kernel

MAX_PRODUCTS, MAX_FAQ = 6, 3


@dataclass(slots=True)
class Findings:
    """`shown` are sources as visitors see them, keyed by the id under which the model knows them."""

    sources: list[Source] = field(default_factory=list)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def used_in(self, answer: str) -> list[dict[str, Any]]:
        """The sources that an answer draws on: products it names, articles it quotes from; best first."""
        plain_answer = _plain(answer)
        used = []
        for source in self.sources:
            quotes = [source.title] if source.kind == "product" else re.split(r"(?<=[.!?。！？])\s*", source.text)
            if any((plain := _plain(quote)) and plain in plain_answer for quote in quotes):
                used.append(self.shown[source.id])
        return used


async def search_shop(kernel: Kernel, profile: AssistantProfile, questions: Sequence[str]) -> Findings:
    """Products and FAQ entries for the visitor's last question; for the last two where the last alone finds nothing."""
    findings = Findings()
    async with kernel.database.read() as db:
        for query in _queries(questions):
            await _search(db, profile, query, findings)
            if findings.sources:
                break
    return findings


def _queries(questions: Sequence[str]) -> list[str]:
    last = questions[-1] if questions else ""
    return [last, " ".join(questions[-2:])] if len(questions) > 1 else [last]


async def _search(db: ReadDb, profile: AssistantProfile, query: str, findings: Findings) -> None:
    shop_id = await commerce.find_shop_of(db, profile.merchant_id)
    if shop_id is None:
        findings.calls.append({"tool": "search_products", "query": query, "error": "NO_CATALOGUE"})
        return
    products = await commerce.search_catalogue(db, merchant_id=shop_id, query=query, limit=MAX_PRODUCTS)
    articles = await commerce.search_faq(db, merchant_id=shop_id, query=query, limit=MAX_FAQ)
    findings.calls.append({"tool": "search_products", "query": query, "found": [hit.id for hit in products]})
    findings.calls.append({"tool": "search_faq", "query": query, "found": [hit.id for hit in articles]})
    for hit in products:
        _add_product(findings, hit)
    for entry in articles:
        _add_article(findings, entry)


def _add_product(findings: Findings, hit: ProductHit) -> None:
    findings.sources.append(
        Source(
            id=hit.id,
            title=hit.title,
            text=hit.matched_sentence,
            url=hit.url,
            price="" if hit.min_price_minor is None else commerce.format_minor(hit.min_price_minor, hit.currency),
            available=hit.is_available,
        )
    )
    findings.shown[hit.id] = {
        "id": hit.id,
        "kind": "product",
        "title": hit.title,
        "url": hit.url,
        "image_url": hit.image_url,
        "price_minor": hit.min_price_minor,
        "max_price_minor": hit.max_price_minor,
        "currency": hit.currency,
        "is_available": hit.is_available,
        "as_of": hit.as_of.isoformat(),
    }


def _add_article(findings: Findings, entry: FaqHit) -> None:
    findings.sources.append(Source(id=entry.id, title=entry.question, text=entry.answer, kind="article"))
    findings.shown[entry.id] = {"id": entry.id, "kind": "article", "title": entry.question, "text": entry.answer}


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()
