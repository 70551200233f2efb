"""Which checkpoints llama.cpp is given, and what it has to be told of them."""

from typing import Any

from transformers import PreTrainedConfig

from bot.engines.unsupported import Unsupported

READ = ("qwen2", "qwen3")
"""What `config.json` calls the architectures that are read; Qwen2.5 is qwen2, too."""


def refuse_unread(name: str, config: PreTrainedConfig) -> None:
    """Raise `Unsupported` for a model that llama.cpp would compute otherwise, or not at all."""
    trouble = _trouble(config)
    if trouble:
        raise Unsupported(f"{name} {trouble}.")


def _trouble(config: PreTrainedConfig) -> str | None:
    if config.model_type not in READ:
        known = " and ".join(READ)
        return f"is a {config.model_type} model, and the engine llamacpp reads {known} (Qwen2, Qwen2.5, Qwen3)"
    if getattr(config, "quantization_config", None) is not None:
        return "is quantized already, in a form that the engine llamacpp does not read"
    if config.rope_parameters.get("rope_type", "default") != "default":
        return f"scales its positions ({config.rope_parameters['rope_type']}), which the engine llamacpp does not"
    if set(config.layer_types or ["full_attention"]) != {"full_attention"}:
        return "attends to a window only, which the engine llamacpp does not"
    if config.hidden_act != "silu":
        return f"computes with {config.hidden_act}, which the engine llamacpp does not"
    return None


def width_of_a_head(config: PreTrainedConfig) -> int:
    """The numbers a head has for each token."""
    return int(getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads)


def describe(writer: Any, config: PreTrainedConfig) -> None:
    """
    Tell what `config` says to a GGUFWriter.

    There is no vocabulary among it: texts are none of llama.cpp's business here.
    """
    writer.add_vocab_size(config.vocab_size)
    writer.add_tokenizer_model("none")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(width_of_a_head(config))
    writer.add_value_length(width_of_a_head(config))
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
