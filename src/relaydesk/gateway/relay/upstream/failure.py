"""How an upstream can fail without answering, or in the middle of an answer."""

from typing import Literal

FailureKind = Literal[
    "connect", "dns", "tls", "address_refused", "loop", "timeout", "reset", "stale", "protocol", "truncated"
]


class UpstreamFailure(Exception):
    """`stale` is a reused connection that died before it answered; `truncated` an answer that broke off.

    `loop` is an address that is our own.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind


class UnreadableAnswer(UpstreamFailure):
    """A whole answer, or a stream's beginning, that is not of the format its upstream is said to speak."""

    def __init__(self) -> None:
        super().__init__("protocol", "the answer is not of the upstream's format")


def renewed(failure: UpstreamFailure) -> UpstreamFailure:
    """To be raised where the first is kept: what keeps one that was raised keeps all that its traceback refers to."""
    return UpstreamFailure(failure.kind, str(failure))
