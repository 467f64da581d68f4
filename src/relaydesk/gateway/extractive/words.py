"""Text as the extractive model compares it: words of Latin scripts, pairs of Chinese characters, sentences."""

import re

_WORD = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*|[\u3400-\u9fff]+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_ENGLISH_FILLERS = """
a an and any are as at be by can could do does for from get got had has have hello hey hi how i if in is it its just
know like looking me my need of on or our please shall should show so some tell than that the their them then there
these they this those to us want was we were what when where which who why will with would you your about also am i'm
i'd it's what's don't here sell buy
"""
_CHINESE_FILLERS = """
请问 你们 我们 我想 想要 有没 没有 有吗 什么 怎么 多少 可以 这个 那个 一个 一下 告诉 有什 么样 怎样 是否 需要
你好 您好 能不 不能
吗 呢 的 了 吧 啊 我 你 您 有 是 想 要 买 么
"""
_ENGLISH_STOP = frozenset(_ENGLISH_FILLERS.split())
_CHINESE_STOP = frozenset(_CHINESE_FILLERS.split())


def is_chinese(text: str) -> bool:
    """Whether a question is to be answered in Chinese: its characters outweigh its Latin words."""
    return len(_CJK.findall(text)) > 2 * len(_LATIN_WORD.findall(text))


def stem(word: str) -> str:
    """Enough of a stem that 'helmets' meets 'helmet' and 'batteries' 'battery'."""
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - shorter ones ('ties') are no plural of -y
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - 'bus', 'gas'
        return word[:-1]
    return word


def tokens(text: str) -> list[str]:
    """Stems and character pairs in order, without words that carry no meaning of their own."""
    stems = []
    for run in _WORD.findall(text.lower()):
        if _CJK.match(run):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            stems += [pair for pair in pairs if pair not in _CHINESE_STOP]
        elif run not in _ENGLISH_STOP:
            stems.append(stem(run))
    return stems


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def pieces(text: str) -> list[str]:
    """Text cut as a model would stream it: a word with the space after it, two Chinese characters."""
    return re.findall(r"[\u3400-\u9fff]{1,2}|[^\s\u3400-\u9fff]+\s*|\s+", text)
