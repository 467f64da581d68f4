"""Owns what shapes of the wire have in common: the base of answers, and examples of bodies."""

from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue


class Answer(BaseModel):
    """What an endpoint answers: it names every field each time, so the OpenAPI document says that each is required.

    A field that is left out at times does not belong here.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def example(body: JsonValue) -> dict[str, Any]:
    """What a reader of the API would send, as the `json_schema_extra` of the body's model."""
    return {"examples": [body]}
