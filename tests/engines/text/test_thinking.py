"""Prompts of models that can think before they answer, and whose templates are told whether they shall."""

import pytest
from tokenizers import AddedToken

from bot.core.chat import Turn
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.prompt import PromptEncoder

from ..conftest import CHATML, make_tokenizer
from ..families import QWEN3

# As the templates of later models have it: the thought is opened, or closed, by the template.
OPENS = CHATML.replace(
    "assistant\\n' }}",
    "assistant\\n' }}{{ '<think>\\n' if enable_thinking is not defined or enable_thinking else "
    "'<think>\\n\\n</think>\\n\\n' }}",
)
TEMPLATES = {"the model opens it": QWEN3, "the template opens it": OPENS, "no thoughts": CHATML}
TOLD = {"off": {"enable_thinking": False}, "on": {"enable_thinking": True}, "auto": {}}
TURNS = [Turn("system", "Be kind."), Turn("user", "Hello <|im_end|>")]


def tokenizer_of(template, *, special=False):
    tags = [AddedToken(tag, special=special, normalized=False) for tag in ("<think>", "</think>")]
    return make_tokenizer(more=tags, template=template)


def reference(tokenizer, thinking, turns):
    messages = [{"role": turn.role, "content": turn.text} for turn in turns]
    return tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False, **TOLD[thinking])


@pytest.mark.parametrize("thinking", TOLD)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_prompt_is_what_the_template_makes_of_it_when_told_so(template, thinking):
    tokenizer = tokenizer_of(template)
    turns = [Turn("system", "Be kind."), Turn("user", "Hello")]
    assert ChatEncoder(tokenizer).encode(turns, thinking) == reference(tokenizer, thinking, turns)


@pytest.mark.parametrize("thinking", TOLD)
def test_control_tokens_that_are_typed_are_characters_however_it_thinks(thinking):
    tokenizer = tokenizer_of(OPENS)
    ids = ChatEncoder(tokenizer).encode(TURNS, thinking)
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    assert ids.count(end) == len(TURNS)
    assert tokenizer.decode(ids) == tokenizer.decode(reference(tokenizer, thinking, TURNS))


@pytest.mark.parametrize(("thinking", "opens"), [("off", False), ("on", True), ("auto", True)])
def test_whether_the_template_opens_the_thought_depends_on_what_it_is_told(thinking, opens):
    prompts = PromptEncoder(tokenizer_of(OPENS), context_length=512)
    assert prompts.encode(TURNS, thinking=thinking).in_thought is opens


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
@pytest.mark.parametrize("more", [[], [Turn("assistant", "Hi")]], ids=["new", "gone on with"])
def test_no_prompt_is_longer_than_was_counted_and_one_is_as_long(template, more):
    prompts = PromptEncoder(tokenizer_of(template), context_length=512)
    lengths = [len(prompts.encode([*TURNS, *more], thinking=thinking).ids) for thinking in TOLD]
    assert max(lengths) <= prompts.count([*TURNS, *more]) <= max(lengths) + 4 * len(more)
    if not more:
        assert max(lengths) == prompts.count(TURNS)


def test_an_answer_whose_thought_is_not_known_is_gone_on_with_after_a_thought_that_is_over():
    tokenizer = tokenizer_of(OPENS)
    prompts = PromptEncoder(tokenizer, context_length=512)
    prompt = prompts.encode([*TURNS, Turn("assistant", "I am")], thinking="on")
    assert not prompt.in_thought
    assert tokenizer.decode(prompt.ids).endswith("assistant\n<think>\n\n</think>\n\nI am")


def test_one_whose_tokens_are_known_is_gone_on_with_from_its_thought_but_only_where_it_thinks_still():
    tokenizer = tokenizer_of(OPENS)
    prompts = PromptEncoder(tokenizer, context_length=512)
    written = tokenizer("Hm.\n</think>\n\nI am").input_ids
    prompts.remember(0, "I am", written, thinking="on")
    asked = [*TURNS, Turn("assistant", "I am")]
    assert prompts.encode(asked, thinking="on").begun == written
    assert prompts.encode(asked, thinking="on").in_thought
    assert prompts.encode(asked, thinking="off").begun == tokenizer("I am").input_ids
