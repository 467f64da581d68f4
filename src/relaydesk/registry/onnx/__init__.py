"""What an ONNX file says of itself, read without loading it, in a process of its own."""
