"""The content blocks of an Anthropic stream, written strictly one after the other.

Anthropic's clients take a block's deltas between its start and its stop. OpenAI's chunks may go back and forth between
tool calls: what belongs to a later block is then held until the block before it is known to be over.
"""

from collections import deque
from typing import Any, Literal

import msgspec

from relaydesk.gateway.relay.wire.translate.errors import EventTooLargeError, UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.events import named_event

Kind = Literal["text", "thinking", "tool"]

# What a block counts for beside its text, so that their number is bounded too.
_BLOCK_COST = 256
# Arguments up to this size are read whenever they may have become whole, larger ones when they have grown by an eighth.
_READ_FREELY = 32 * 1024
_GROWTH = 8
_encode = msgspec.json.encode
_DELTAS = {
    "text": (b"text_delta", b"text"),
    "thinking": (b"thinking_delta", b"thinking"),
    "tool": (b"input_json_delta", b"partial_json"),
}


class Block:
    """One block. `held` is what was not written yet, `arguments` what a tool call has been given so far.

    `size` is that of the arguments, `read` what it was when they were last found not to be whole.
    """

    __slots__ = ("arguments", "closed", "held", "kind", "read", "size", "start")

    def __init__(self, kind: Kind, start: dict[str, Any]) -> None:
        self.kind: Kind = kind
        self.start = start
        self.held: list[str] = []
        self.arguments: list[str] = []
        self.size = 0
        self.read = 0
        self.closed = False


class BlockWriter:
    """Writes blocks in the order in which they were opened; the first one that is not closed is live."""

    def __init__(self, max_held: int) -> None:
        self._max_held = max_held
        self._held = 0
        self._open: deque[Block] = deque()
        self._index = 0

    def last(self, kind: Kind) -> Block | None:
        """The block opened last, when it is of that kind."""
        return self._open[-1] if self._open and self._open[-1].kind == kind else None

    def open(self, kind: Kind, start: dict[str, Any]) -> tuple[Block, bytes]:
        """A new block after all others, and what can be written now that it came.

        Raises:
            EventTooLargeError: more would have to be held than the bound.
        """
        block = Block(kind, start)
        self._hold(_BLOCK_COST)
        self._open.append(block)
        if len(self._open) == 1:
            return block, self._written_start(block)
        return block, self._advance()

    def add(self, block: Block, fragment: str) -> bytes:
        """A piece of a block's text or arguments.

        Raises:
            EventTooLargeError: more would have to be held than the bound.
            UnreadableAnswerError: the block's arguments were complete before.
        """
        if block.closed:
            if fragment.isspace():
                return b""
            raise UnreadableAnswerError("a tool call goes on after its arguments were complete")
        if block.kind == "tool":
            block.arguments.append(fragment)
            block.size += len(fragment)
            self._hold(len(fragment))
        if block is self._open[0]:
            return self._written_delta(block, fragment)
        block.held.append(fragment)
        self._hold(len(fragment))
        return b""

    def close(self) -> bytes:
        """Everything that is left, each block with its stop."""
        written = []
        while self._open:
            written.append(self._written_stop())
            if self._open:
                written.append(self._written_whole(self._open[0]))
        return b"".join(written)

    def _hold(self, size: int) -> None:
        self._held += size
        if self._held > self._max_held:
            raise EventTooLargeError(f"the blocks of one answer take more than {self._max_held} bytes")

    def _advance(self) -> bytes:
        """Close the live block, as others wait, unless it may go on: a tool call whose arguments are not whole."""
        written = []
        while len(self._open) > 1 and _is_over(self._open[0]):
            written += [self._written_stop(), self._written_whole(self._open[0])]
        return b"".join(written)

    def _written_whole(self, block: Block) -> bytes:
        fragment = "".join(block.held)
        self._held -= len(fragment)
        block.held.clear()
        return self._written_start(block) + (self._written_delta(block, fragment) if fragment else b"")

    def _written_start(self, block: Block) -> bytes:
        event = {"type": "content_block_start", "index": self._index, "content_block": block.start}
        return named_event(b"content_block_start", _encode(event))

    def _written_delta(self, block: Block, fragment: str) -> bytes:
        kind, name = _DELTAS[block.kind]
        return (
            b'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,"delta":{"type":"%b","%b":%b}}'
            b"\n\n" % (self._index, kind, name, _encode(fragment))
        )

    def _written_stop(self) -> bytes:
        block = self._open.popleft()
        block.closed = True
        self._held -= sum(map(len, block.arguments))
        block.arguments.clear()
        index, self._index = self._index, self._index + 1
        return named_event(b"content_block_stop", b'{"type":"content_block_stop","index":%d}' % index)


def _is_over(block: Block) -> bool:
    if block.kind != "tool":
        return True
    # reading all of it is worth it only where it may have been closed since it was read last
    grown = block.size - block.read
    if not grown or not block.arguments[-1].rstrip().endswith("}"):
        return False
    if block.size > _READ_FREELY and grown * _GROWTH < block.size:
        return False
    block.read = block.size
    try:
        msgspec.json.decode("".join(block.arguments), type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True
