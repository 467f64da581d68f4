"""Owns how a stored row is shown that the program cannot read as it is: somebody has to see it to mend it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


def shown_row(model: type[M], row: object, *, instead: Mapping[str, Any]) -> M:
    """The row as `model` has it; `instead` says what a field is shown as whose column cannot be read.

    Raises:
        ValidationError: a column cannot be read for which nothing is shown instead.
    """
    try:
        return model.model_validate(row)
    except ValidationError as error:
        unreadable = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        if not unreadable <= set(instead):
            raise
        columns = {name: getattr(row, name) for name in model.model_fields if hasattr(row, name)}
        return model.model_validate({**columns, **{name: instead[name] for name in unreadable}})
