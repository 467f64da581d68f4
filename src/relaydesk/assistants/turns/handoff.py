"""Owns whether a visitor asks for a person: phrases in English and Chinese, matched in linear time (RE2)."""

from typing import Literal

import re2

LONGEST = 400
_ENGLISH = re2.compile(
    r"(?i)\b(?:(?:talk|speak|chat|write|connect|put|transfer|switch|get|give|pass|escalate)\b[^.!?\n]{0,40}"
    r"\b(?:human|person|someone|somebody|operator|representative|agent|colleague|staff|real people)"
    r"|(?:real|actual|live) (?:human|person|agent|operator)"
    r"|(?:want|need|like|is there|can i have) (?:to have )?(?:an? )?"
    r"(?:human|operator|representative|live agent|real person)"
    r"|(?:human|operator|representative|live agent),? please"
    r"|not (?:a|to a) (?:bot|robot|machine))\b"
)
_CHINESE = re2.compile(
    "转人工|转接人工|人工客服|人工服务|找人工|要人工|接人工|真人|找客服|转客服|联系客服|跟人聊|和人聊|与人对话|不要机器人"
    "|不想跟机器人"
)
Reason = Literal["asked", "over_bound"]
_OFFERS: dict[Reason, dict[str, str]] = {
    "asked": {
        "en": "Of course. Press “Talk to a human” and a colleague of mine will take over from here.",
        "zh": "好的。请点击“转人工”，我的同事会接着为您服务。",
    },
    "over_bound": {
        "en": "I cannot answer any more today. Press “Talk to a human” and a colleague of mine will help you.",
        "zh": "我今天无法再回答问题了。请点击“转人工”，我的同事会为您服务。",
    },
}


def asks_for_person(message: str) -> bool:
    text = message[:LONGEST]
    return bool(_ENGLISH.search(text) or _CHINESE.search(text))


def offer_person(message: str, reason: Reason) -> str:
    """How a person is offered, in the language of the message."""
    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in message[:LONGEST])
    return _OFFERS[reason]["zh" if is_chinese else "en"]
