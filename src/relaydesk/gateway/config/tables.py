"""The one row that says which configuration is current."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class ConfigMark(Table):
    """`mark` is new with each change; processes compare it with the one their snapshot was built from."""

    __tablename__ = "gateway_config_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[UUID]
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
