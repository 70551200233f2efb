"""A checkpoint's own chat template: what it takes, and what it writes around an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from jinja2 import TemplateError
from transformers import PreTrainedTokenizerFast

from bot.core.chat import Role, Thinking, Turn

# Stands for any text, and is in no template.
_MARK = "\ue000"

# What the templates of models that can think, or not, are told: Qwen's, and those made after them.
_THINKING: Mapping[Thinking, Mapping[str, Any]] = {
    "off": {"enable_thinking": False},
    "on": {"enable_thinking": True},
    "auto": {},
}


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as a template is given it: words, and before them so many pictures."""

    role: Role
    text: str
    images: int = 0

    @classmethod
    def of(cls, turn: Turn) -> "Said":
        """The turn as it stands."""
        return cls(turn.role, turn.text, len(turn.images))

    @property
    def content(self) -> str | list[dict[str, str]]:
        """The words, or parts of both kinds where there are pictures: not every template takes a list."""
        return [{"type": "image"}] * self.images + [{"type": "text", "text": self.text}] if self.images else self.text


class ChatTemplate:
    """
    Renders conversations with the chat template of `tokenizer`.

    Nothing is known of the template but what trying it shows. One without a system role,
    which raises an error or leaves the text out, is given what the system says at the head
    of the first question. One that can have the model think first, or not (`enable_thinking`), is told which.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self._has_system_role = self._shows_system()

    def render(self, turns: Sequence[Turn | Said], thinking: Thinking = "off") -> str:
        """The text of `turns`, up to where the model begins to answer, or to think."""
        said = [turn if isinstance(turn, Said) else Said.of(turn) for turn in turns]
        return self._apply(
            said if self._has_system_role else _folded(said), add_generation_prompt=True, thinking=thinking
        )

    def ways_of_thinking(self) -> tuple[Thinking, ...]:
        """Those among all that make a prompt another one."""
        turns = [Turn("system", "x"), Turn("user", "x"), Turn("assistant", "x"), Turn("user", "x")]
        found: dict[str, Thinking] = {}
        for thinking in get_args(Thinking):
            found.setdefault(self.render(turns, thinking), thinking)
        return tuple(found.values())

    @property
    def source(self) -> str:
        """The template itself."""
        return str(self._tokenizer.chat_template)

    def after_an_answer(self) -> str:
        """What the template writes after an answer that is complete; nothing if that cannot be found out."""
        try:
            rendered = self._apply([Said("user", "x"), Said("assistant", _MARK)], add_generation_prompt=False)
        except TemplateError:
            return ""
        return rendered.rpartition(_MARK)[2]

    def _shows_system(self) -> bool:
        try:
            return _MARK in self._apply([Said("system", _MARK), Said("user", "x")], add_generation_prompt=True)
        except TemplateError:
            return False

    def _apply(self, turns: Sequence[Said], *, add_generation_prompt: bool, thinking: Thinking = "off") -> str:
        messages: Any = [{"role": turn.role, "content": turn.content} for turn in turns]
        return str(
            self._tokenizer.apply_chat_template(
                messages, add_generation_prompt=add_generation_prompt, tokenize=False, **_THINKING[thinking]
            )
        )


def _folded(turns: Sequence[Said]) -> Sequence[Said]:
    """`turns` with what the system says at the head of the first question."""
    if not turns or turns[0].role != "system":
        return turns
    system, *rest = turns
    if not rest or rest[0].role != "user":
        return [Said("user", system.text), *rest]
    return [Said("user", f"{system.text}\n\n{rest[0].text}".lstrip("\n"), rest[0].images), *rest[1:]]
