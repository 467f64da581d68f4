"""Inference: deployments served by the Open Inference Protocol V2, from `/v2` in a web process down to ONNX Runtime.

A web process hands each request over a unix socket to the inference process, which queues it for a replica: a process
of its own with ONNX Runtime and one version of a model.
"""
