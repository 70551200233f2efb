"""The chat template of a GGUF file."""

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

from bot.core.chat import Turn
from bot.core.errors import StartError
from bot.engines.gguf.model_file import ModelFile
from bot.engines.text.template import ChatTemplate


def template_of(name: str, file: ModelFile) -> PreTrainedTokenizerFast:
    """
    What renders the template of `file` as for every other engine, and knows no words.

    Raises `StartError` for a template that cannot be rendered.
    """
    special = {f"{each}_token": file.special_token(each) for each in ("bos", "eos")}
    template = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers leaves it so
        tokenizer_object=Tokenizer(models.BPE()), chat_template=file.template, **special
    )
    try:
        ChatTemplate(template).render([Turn("user", "x")])
    except Exception as error:
        # A template is a program, and may fail with anything.
        raise StartError(
            f"The chat template of {name} cannot be used ({type(error).__name__}: {error}). Set `model` to another."
        ) from error
    return template
