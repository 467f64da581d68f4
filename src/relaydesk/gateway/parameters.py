"""Owns query parameters that several of the gateway's lists share."""

from typing import Annotated

from fastapi import Query

from relaydesk.kernel.http.parameters import text_query

UpstreamIdQuery = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Only those of this upstream, by id.")]
UpstreamQuery = Annotated[
    str | None,
    text_query("Only requests sent to this upstream, by name or id."),
]
KeyQuery = Annotated[
    int | None, Query(ge=1, le=2**63 - 1, description="Only requests sent with this upstream key, by id.")
]
ClientKeyQuery = Annotated[
    int | None, Query(ge=1, le=2**63 - 1, description="Only requests that came with this client key, by id.")
]
ModelQuery = Annotated[str | None, text_query("Only requests for this model, by exact name.")]
ModelPart = Annotated[str | None, text_query("Only those whose `model` contains this text.")]
EnabledQuery = Annotated[bool | None, Query(description="Only those that are switched on, or only those that are not.")]
