"""The shapes of answers and of their events, as far as tokens and models are read off them."""

from typing import Any, Final

import msgspec

_LONGEST_NAME: Final = 200
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Answer(msgspec.Struct, rename={"metadata": "usageMetadata", "version": "modelVersion"}):
    """An answer or an event; the responses API and Anthropic's `message_start` have the answer inside their event.

    `metadata` and `version` are Gemini's names for usage and model.
    """

    model: Any = None
    usage: Any = None
    metadata: Any = None
    version: Any = None
    message: msgspec.Raw = msgspec.Raw()
    response: msgspec.Raw = msgspec.Raw()

    @property
    def named(self) -> dict[str, Any] | None:
        """The usage, where it is an object."""
        if isinstance(self.usage, dict):
            return self.usage
        return self.metadata if isinstance(self.metadata, dict) else None

    @property
    def name(self) -> str | None:
        """Of the model, where it is one that could be a name."""
        model = self.model if self.model is not None else self.version
        return model if isinstance(model, str) and 0 < len(model) <= _LONGEST_NAME else None


answer_decoder = msgspec.json.Decoder(Answer)
answers_decoder = msgspec.json.Decoder(list[Answer])  # Gemini's streams are arrays unless they are asked for as events
usage_decoder = msgspec.json.Decoder(dict[str, Any])
