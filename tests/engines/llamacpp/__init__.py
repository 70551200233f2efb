"""What only the engine over llama.cpp promises. Skipped as a whole where that is not installed."""

import pytest

for package in ("gguf", "llama_cpp"):
    pytest.importorskip(package, reason="the extra llamacpp is not installed")
