"""Wire shapes of figures."""

from relaydesk.kernel.http.shapes import Answer


class VersionFiguresOut(Answer):
    """`errors` are among `requests`; the times are means of the others, null without any."""

    version: int
    requests: int
    errors: int
    latency_ms: float | None
    queue_ms: float | None


class DeploymentFiguresOut(Answer):
    """Of the versions that are loaded, since the inference process began; one that is loaded anew begins anew."""

    versions: list[VersionFiguresOut]
