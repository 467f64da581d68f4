"""Words of a question and of a text, for search: Latin words as they are, Chinese, Japanese and Korean as bigrams."""

import re
from dataclasses import dataclass
from decimal import Decimal

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_WORD = re.compile(r"[^\W_]+(?:[./'’-][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
MAX_TERMS, MAX_TEXT = 24, 30_000

_STOP_WORDS = frozenset(
    """a about all also am an and any anything are as at available be been best buy by can cheap could deal did do does
    doing find for from get give got had has have hello help hey hi how i i'd i'm im in into is it it's its just know
    like look looking me more most much my need of on one ones or our please product products purchase recommend
    recommendation sell selling shop should show some something stock store such suggest tell thank thanks that the
    their them then there these they thing this those to up us want was we were what what's when where which who will
    with would you your""".split()  # noqa: SIM905 - a paragraph reads better than eighty quoted words
)
_STOP_PHRASES = re.compile(
    "请问|你好|您好|你们|我们|有没有|有什么|什么样|什么|哪些|哪个|哪种|怎么样|怎么|多少钱|多少|可以|能不能|是不是|一下|一个|一款|一辆|"
    "我想要|我想买|我想|想要|想买|推荐|适合|需要|还有|我要|帮我|谢谢|这个|那个|最好|价格|[的吗呢吧啊了呀么]|^有|有$"
)
_CURRENCY = "usd|eur|gbp|cny|rmb|[$€£¥]"
_AMOUNT = r"(?<!\d)\d[\d,]{0,14}(?:\.\d{1,4})?"
_BLANK = r"\s?"  # one at most: neighbouring `\s*` share a run of blanks in ever so many ways
_NUMBER = (
    rf"(?:{_CURRENCY})?{_BLANK}({_AMOUNT})(?!\d|\.\d){_BLANK}"
    rf"(?:{_CURRENCY}|dollars?|euros?|pounds?|yuan|元|块|欧元|美元)?"
)
_UNDER = re.compile(
    "(?:under|below|less than|cheaper than|up to|at most|no more than|maximum|max|within|不超过|低于|少于|最多)"
    rf"{_BLANK}{_NUMBER}(?!{_BLANK}(?:mm|cm|km|kg|g|inch|l|ml|w)\b)|{_NUMBER}{_BLANK}(?:or less|以下|以内|之内)",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"(?:over|above|more than|at least|minimum|from|超过|高于|至少){_BLANK}(?:[$€£¥]){_BLANK}({_AMOUNT})"
    rf"|(?:超过|高于|至少){_BLANK}{_NUMBER}|{_NUMBER}{_BLANK}(?:or more|以上)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for: search terms, each once and in order, and limits on the price."""

    terms: tuple[str, ...]
    min_price: Decimal | None = None
    max_price: Decimal | None = None


def read_question(text: str) -> Wanted:
    """Takes a question apart. Where only stop words are left, they are the terms."""
    text = " ".join(text[:1000].replace("\x00", " ").split())
    maximum, text = _take_price(_UNDER, text)
    minimum, text = _take_price(_OVER, text)
    words = _terms(_STOP_PHRASES.sub(" ", text))
    useful = [word for word in words if word not in _STOP_WORDS]
    return Wanted(tuple((useful or words or _terms(text))[:MAX_TERMS]), minimum, maximum)


def _take_price(pattern: re.Pattern[str], text: str) -> tuple[Decimal | None, str]:
    match = pattern.search(text)
    if not match:
        return None, text
    digits = next(group for group in match.groups() if group is not None)
    return Decimal(digits.replace(",", "")), text[: match.start()] + " " + text[match.end() :]


def _terms(text: str) -> list[str]:
    terms: list[str] = []
    for match in _WORD.finditer(text.lower()):
        word, rest = match.group(), match.group()
        for run in _CJK_RUN.findall(word):
            terms += _bigrams(run)
            rest = rest.replace(run, " ")
        terms += [part for part in rest.split() if part]
    return list(dict.fromkeys(terms))


def words_of(text: str) -> list[str]:
    """Its words, as a question's would be read, each once and in order."""
    return _terms(text)


def _bigrams(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def indexed(text: str) -> str:
    """`text` as it goes into a search vector: runs of Chinese, Japanese or Korean as single characters and bigrams."""
    text = text[:MAX_TEXT].replace("\x00", " ")
    return _CJK_RUN.sub(lambda run: f" {' '.join([*run.group(), *_bigrams(run.group())])} ", text)


def matched_sentence(text: str, terms: tuple[str, ...], *, limit: int = 240) -> str:
    """The sentence with the most of the terms (the first one where none has any), cut to `limit` characters."""
    sentences = [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]
    if not sentences:
        return ""
    stems = [term[: max(4, len(term) - 2)] for term in terms]
    best = max(sentences, key=lambda sentence: sum(stem in sentence.lower() for stem in stems))
    return best if len(best) <= limit else best[: limit - 1].rstrip() + "…"
