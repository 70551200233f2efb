"""Has a model write what a test wants it to. A hook of torch."""

from contextlib import contextmanager


@contextmanager
def dictated(model, ids):
    """Meanwhile the model chooses `ids`, one after the other, all of them and nothing more."""
    left = list(ids)

    def choose(_module, _inputs, logits):
        logits[:, -1, left.pop(0)] = 1e9

    hook = model.get_output_embeddings().register_forward_hook(choose)
    try:
        yield
    finally:
        hook.remove()
    assert left == []
