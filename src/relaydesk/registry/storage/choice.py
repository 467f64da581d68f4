"""Which storage an installation has, by its settings."""

from relaydesk.kernel.options import Options
from relaydesk.registry.storage.local import LocalStorage
from relaydesk.registry.storage.port import Storage
from relaydesk.registry.storage.s3 import S3Storage


def open_storage(options: Options) -> Storage:
    """The local directory, or the bucket of `MODEL_STORAGE_URL`; to be closed."""
    folder = options.data_dir / "models"
    return LocalStorage(folder) if options.model_bucket is None else S3Storage(options.model_bucket, folder)
