"""The owner at the registry."""

import httpx
import pytest
from harness import Stack
from model_registry import Registry


@pytest.fixture
def registry(owner: httpx.AsyncClient, stack: Stack) -> Registry:
    return Registry(owner, stack.kernel.options.data_dir / "models")
