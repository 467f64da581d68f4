"""The extractive model as a pure function: messages in, the pieces of a grounded answer out.

It never says anything that is not in a source: titles, prices and availability as given, whole sentences as quotes.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from relaydesk.gateway.extractive.sources import Source, decode_sources
from relaydesk.gateway.extractive.words import is_chinese, pieces, sentences, tokens

MAX_QUOTED = 3
_LEAST_COVERAGE = 0.15
_LEAST_OF_BEST = 0.5
_TITLE_WEIGHT = 2.0
_MAX_SENTENCE = 300
_MAX_QUOTED_FROM = 20_000

_ENGLISH = {
    "none": "I am the built-in extractive model: I can only quote sources, and none came with this question.",
    "nothing": "I found nothing about that in the sources I have. A colleague may know more.",
    "intro": "Here is what I found:",
    "price": "{title}: {price}.",
    "no_price": "{title}.",
    "in": "In stock.",
    "out": "Out of stock at the moment.",
}
_CHINESE = {
    "none": "我是内置的摘录模型，只能引用给定的资料，而这个问题没有附带任何资料。",
    "nothing": "在我掌握的资料中没有找到相关内容，可以请人工客服为您确认。",
    "intro": "为您找到以下内容：",
    "price": "{title}：{price}。",
    "no_price": "{title}。",
    "in": "有货。",
    "out": "目前缺货。",
}


def answer(messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Answer the last user message from the sources in the system messages, in the language of the question."""
    question = text_of(next((m for m in reversed(messages) if m.get("role") == "user"), {}))
    words = _CHINESE if is_chinese(question) else _ENGLISH
    instructions = [text_of(m) for m in messages if m.get("role") in ("system", "developer")]
    blocks = [block for text in instructions if (block := decode_sources(text)) is not None]
    if not blocks:
        yield from pieces(words["none"])
        return
    question_tokens = tokens(question)
    sources = best_sources(question_tokens, [s for block in blocks for s in block])
    if not sources:
        yield from pieces(words["nothing"])
        return
    if len(sources) > 1:
        yield from pieces(words["intro"])
    for source in sources:
        if len(sources) > 1:
            yield "\n- "
        yield from pieces(_tell(source, question_tokens, words))


def best_sources(question_tokens: Sequence[str], sources: Sequence[Source]) -> list[Source]:
    """The sources that share most with the question, rare words counting more; empty when none shares enough."""
    if not question_tokens or not sources:
        return []
    titles = [set(tokens(s.title)) for s in sources]
    texts = [set(tokens(s.text)) for s in sources]
    wanted = set(question_tokens)
    # what few of a source's words meet is looked for among those: time is linear in sources and question
    both = [(title | text) & wanted for title, text in zip(titles, texts, strict=True)]
    occurring = Counter(itertools.chain.from_iterable(both))
    rarity = {t: math.log(1 + len(sources) / (1 + occurring[t])) + 0.1 for t in wanted}
    whole = sum(rarity.values())
    scored = []
    for place, (title, met) in enumerate(zip(titles, both, strict=True)):
        covered = sum(rarity[t] for t in sorted(met))
        score = covered + (_TITLE_WEIGHT - 1) * sum(rarity[t] for t in sorted(met & title))
        if covered / whole >= _LEAST_COVERAGE:
            scored.append((-score, place))
    scored.sort()
    return [sources[place] for score, place in scored[:MAX_QUOTED] if score <= scored[0][0] * _LEAST_OF_BEST]


def _tell(source: Source, question_tokens: Sequence[str], words: Mapping[str, str]) -> str:
    quote = _quote(source, question_tokens, at_least_one=source.kind == "article")
    statements = []
    if source.kind == "product":
        statements.append(words["price" if source.price else "no_price"].format(title=source.title, price=source.price))
        if source.available is not None:
            statements.append(words["in" if source.available else "out"])
    else:
        statements.append(f"{source.title}{'：' if words is _CHINESE else ':'}")
    gap = "" if words is _CHINESE else " "
    return gap.join([*statements, *quote])


def _quote(source: Source, question_tokens: Sequence[str], *, at_least_one: bool) -> list[str]:
    """The one or two sentences that share most with the question, in their own order."""
    said = [s[:_MAX_SENTENCE] for s in sentences(source.text[:_MAX_QUOTED_FROM])]
    wanted = set(question_tokens)
    shared = [len(set(tokens(s)) & wanted) for s in said]
    best = sorted(range(len(said)), key=lambda i: (-shared[i], i))[:2]
    indexes = sorted(i for i in best if shared[i] > 0)
    if not indexes and at_least_one and said:
        indexes = [0]
    return [said[i] for i in indexes]


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says, its parts one under the other."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(str(p.get("text", "")) for p in parts if isinstance(p, dict) and p.get("type") == "text")
