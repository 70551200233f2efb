"""Small random checkpoints of Qwen's families that see, and what the documentation's script says with them."""

import io
from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image as Pillow
from tokenizers import AddedToken
from transformers import (
    AutoImageProcessor,
    AutoModelForImageTextToText,
    AutoTokenizer,
    GenerationConfig,
    PreTrainedConfig,
    Qwen2_5_VLConfig,
    Qwen2VLConfig,
    Qwen2VLProcessor,
    Qwen3VLConfig,
    Qwen3VLProcessor,
)
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.processing_utils import ProcessorMixin

from bot.core.chat import Image, Turn

from .conftest import make_tokenizer

# As published with Qwen2-VL, videos and the numbering of pictures left out.
TEMPLATE = """{% for message in messages %}{% if loop.first and message['role'] != 'system' %}\
{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}\
{{ '<|im_start|>' + message['role'] + '\\n' }}{% if message['content'] is string %}\
{{ message['content'] + '<|im_end|>\\n' }}{% else %}{% for content in message['content'] %}\
{% if content['type'] == 'image' or 'image' in content %}{{ '<|vision_start|><|image_pad|><|vision_end|>' }}\
{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}{{ '<|im_end|>\\n' }}{% endif %}{% endfor %}\
{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""

VISION = ["<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
FAMILIES = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")


def make_seeing(folder: Path, family: str) -> Path:
    """A checkpoint of a few thousand random weights, with all files that it is published with."""
    tokenizer = make_tokenizer(more=[AddedToken(token, special=True) for token in VISION], template=TEMPLATE)
    start, end, image, video = tokenizer.convert_tokens_to_ids(VISION)
    tokens = {"vision_start_token_id": start, "vision_end_token_id": end}
    tokens |= {"image_token_id": image, "video_token_id": video}
    torch.manual_seed(0)
    model = AutoModelForImageTextToText.from_config(_config(family, len(tokenizer), tokens))
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.3)
    # Half of a character can be said, but not be compared as text.
    halves = [id_ for id_ in range(len(tokenizer)) if "\ufffd" in tokenizer.decode([id_])]
    model.generation_config = GenerationConfig(
        eos_token_id=[tokenizer.eos_token_id, tokenizer.pad_token_id],
        pad_token_id=tokenizer.pad_token_id,
        suppress_tokens=[*halves, *tokens.values()],
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    square = 16 if family == "qwen3_vl" else 14
    # No more than 64 squares of a picture.
    sizes = {"shortest_edge": 4 * (2 * square) ** 2, "longest_edge": 64 * (2 * square) ** 2}
    Qwen2VLImageProcessorPil(size=sizes, patch_size=square).save_pretrained(folder)
    return folder


def _config(family: str, vocabulary: int, tokens: dict[str, int]) -> PreTrainedConfig:
    rope = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 1, 1]}
    text = {"vocab_size": vocabulary, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2}
    text |= {"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 1024}
    text |= {"rope_parameters": rope, "tie_word_embeddings": False}
    match family:
        case "qwen2_vl":
            vision = {"depth": 2, "embed_dim": 32, "hidden_size": 32, "num_heads": 4, "mlp_ratio": 2}
            return Qwen2VLConfig(text_config=text, vision_config=vision, **tokens)
        case "qwen2_5_vl":
            vision = {"depth": 2, "hidden_size": 32, "out_hidden_size": 32, "num_heads": 4, "intermediate_size": 64}
            vision |= {"fullatt_block_indexes": [1], "window_size": 56}
            return Qwen2_5_VLConfig(text_config=text, vision_config=vision, **tokens)
    vision = {"depth": 2, "hidden_size": 32, "out_hidden_size": 32, "num_heads": 4, "intermediate_size": 64}
    vision |= {"deepstack_visual_indexes": [0, 1], "num_position_embeddings": 64}
    return Qwen3VLConfig(text_config=text, vision_config=vision, **tokens)


def picture(seed: int, width: int = 84, height: int = 56, *, name: str | None = None) -> Image:
    """A picture of noise."""
    noise = torch.randint(0, 256, (height, width, 3), generator=torch.Generator().manual_seed(seed), dtype=torch.uint8)
    file = io.BytesIO()
    Pillow.fromarray(noise.numpy()).save(file, "JPEG", quality=90)
    return Image.of(name or f"{seed}.png", file.getvalue(), width=width, height=height)


class Script:
    """What the documentation has people run: `processor.apply_chat_template` and `model.generate`."""

    def __init__(self, folder: Path, family: str) -> None:
        tokenizer, images = AutoTokenizer.from_pretrained(folder), AutoImageProcessor.from_pretrained(folder)
        kind = Qwen3VLProcessor if family == "qwen3_vl" else Qwen2VLProcessor

        class WithoutVideos(kind):
            """`AutoProcessor` makes one for videos, too, which wants torchvision."""

            def __init__(self, image_processor: object, tokenizer: object, chat_template: str) -> None:
                self.image_token, self.video_token = "<|image_pad|>", "<|video_pad|>"
                self.image_token_id, self.video_token_id = tokenizer.convert_tokens_to_ids(VISION[2:])
                ProcessorMixin.__init__(self, image_processor, tokenizer, chat_template=chat_template)

        self.processor = WithoutVideos(images, tokenizer, chat_template=tokenizer.chat_template)
        self.folder = folder

    def inputs(self, turns: Sequence[Turn]) -> dict[str, torch.Tensor]:
        messages = [{"role": turn.role, "content": self._content(turn)} for turn in turns]
        return self.processor.apply_chat_template(
            messages, tokenize=True, add_generation_prompt=True, return_dict=True, return_tensors="pt"
        )

    def says(self, turns: Sequence[Turn], *, tokens: int) -> tuple[str, int]:
        """The answer, and how many tokens the prompt has."""
        model = AutoModelForImageTextToText.from_pretrained(self.folder).eval()
        inputs = self.inputs(turns)
        written = model.generate(**inputs, max_new_tokens=tokens, do_sample=False)
        read = inputs["input_ids"].shape[1]
        [said] = self.processor.batch_decode(
            written[:, read:], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return said, read

    def _content(self, turn: Turn) -> list[dict[str, object]]:
        seen = [{"type": "image", "image": Pillow.open(io.BytesIO(image.data))} for image in turn.images]
        return [*seen, {"type": "text", "text": turn.text}]
