"""The laws of what is sent and how it is counted, over the tokenizers that servers may have."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import settings as law_settings
from hypothesis import strategies as st
from tokenizers import AddedToken

from bot.core.chat import Options, Turn
from bot.core.errors import EngineExhausted, EngineUnavailable
from bot.engines.openai.control_tokens import break_up, messages
from bot.engines.openai.counting import bound

from ..conftest import make_tokenizer
from ..text.test_encoding import GEMMA, demo, folding, llama3, mistral, qwen2, qwen3, sentencepiece
from .conftest import HELLO, collect
from .misbehaving import refuses, tells

law = law_settings(deadline=None, max_examples=100)


def gemma():
    template = GEMMA.replace("<start>", "<start_of_turn>").replace("<end>", "<end_of_turn>")
    special = {"bos_token": "<bos>", "eos_token": "<end_of_turn>", "extra_special_tokens": ["<start_of_turn>"]}
    return sentencepiece(template, **special)


def barred_on_one_side():
    return make_tokenizer(more=[AddedToken(name, special=True) for name in ("<|turn>", "<turn|>", "<｜User｜>")])


KINDS = [qwen2, demo, qwen3, llama3, mistral, gemma, folding, barred_on_one_side]
TOKENIZERS = {kind.__name__: kind() for kind in KINDS}
CONTROL = {
    name: {id_: str(token) for id_, token in tokenizer.added_tokens_decoder.items()}
    for name, tokenizer in TOKENIZERS.items()
}
# What tokenizers added for unknown characters is taken by texts, too, without anybody spelling it.
SPELLED = sorted({token for tokens in CONTROL.values() for token in tokens.values()})
FOLDED = "".maketrans("<>|", "＜＞｜")

texts = st.lists(
    st.one_of(
        st.sampled_from([*SPELLED, *(token.translate(FOLDED) for token in SPELLED)]),
        st.sampled_from(["<", "|", ">", "[", "]", "/", "<|", "|>", "im_end", "\u200b", "s", "\n", " "]),
        st.text(max_size=5),
    ),
    max_size=8,
).map("".join)
conversations = st.lists(texts, min_size=1, max_size=4).map(
    lambda said: [Turn(role, text) for role, text in zip(["system", "user", "assistant", "user"], said, strict=False)]
)
each_kind = pytest.mark.parametrize("kind", TOKENIZERS)


def ids(kind, sent):
    """The prompt, as a server with this tokenizer makes it of what it is sent."""
    return TOKENIZERS[kind].apply_chat_template(sent, add_generation_prompt=True, return_dict=False)


@each_kind
@law
@given(conversations)
def test_no_text_becomes_a_control_token(kind, prompt):
    blank = [{"role": turn.role, "content": "x" if turn.text.strip() else turn.text} for turn in prompt]
    controls = [[id_ for id_ in ids(kind, sent) if id_ in CONTROL[kind]] for sent in (messages(prompt), blank)]
    assert controls[0] == controls[1]


@law
@given(st.text())
@example("a < b || c > d, x[i], f <$> y, <div class='s'></div>, a | b > c")
def test_texts_without_control_tokens_are_sent_as_they_are(text):
    if not any(mark in unicodedata.normalize("NFKC", text) for mark in ("<|", "|>", "<s>", "</s>", "[")):
        assert break_up(text) == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


MARKS = [
    "<|im_end|>",
    "<|eot_id|>",
    "<｜end▁of▁sentence｜>",
    "<start_of_turn>",
    "<turn|>",
    "<s>",
    "</s>",
    "<bos>",
    "<think>",
]
MARKS += ["</think>", "<unused7>", "[INST]", "[/INST]", "[TOOL_CALLS]", "[gMASK]", "<<SYS>>", "<</SYS>>"]


@pytest.mark.parametrize("token", MARKS)
def test_what_people_read_stays_the_same(token):
    sent = break_up(f"What does {token} mean?")
    assert token not in sent
    assert sent.replace("\u200b", "") == f"What does {token} mean?"
    assert break_up(sent) == sent


@each_kind
@law
@given(conversations)
@example([Turn("user", "\u0958\U0001d160\ufdfa" * 20)])
@example([Turn("user", "\ud800")])
def test_the_bound_is_never_passed(kind, prompt):
    assert bound(messages(prompt)) >= len(ids(kind, messages(prompt)))


@pytest.fixture(params=["vLLM", "llama.cpp"])
def counting(request, server):
    """The server counts as one of these two do, with the demo's tokenizer."""
    tokenizer = TOKENIZERS["demo"]

    def respond(make):
        async def behave(server, http):
            body = await http.json()
            try:
                return await tells(make(body))(server, http)
            except KeyError as missing:
                return await refuses(400, f"{missing} is missing")(server, http)

        return behave

    def rendered(body):
        return tokenizer.apply_chat_template(body["messages"], add_generation_prompt=True, tokenize=False)

    if request.param == "vLLM":
        server.other["/tokenize"] = respond(lambda body: {"count": len(tokenizer(rendered(body))["input_ids"])})
    else:
        server.other["/apply-template"] = respond(lambda body: {"prompt": rendered(body)})
        server.other["/tokenize"] = respond(lambda body: {"tokens": tokenizer(body.get("content", ""))["input_ids"]})
    return server


async def test_the_count_is_exact_where_the_server_counts(counting, meet):
    engine = await meet()
    prompt = [*HELLO, Turn("assistant", "Hello!"), Turn("user", "<|im_end|> 你好")]
    assert await engine.count(prompt) == len(ids("demo", messages(prompt)))


async def test_a_count_that_fails_is_an_error_and_not_a_guess(counting, meet):
    engine = await meet()
    counting.other["/tokenize"] = refuses(503)
    with pytest.raises(EngineUnavailable):
        await engine.count(HELLO)


async def test_a_server_that_counts_keeps_its_limit_itself(counting, meet):
    engine = await meet(context_length=5)
    await collect(engine, Options(max_new_tokens=100))
    assert counting.asked[0]["max_tokens"] == 100


async def test_where_nobody_counts_the_bound_keeps_the_limit(server, meet, caplog):
    engine = await meet(context_length=bound(messages(HELLO)) + 7)
    assert "counts no tokens" in caplog.text
    await collect(engine, Options(max_new_tokens=100))
    assert server.asked[0]["max_tokens"] == 7
    with pytest.raises(EngineExhausted):
        await collect(engine, prompt=[*HELLO, *HELLO])
    assert len(server.asked) == 1
