"""Wire shapes of assistants."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relaydesk.assistants.types import DEFAULT_TURNS_PER_DAY
from relaydesk.commerce.types import MERCHANT_ID
from relaydesk.kernel.errors import ONE_LINE
from relaydesk.kernel.http.shapes import Answer, example

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]
Persona = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
Model = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Temperature = Annotated[float, Field(ge=0, le=2)]
Opening = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
TurnsPerDay = Annotated[int, Field(ge=1, le=10_000_000)] | None
MerchantId = Annotated[str | None, StringConstraints(pattern=MERCHANT_ID)]

DEFAULT_MODEL = "relaydesk-extractive"
DEFAULT_PERSONA = (
    "You are the friendly assistant of an online shop. Answer from the sources you are given, name the product and its "
    "price, keep it short, and say so when the sources do not hold the answer."
)


class AssistantIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {"name": "Shop assistant", "model": DEFAULT_MODEL, "opening_line": "Hello! What are you looking for?"}
        ),
    )

    name: Name
    persona: Persona = DEFAULT_PERSONA
    model: Model = DEFAULT_MODEL
    temperature: Temperature = 0.2
    opening_line: Opening = ""
    merchant_id: MerchantId = None
    max_turns_per_day: TurnsPerDay = Field(
        DEFAULT_TURNS_PER_DAY, description="What strangers can make it answer a day (UTC); null is without a bound."
    )
    is_enabled: bool = True
    is_default: bool = False


class AssistantPatch(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"opening_line": "Hello! Ask me about our bikes.", "max_turns_per_day": 2000}),
    )

    name: Name | None = None
    persona: Persona | None = None
    model: Model | None = None
    temperature: Temperature | None = None
    opening_line: Opening | None = None
    merchant_id: MerchantId = None
    max_turns_per_day: TurnsPerDay = None
    is_enabled: bool | None = None
    is_default: bool | None = None


class AssistantOut(Answer):
    """What no row holds, how many turns it has had today and whether its model is offered, is counted when shown."""

    model_config = ConfigDict(
        from_attributes=True,
    )

    id: str = Field(validation_alias="public_id")
    name: str
    persona: str
    model: str
    temperature: float
    opening_line: str
    merchant_id: str | None
    max_turns_per_day: int | None
    turns_today: int = 0
    is_model_offered: bool = Field(
        default=False, description="Whether an enabled route offers `model`: without one it is mute."
    )
    is_enabled: bool
    is_default: bool
    version: int
    created_at: datetime
    updated_at: datetime
