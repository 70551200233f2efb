"""What keeps a model from being batched, beside what transformers itself says when it is tried."""

from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.unsupported import Unsupported


def refuse_what_cannot_be_batched(checkpoint: Checkpoint) -> None:
    """Raise `Unsupported` for a checkpoint that would be used in part only, or whose answers would be wrong."""
    _refuse_one_that_sees(checkpoint)
    _refuse_a_draft(checkpoint)
    _refuse_several_devices(checkpoint)
    _refuse_an_attention_of_its_own(checkpoint)


def _refuse_one_that_sees(checkpoint: Checkpoint) -> None:
    # A batch numbers tokens one by one, which those of a picture are not.
    if checkpoint.sees:
        raise Unsupported(f"{checkpoint.name} sees, and batching knows no pictures.")


def _refuse_a_draft(checkpoint: Checkpoint) -> None:
    if checkpoint.draft is not None:
        raise Unsupported(
            "A draft model can guess ahead for one conversation at a time only.",
            advice='Do not set `draft_model`, or set `engine` to "generate".',
        )


def _refuse_several_devices(checkpoint: Checkpoint) -> None:
    places = {str(place) for place in getattr(checkpoint.model, "hf_device_map", {}).values()}
    if len(places) > 1:
        raise Unsupported(
            f"{checkpoint.name} was spread over {', '.join(sorted(places))}, and many conversations at once need it "
            "on one.",
            advice='Set `device_map` to one of them, or `engine` to "generate".',
        )


def _refuse_an_attention_of_its_own(checkpoint: Checkpoint) -> None:
    # Batching reads the cache through transformers' attention interface. A model that does not use it would not fail:
    # its tokens would attend only to those of the same step (seen with Bloom in transformers 5.23).
    if not getattr(checkpoint.model, "_supports_attention_backend", True):
        raise Unsupported(
            f"{checkpoint.name} is a {checkpoint.model.config.model_type} model, and the attention of those cannot be "
            "given many conversations at once."
        )
