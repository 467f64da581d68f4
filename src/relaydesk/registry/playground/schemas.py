"""Wire shapes of the chat playground."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relaydesk.gateway.api import ModelName
from relaydesk.kernel.errors import NO_NUL
from relaydesk.kernel.http.shapes import example

MOST_MESSAGES, LONGEST_MESSAGE = 200, 100_000


class PlaygroundMessage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Literal["system", "user", "assistant"]
    content: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_MESSAGE, pattern=NO_NUL)]


class PlaygroundChat(BaseModel):
    """What is left out of `temperature` and `max_tokens` is the model's own choice."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"model": "support", "messages": [{"role": "user", "content": "Hello"}]}),
    )

    model: ModelName
    messages: Annotated[list[PlaygroundMessage], Field(min_length=1, max_length=MOST_MESSAGES)]
    temperature: Annotated[float | None, Field(ge=0, le=2, allow_inf_nan=False)] = None
    max_tokens: Annotated[int | None, Field(strict=True, ge=1, le=1_000_000)] = None
