"""A replica: a process with one version of a model in ONNX Runtime. It imports nothing that serves people."""
