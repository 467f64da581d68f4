"""Wire shapes of inferences over files."""

from datetime import datetime

from pydantic import Field

from relaydesk.kernel.http.shapes import Answer
from relaydesk.tasks.api import Status


class InferenceBatchAccepted(Answer):
    """`id` is the task's: `/api/tasks/{id}` says how far it is."""

    id: str
    status: Status


class InferenceBatchOut(Answer):
    """A file of requests on its way, or answered: `GET …/batch/{id}/output` has the answers so far."""

    id: str = Field(description="The task's.")
    status: Status | None = Field(description="The task's; null where that is forgotten.")
    version: int | None = Field(description="The version that was named; null where the traffic says which.")
    filename: str
    size_bytes: int
    read_bytes: int = Field(description="How much of the file is answered.")
    lines: int = Field(description="Requests that are answered.")
    refused: int = Field(description="Those among them whose answer is an error.")
    output_bytes: int
    created_at: datetime
