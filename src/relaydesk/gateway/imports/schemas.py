"""Wire shapes of imports. Keys are counted, never shown."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from relaydesk.kernel.http.shapes import Answer, example

_EXAMPLE = """\
model_list:
- model_name: gpt-4o-mini
  litellm_params:
    model: openai/gpt-4o-mini
    api_key: os.environ/OPENAI_API_KEY
"""


class LiteLlmImport(BaseModel):
    """`text` is the `config.yaml`; `environment` holds what it names as `os.environ/NAME`.

    Without `apply` nothing is made: the answer says what would be.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"text": _EXAMPLE, "environment": {"OPENAI_API_KEY": "sk-your-key"}, "apply": False}),
    )

    text: Annotated[str, Field(min_length=1, max_length=1024 * 1024)]
    environment: Annotated[
        dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=4096)]], Field(max_length=1000)
    ] = {}
    allow_private: bool = False
    apply: bool = False


class ImportedUpstream(Answer):
    """`known`: an upstream with this address was there, and is used: its name is here and in the routes."""

    name: str
    base_url: str
    format: str
    keys: int
    known: bool


class ImportedRoute(Answer):
    """`known`: a route of this name was there, and stays as it is."""

    model: str
    targets: list[str]
    fallbacks: list[str]
    known: bool


class ImportNote(Answer):
    """What of the file has no like here, or lacks something; `type` and `ctx` are as in `details.reasons` of errors."""

    message: str
    type: str
    ctx: dict[str, str | int]


class ImportResult(Answer):
    applied: bool
    upstreams: list[ImportedUpstream]
    routes: list[ImportedRoute]
    notes: list[ImportNote]
