"""A checkpoint's own chat template: what it takes, and what it writes around an answer."""

from collections.abc import Sequence

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerFast

from bot.core.chat import Turn

# Stands for any text, and is in no template.
_MARK = "\ue000"


class ChatTemplate:
    """
    Renders conversations with the chat template of `tokenizer`.

    Nothing is known of the template but what trying it shows. One without a system role,
    which raises an error or leaves the text out, is given what the system says at the head
    of the first question. One that can leave out thinking (`enable_thinking`) is told to.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self._has_system_role = self._shows_system()

    def render(self, turns: Sequence[Turn]) -> str:
        """The text of `turns`, up to where the model begins to answer."""
        return self._apply(turns if self._has_system_role else _folded(turns), add_generation_prompt=True)

    def after_an_answer(self) -> str:
        """What the template writes after an answer that is complete; nothing if that cannot be found out."""
        try:
            rendered = self._apply([Turn("user", "x"), Turn("assistant", _MARK)], add_generation_prompt=False)
        except TemplateError:
            return ""
        return rendered.rpartition(_MARK)[2]

    def _shows_system(self) -> bool:
        try:
            return _MARK in self._apply([Turn("system", _MARK), Turn("user", "x")], add_generation_prompt=True)
        except TemplateError:
            return False

    def _apply(self, turns: Sequence[Turn], *, add_generation_prompt: bool) -> str:
        messages = [{"role": turn.role, "content": turn.text} for turn in turns]
        return str(
            self._tokenizer.apply_chat_template(
                messages, add_generation_prompt=add_generation_prompt, tokenize=False, enable_thinking=False
            )
        )


def _folded(turns: Sequence[Turn]) -> Sequence[Turn]:
    """`turns` with what the system says at the head of the first question."""
    if not turns or turns[0].role != "system":
        return turns
    system, *rest = turns
    if not rest or rest[0].role != "user":
        return [Turn("user", system.text), *rest]
    return [Turn("user", f"{system.text}\n\n{rest[0].text}".lstrip("\n")), *rest[1:]]
