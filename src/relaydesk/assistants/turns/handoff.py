"""Owns how a person is offered, in the language of who asks."""

from typing import Literal

LONGEST = 400
Reason = Literal["asked", "over_bound"]
_OFFERS: dict[Reason, dict[str, str]] = {
    "asked": {
        "en": "Of course. Press “Talk to a human” and a colleague of mine will take over from here.",
        "zh": "好的。请点击“转人工客服”，我的同事会接着为您服务。",
    },
    "over_bound": {
        "en": "I cannot answer any more today. Press “Talk to a human” and a colleague of mine will help you.",
        "zh": "我今天无法再回答问题了。请点击“转人工客服”，我的同事会为您服务。",
    },
}


def offer_person(message: str, reason: Reason) -> str:
    """How a person is offered, in the language of the message."""
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in message[:LONGEST])
    return _OFFERS[reason]["zh" if is_chinese else "en"]
