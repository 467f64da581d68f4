"""What can go wrong with models and their files."""

from relaydesk.kernel.errors import Conflict, FieldTaken, Invalid, NotFound, RateLimited, Unavailable


class ModelNameTaken(FieldTaken):
    """There is already a model named {name}."""

    code = "MODEL_NAME_TAKEN"
    field = "name"


class ModelNotFound(NotFound):
    """There is no model named {name}."""

    code = "MODEL_NOT_FOUND"


class ModelVersionNotFound(NotFound):
    """The model {name} has no version {version}."""

    code = "MODEL_VERSION_NOT_FOUND"


class ModelAliasNotFound(NotFound):
    """The model {name} has no alias {alias}."""

    code = "MODEL_ALIAS_NOT_FOUND"


class ModelInUse(Conflict):
    """These aliases point to it: {aliases}. Move or delete them first."""

    code = "MODEL_IN_USE"


class ModelDeployed(Conflict):
    """These deployments serve it, or go back to it: {deployments}. Move their traffic or delete them first."""

    code = "MODEL_DEPLOYED"


class ModelKept(Conflict):
    """Aliases point to it: {aliases}. Deployments serve it or go back to it: {deployments}. Move or delete these."""

    code = "MODEL_KEPT"


class DeploymentNameTaken(FieldTaken):
    """There is already a deployment named {name}."""

    code = "DEPLOYMENT_NAME_TAKEN"
    field = "name"


class DeploymentNotFound(NotFound):
    """There is no such deployment."""

    code = "DEPLOYMENT_NOT_FOUND"


class DeploymentOfRoute(Conflict):
    """The deployment {name} is of a route, which has no versions, replicas or files; its weights are set there."""

    code = "DEPLOYMENT_OF_ROUTE"


class DeploymentStopped(Conflict):
    """The deployment {name} is stopped, so nothing would be answered; start it first."""

    code = "DEPLOYMENT_STOPPED"


class DeploymentFailed(Conflict):
    """Nothing would be answered: what the deployment {name} is to serve cannot be loaded. See its reason first."""

    code = "DEPLOYMENT_FAILED"


class ModelWithoutVersion(Conflict):
    """The model {name} has no version yet; upload one first."""

    code = "MODEL_WITHOUT_VERSION"


class DeploymentChanged(Conflict):
    """The deployment has been changed meanwhile; look at it first."""

    code = "DEPLOYMENT_CHANGED"


class NothingToRollBack(Conflict):
    """The deployment has served nothing else before."""

    code = "NOTHING_TO_ROLL_BACK"


class InferenceBatchNotFound(NotFound):
    """There is no such inference over a file; they are kept for a week."""

    code = "INFERENCE_BATCH_NOT_FOUND"


class InferenceBatchGone(Conflict):
    """Its file or its deployment has been deleted."""

    code = "INFERENCE_BATCH_GONE"


class InferenceUnavailable(Unavailable):
    """The process that serves models cannot be reached right now; try again in a moment."""

    code = "INFERENCE_UNAVAILABLE"


class UploadCut(Invalid):
    """The upload ended before all of the file had come; nothing of it was kept."""

    code = "UPLOAD_CUT"


class UploadInterrupted(Unavailable):
    """This process is being stopped; nothing of the upload was kept. Send it again in a moment."""

    code = "UPLOAD_INTERRUPTED"


class UploadWithoutFile(Invalid):
    """No file was sent: the body is empty, or a form without a file in a field named file."""

    code = "UPLOAD_WITHOUT_FILE"


class UploadUnreadable(Invalid):
    """The form that was sent cannot be read, or has more than one file."""

    code = "UPLOAD_UNREADABLE"


class ChecksumMismatch(Invalid):
    """The SHA-256 of what came is {sha256}, not the one that was named."""

    code = "CHECKSUM_MISMATCH"


class ModelNotOnnx(Invalid):
    """The file is not an ONNX model, or it is damaged."""

    code = "MODEL_NOT_ONNX"


class ModelTruncated(Invalid):
    """The file begins as an ONNX model but ends too early."""

    code = "MODEL_TRUNCATED"


class ModelWithoutGraph(Invalid):
    """The ONNX file has no graph with outputs, so there is nothing to compute."""

    code = "MODEL_WITHOUT_GRAPH"


class ModelHasExternalData(Invalid):
    """The model keeps data in another file ({location}); save it with all of its data in one file."""

    code = "MODEL_HAS_EXTERNAL_DATA"


class ModelTooComplex(Invalid):
    """The ONNX file is nested too deep, or takes too much time or memory to be read."""

    code = "MODEL_TOO_COMPLEX"


class TooManyChats(RateLimited):
    """Too many chats of the playground are open at once; wait until one has ended."""

    code = "TOO_MANY_CHATS"


class StorageFull(Unavailable):
    """There is no room left for model files; free some disk space and try again."""

    code = "STORAGE_FULL"
    status = 507
    retryable = False


class StorageUnavailable(Unavailable):
    """The model files cannot be reached right now; try again in a moment."""

    code = "STORAGE_UNAVAILABLE"
