"""ONNX Runtime inside MLServer, as its documentation has custom runtimes, with nothing on the way that may be left out.

MLServer imports this from the folder of its settings, which `mlserver_peer.py` makes.
"""

from typing import Any

import numpy as np
import onnxruntime
from mlserver import MLModel  # type: ignore[import-not-found]
from mlserver.codecs import NumpyCodec, StringCodec  # type: ignore[import-not-found]
from mlserver.types import InferenceRequest, InferenceResponse  # type: ignore[import-not-found]


class Onnx(MLModel):  # type: ignore[misc]
    """The file that its settings name."""

    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        path = self.settings.parameters.uri
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._outputs = [one.name for one in self._session.get_outputs()]
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        computed = self._session.run(self._outputs, {one.name: _array(one) for one in payload.inputs})
        outputs = [_output(name, array) for name, array in zip(self._outputs, computed, strict=True)]
        return InferenceResponse(id=payload.id, model_name=self.name, model_version=self.version, outputs=outputs)


def _array(given: Any) -> Any:
    if given.datatype == "BYTES":
        return np.array(StringCodec.decode_input(given), object).reshape(given.shape)
    return NumpyCodec.decode_input(given)


def _output(name: str, array: Any) -> Any:
    if array.dtype == object:
        return StringCodec.encode_output(name, array.ravel().tolist())
    return NumpyCodec.encode_output(name, array)
