"""What the endpoints of models and deployments have in their paths, and the files that they work with."""

from typing import Annotated

from fastapi import Depends, Path

from relaydesk.kernel.http.dependencies import part
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.schemas import ALIAS_NAME, MODEL_NAME, MOST_NUMBER

Files = Annotated[ModelFiles, Depends(part(ModelFiles))]
ModelName = Annotated[str, Path(pattern=MODEL_NAME, description="The model's name.")]
AliasName = Annotated[str, Path(pattern=ALIAS_NAME, description="The alias, such as `champion`.")]
DeploymentId = Annotated[str, Path(max_length=100, description="The deployment's id, as in `dep_5f0c9a7d21b3e846`.")]
VersionNumber = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="The version's number.")]
