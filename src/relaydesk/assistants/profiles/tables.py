"""The table of assistants."""

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.assistants.types import DEFAULT_TURNS_PER_DAY
from relaydesk.kernel.database import Table, Timestamps


class Assistant(Timestamps, Table):
    __tablename__ = "assistants_assistant"
    __table_args__ = (Index("uq_assistants_default", "is_default", unique=True, postgresql_where=text("is_default")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    persona: Mapped[str]
    model: Mapped[str]
    temperature: Mapped[float]
    opening_line: Mapped[str] = mapped_column(server_default="")
    merchant_id: Mapped[str | None]
    # an explicit None is one: without it the database would put its default in its place
    max_turns_per_day: Mapped[int | None] = mapped_column(
        BigInteger().evaluates_none(), server_default=str(DEFAULT_TURNS_PER_DAY)
    )
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    is_default: Mapped[bool] = mapped_column(server_default="false")
    version: Mapped[int] = mapped_column(server_default="1")
