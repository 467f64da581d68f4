"""Owns what shapes of the wire have in common: the base of answers, times in requests, examples of bodies."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, JsonValue
from pydantic_core import PydanticCustomError


def _in_utc(time: datetime) -> datetime:
    """A zone can put a time of the first or last day outside of the years 1 to 9999."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("time_impossible", "is not a time that could be") from None


Time = Annotated[AwareDatetime, AfterValidator(_in_utc)]  # of every request, in its body or its address


class Answer(BaseModel):
    """What an endpoint answers: it names every field each time, so the OpenAPI document says that each is required.

    A field that is left out at times does not belong here.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def example(body: JsonValue) -> dict[str, Any]:
    """What a reader of the API would send, as the `json_schema_extra` of the body's model."""
    return {"examples": [body]}
