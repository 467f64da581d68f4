"""The bounds of inference, which all of its processes share."""

from typing import Final

MAX_BODY_BYTES: Final = 64 * 1024 * 1024  # of a request, before and after it is unpacked
MAX_ANSWER_BYTES: Final = 256 * 1024 * 1024  # of its outputs, and of the answer that holds them
LARGE_BYTES: Final = 1024 * 1024  # of a body from which on it is not copied, but handed on in pieces
# of an answer in JSON from which on, and up to which, it is compressed for whoever takes that
COMPRESS_BYTES: Final = 16 * 1024
MOST_COMPRESSED_BYTES: Final = 16 * 1024 * 1024
QUEUE_AGE_S: Final = 20.0  # a request that has waited longer is told to come again
MOST_QUEUED: Final = 1024  # requests of one version that wait for a replica
MOST_INSIDE: Final = 64  # requests that a replica has at a time: what its death costs
ANSWER_S: Final = 60.0  # after which nobody waits for an answer any more
SOCKET: Final = "inference.sock"
