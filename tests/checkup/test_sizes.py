"""The sizes of the models that are recommended are those of their architectures."""

import pytest
import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

from bot.check.fit import QWEN2

# Their config.json as far as it counts parameters, in the order of FIELDS.
SHAPES = {
    "Qwen/Qwen2-7B-Instruct": (3584, 18944, 28, 28, 4, 152064, False),
    "Qwen/Qwen2-1.5B-Instruct": (1536, 8960, 28, 12, 2, 151936, True),
    "Qwen/Qwen2-0.5B-Instruct": (896, 4864, 24, 14, 2, 151936, True),
}
FIELDS = (
    *("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads"),
    *("vocab_size", "tie_word_embeddings"),
)


@pytest.mark.parametrize("name", QWEN2)
def test_it_is_two_bytes_for_each_parameter(name):
    with torch.device("meta"):
        model = Qwen2ForCausalLM(Qwen2Config(**dict(zip(FIELDS, SHAPES[name], strict=True))))
    assert QWEN2[name] == 2 * model.num_parameters()
