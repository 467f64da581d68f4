"""What the endpoints of models have in their paths, and the files that they work with."""

from typing import Annotated

from fastapi import Depends, Path

from relaydesk.kernel.http.dependencies import part
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.schemas import ALIAS_NAME, MODEL_NAME, MOST_NUMBER

Files = Annotated[ModelFiles, Depends(part(ModelFiles))]
ModelName = Annotated[str, Path(pattern=MODEL_NAME, description="The model's name.")]
AliasName = Annotated[str, Path(pattern=ALIAS_NAME, description="The alias, such as `champion`.")]
VersionNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="The version's number.")]
