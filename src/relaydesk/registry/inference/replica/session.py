"""The model in ONNX Runtime: loaded, warmed, tried for whether rows may be computed together, and run."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime

from relaydesk.registry.inference.replica.tensors import DTYPES, Array
from relaydesk.registry.inference.wire.messages import Fault, Orders

_QUIET: Final = 3  # ONNX Runtime's own log: errors alone
_FREE: Final = 2  # what a free size is, when the model is tried
_TOLERANCE: Final = 1e-3
_MOST_ELEMENTS: Final = 1 << 24


_OUT_OF_MEMORY: Final = ("Failed to allocate memory", "bad allocation", "bad_alloc")  # as ONNX Runtime says it


class CannotLoad(Exception):
    """ONNX Runtime does not take the model, or there is none to take; the message says why."""

    def __init__(self, reason: str, fault: Fault = Fault.MODEL) -> None:
        super().__init__(reason)
        self.fault = fault


def is_out_of_memory(error: Exception) -> bool:
    """Whether memory is what a run or a model lacks."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _OUT_OF_MEMORY)


class Session:
    """Raises CannotLoad."""

    def __init__(self, orders: Orders) -> None:
        for one in (*orders.inputs, *orders.outputs):
            if one.datatype not in DTYPES:
                raise CannotLoad(f"'{one.name}' is of datatype {one.datatype}, which is not served")
        _check_file(orders)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = orders.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")  # the arena rounds up
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(orders.path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever it raises, of many classes of its own
            if is_out_of_memory(error):
                raise CannotLoad("loading it takes more memory than a replica may have") from error
            raise CannotLoad(_reason(error, orders.path)) from error
        self._inputs, self._outputs = orders.inputs, orders.outputs
        self._run_options = onnxruntime.RunOptions()  # without them the arena keeps what its largest run took
        self._run_options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self._names = [one.name for one in orders.outputs]
        self.batches = self._warm_up() and orders.max_batch_rows > 1 and self._is_row_by_row()

    def run(self, feeds: Mapping[str, Array], names: Sequence[str] | None = None) -> list[Array]:
        """Raises what ONNX Runtime does."""
        wanted = list(names) if names is not None else self._names
        arrays: list[Array] = self._session.run(wanted, dict(feeds), self._run_options)
        return arrays

    def _warm_up(self) -> bool:
        """One run with zeros, where shapes are known. What a model does not take zeros for is no failure."""
        feeds = self._feeds(np.zeros, rows=1)
        if feeds is None:
            return False
        try:
            self.run(feeds)
        except Exception:  # noqa: BLE001 - zeros may mean nothing to a model
            return False
        return True

    def _feeds(self, make: Any, *, rows: int) -> dict[str, Array] | None:
        feeds: dict[str, Array] = {}
        for one in self._inputs:
            if one.shape is None:
                return None
            shape = [size if size >= 0 else rows if place == 0 else _FREE for place, size in enumerate(one.shape)]
            if int(np.prod(shape, dtype=np.float64)) > _MOST_ELEMENTS:
                return None
            if one.datatype == "BYTES":
                feeds[one.name] = np.full(shape, "", object)
            else:
                feeds[one.name] = np.asarray(make(shape)).astype(DTYPES[one.datatype])
        return feeds

    def _is_row_by_row(self) -> bool:
        """Whether three rows at once come to what each comes to alone.

        That a first size is free does not say that it counts rows: a mean over it, say, would mix requests of others.
        """
        if not all(one.shape and one.shape[0] == -1 for one in (*self._inputs, *self._outputs)):
            return False
        random = np.random.default_rng(7)
        feeds = self._feeds(lambda shape: random.random(shape) * 3, rows=3)
        if feeds is None:
            return False
        try:
            together = self.run(feeds)
            apart = [self.run({name: array[i : i + 1] for name, array in feeds.items()}) for i in range(3)]
        except Exception:  # noqa: BLE001 - then it is run as each request has it
            return False
        return all(_is_same(together[place], [one[place] for one in apart]) for place in range(len(together)))


def _check_file(orders: Orders) -> None:
    """Raises CannotLoad where the file is not the one that was uploaded."""
    if not orders.sha256:
        return
    path = Path(orders.path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError) and _has_files(path.parent)  # it alone is not there
        fault = Fault.FILE if is_gone else Fault.AWAY
        raise CannotLoad(f"its file cannot be read: {error.strerror}", fault) from error
    if digest != orders.sha256:
        raise CannotLoad("its file is not the one that was uploaded: it has another SHA-256", Fault.FILE)


def _has_files(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _is_same(together: Array, apart: Sequence[Array]) -> bool:
    if any(one.ndim == 0 or len(one) != 1 or one.shape[1:] != together.shape[1:] for one in apart):
        return False
    joined = np.concatenate(apart)
    if joined.shape != together.shape:
        return False
    if joined.dtype.kind != "f":
        return bool(np.array_equal(joined, together))
    return bool(np.allclose(joined, together, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True))


def _reason(error: Exception, path: str) -> str:
    """ONNX Runtime names the file, which is nobody's business, in front of what is wrong, and what it missed beside."""
    text = str(error).replace("\n", " ").replace(path, "its file")
    for folder in list(Path(path).parents)[:-1]:  # the nearest first; a node of a graph may be called /layer/Add
        text = text.replace(str(folder), "…")
    if "Load model from" in text:
        text = text.partition(" failed:")[2] or "the file cannot be loaded"
    return text[:500]
