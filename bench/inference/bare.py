"""What is least: a bare ASGI app around ONNX Runtime, without keys, limits, versions or checks.

Run as `bare.py PORT MODEL`, under uvicorn with httptools and uvloop.
"""

import sys
from typing import Any

import numpy as np
import onnxruntime
import orjson
import uvicorn


def app_of(path: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        request = orjson.loads((await receive())["body"])
        feeds = {one["name"]: np.array(one["data"], np.float32).reshape(one["shape"]) for one in request["inputs"]}
        [y] = session.run(["y"], feeds)
        output = {"name": "y", "datatype": "FP32", "shape": list(y.shape), "data": y.reshape(-1)}
        answer = {"model_name": "bench", "model_version": "1", "outputs": [output]}
        body = orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


if __name__ == "__main__":
    _, port_, model_ = sys.argv
    uvicorn.run(app_of(model_), port=int(port_), log_level="warning", access_log=False, lifespan="off")
