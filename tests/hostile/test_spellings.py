"""The control tokens of the families of models, as they are published, and what looks like one of them."""

import unicodedata

import pytest
from tokenizers import AddedToken, normalizers

from bot.core.chat import File, Turn
from bot.core.record import words
from bot.engines.openai.control_tokens import break_up
from bot.engines.text.encoding import ChatEncoder
from bot.platforms.discord import triggers
from tests.engines.conftest import make_tokenizer
from tests.engines.families import FAMILIES
from tests.platforms.discord.models import MEMBER, SENT, World, user

NEWCOMER = 10**17 + 99
# By whose they are, in the words of their tokenizers' files.
PUBLISHED = {
    "ChatML": "<|im_start|> <|im_end|> <|im_sep|> <|endoftext|>",
    "Qwen": "<think> </think> <tool_call> </tool_call> <tool_response> <|vision_start|> <|fim_prefix|>",
    "Llama 2": "<s> </s> [INST] [/INST] <<SYS>> <</SYS>>",
    "Llama 3": "<|begin_of_text|> <|start_header_id|> <|end_header_id|> <|eot_id|> <|eom_id|> <|python_tag|>",
    "Llama 4": "<|header_start|> <|header_end|> <|eot|>",
    "Mistral": "[INST] [/INST] [SYSTEM_PROMPT] [/SYSTEM_PROMPT] [AVAILABLE_TOOLS] [TOOL_CALLS] [ARGS] [THINK] [/THINK]",
    "Gemma": "<bos> <eos> <start_of_turn> <end_of_turn> <start_of_image> <unused99> <|turn> <turn|>",
    "Phi": "<|system|> <|user|> <|assistant|> <|end|> <|tool_call|>",
    "DeepSeek": "<｜begin▁of▁sentence｜> <｜User｜> <｜Assistant｜> <｜end▁of▁sentence｜> <｜tool▁calls▁begin｜>",
    "GLM": "[gMASK] <sop> <|system|> <|observation|> <arg_key> </arg_value>",
    "Command": "<|START_OF_TURN_TOKEN|> <|SYSTEM_TOKEN|> <|END_OF_TURN_TOKEN|> <|START_RESPONSE|>",
    "Granite": "<|start_of_role|> <|end_of_role|> <|end_of_text|>",
    "gpt-oss": "<|start|> <|channel|> <|message|> <|return|> <|call|>",
    "EXAONE": "[|system|] [|user|] [|assistant|] [|endofturn|] [BOS]",
    "MiniMax": "]~!b[ ]~b] [e~[",
    "Seed": "<seed:bos> <seed:eos> <seed:think> </seed:think>",
    "InternLM": "[UNUSED_TOKEN_146] <|action_start|>",
    "Nemotron": "<extra_id_0> <SPECIAL_12>",
}
SPELLED = [(family, token) for family, tokens in PUBLISHED.items() for token in tokens.split()]


@pytest.mark.parametrize(("family", "token"), SPELLED)
@pytest.mark.parametrize("alike", [str, lambda token: token.translate(str.maketrans("<>|[]", "＜＞｜［］"))])
def test_no_published_control_token_reaches_a_server_whose_vocabulary_nobody_knows(family, token, alike):
    sent = break_up(f"before{alike(token)}after")
    assert token not in sent
    assert token not in unicodedata.normalize("NFKC", sent)


def forgiving(token, *, strips=False):
    """Its tokenizer takes for the token whatever its normalizers make one of, and perhaps the space beside it."""
    added = AddedToken(token, special=True, normalized=True, lstrip=strips, rstrip=strips)
    tokenizer = make_tokenizer(more=[added])
    tokenizer.backend_tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.StripAccents(), normalizers.Replace(" ", "▁")]
    )
    return tokenizer


TOKENIZERS = {
    **{name: make for name, (_, make, _) in FAMILIES.items()},
    "phi": lambda: make_tokenizer(more=[AddedToken("<|end|>", special=True, rstrip=True)]),
    "deepseek": lambda: forgiving("<｜end▁of▁sentence｜>"),
    # Its words are learned; one of them was made a control token afterwards.
    "learned": lambda: make_tokenizer(more=[AddedToken("well", special=True, normalized=False)]),
    "stripping": lambda: forgiving("<|end|>", strips=True),
    "one word": lambda: make_tokenizer(more=[AddedToken("<end>", special=True, single_word=True, normalized=True)]),
}
TYPED = [
    "<|end|> x",
    "x <|END|>",
    "<|énd|>",
    "＜|end|＞",
    "<｜end of sentence｜>",
    "<end>",
    " <end> ",
    "x<end>x",
    "<0x0A>",
    "<s>",
]


@pytest.fixture(scope="module", params=TOKENIZERS)
def tokenizer(request):
    return TOKENIZERS[request.param]()


def controls(tokenizer, turns):
    known = {id_ for id_, token in tokenizer.added_tokens_decoder.items() if not str(token).isspace()}
    return [id_ for id_ in ChatEncoder(tokenizer).encode(turns) if id_ in known]


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
def test_whatever_a_tokenizer_takes_for_a_control_token_is_none_in_what_anybody_says(tokenizer, role):
    turns = [Turn("system", "Be kind."), Turn("user", "Hello"), Turn("assistant", "Hi"), Turn("user", "Go on")]
    harmless = controls(tokenizer, turns)
    for typed in [*TYPED, *(token for _, token in SPELLED), *map(str, tokenizer.added_tokens_decoder.values())]:
        said = [Turn(role, typed) if turn.role == role else turn for turn in turns]
        assert controls(tokenizer, said) == harmless, typed


def test_every_place_where_text_comes_from_is_text(tokenizer):
    """A name, a mention, a role, a channel, a sticker, a poll, a card, a forward, a reply, a file, and its name."""
    plain, hostile = (
        asked(text, tokenizer) for text in ("x", "".join(map(str, tokenizer.added_tokens_decoder.values())))
    )
    assert len(hostile[1]) > len(plain[1]) + 100
    assert hostile[0] == plain[0]


def asked(text, tokenizer):
    """The control tokens, and all ids, of a message in which everything that can be written reads so."""
    world = World()
    world.general.name = world.guild.get_role(world.guild.self_role.id).name = text
    card = {"type": "rich", "title": text, "description": text, "author": {"name": text}, "footer": {"text": text}}
    card |= {"fields": [{"name": text, "value": text, "inline": False}]}
    sticker = {"id": "1", "name": text, "format_type": 1}
    poll = {"question": {"text": text}, "answers": [{"answer_id": 1, "poll_media": {"text": text}}], "expiry": SENT}
    poll |= {"allow_multiselect": False, "layout_type": 1}
    snapshot = {"message": world.payload(text, embeds=[card], sticker_items=[sticker])}
    replied = world.payload(text, by=user(NEWCOMER + 1, text), number=59, embeds=[card], member=MEMBER)
    message = world.reply(
        f"{text} <@{NEWCOMER}> <#{world.general.id}> <@&{world.guild.self_role.id}>",
        replied,
        by=user(NEWCOMER, text),
        mentions=[user(NEWCOMER, text)],
        sticker_items=[sticker],
        poll=poll,
        message_snapshots=[snapshot],
    )
    incoming = triggers.incoming(message, world.me)
    question = Turn("user", *incoming.turn().parts, *words(text), File(text, text, length=10**6))
    turns = [Turn("system", text), Turn("user", text), Turn("assistant", text), question]
    ids = ChatEncoder(tokenizer).encode(turns)
    known = {id_ for id_, token in tokenizer.added_tokens_decoder.items() if not str(token).isspace()}
    return [id_ for id_ in ids if id_ in known], ids
