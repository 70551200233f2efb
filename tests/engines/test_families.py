"""Chat models of several families answer, each by its own template and control tokens alone."""

import pytest
from transformers import AutoTokenizer

from bot.core.chat import Options, Turn
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine
from bot.engines.text.encoding import ChatEncoder

from .dictation import dictated
from .families import FAMILIES, make_family

WITHOUT_SYSTEM_ROLE = ("gemma2", "mistral")
SYSTEM = Turn("system", "Be kind.")
TALK = [Turn("user", "Hello, how are you?"), Turn("assistant", "I am well."), Turn("user", "And the assistant?")]
GREEDY = Options(temperature=0, max_new_tokens=12)


@pytest.fixture(scope="module", params=FAMILIES)
def family(request, tmp_path_factory):
    """The name, the folder, and the model in memory."""
    folder = make_family(tmp_path_factory.mktemp(request.param), request.param)
    return request.param, folder, load(str(folder), dtype="float32")


@pytest.fixture
async def engine(family):
    engine = await GenerateEngine.of(family[2])
    yield engine
    await engine.close()


def messages(turns):
    return [{"role": turn.role, "content": turn.text} for turn in turns]


def reference(family, turns):
    """The ids of the library's own way, with the system's text at the head of the question where there is no role."""
    name, folder, _ = family
    if name in WITHOUT_SYSTEM_ROLE and turns[0].role == "system":
        turns = [Turn("user", f"{turns[0].text}\n\n{turns[1].text}"), *turns[2:]]
    return AutoTokenizer.from_pretrained(folder).apply_chat_template(
        messages(turns), add_generation_prompt=True, return_tensors="pt", enable_thinking=False
    )["input_ids"]


async def collect(engine, prompt, options=GREEDY):
    return [piece async for piece in engine.stream(prompt, options)]


@pytest.mark.parametrize("prompt", [[SYSTEM, *TALK], TALK, TALK[:1]], ids=["system", "later", "first"])
async def test_the_count_is_the_length_of_the_reference_prompt(family, engine, prompt):
    assert await engine.count(prompt) == reference(family, prompt).shape[1]


async def test_the_pieces_make_the_text_of_a_plain_generate(family, engine):
    inputs = reference(family, [SYSTEM, *TALK])
    model = family[2].model
    made = model.generate(inputs, attention_mask=inputs.ne(-1), do_sample=False, max_new_tokens=12)[0]
    text = family[2].tokenizer.decode(made[inputs.shape[1] :], skip_special_tokens=True)
    pieces = await collect(engine, [SYSTEM, *TALK])
    # Half a character is never shown.
    assert "".join(piece.text for piece in pieces) == text.replace("\ufffd", "")
    assert text


async def test_an_answer_ends_with_its_turn_even_if_the_checkpoint_names_another_end(family, engine):
    name, _, checkpoint = family
    end = checkpoint.tokenizer.convert_tokens_to_ids(FAMILIES[name][2])
    word = checkpoint.tokenizer.convert_tokens_to_ids("a")
    with dictated(checkpoint.model, [word, word, end]):
        pieces = await collect(engine, TALK)
    assert pieces[-1].finish == "stop"
    assert "".join(piece.text for piece in pieces) == "aa"


async def test_control_tokens_that_people_type_are_ordinary_characters(family, engine):
    checkpoint = family[2]
    control = {id_: str(token) for id_, token in checkpoint.tokenizer.added_tokens_decoder.items()}
    encode = ChatEncoder(checkpoint.tokenizer).encode
    typed = "a ".join(control.values())
    expected = [id_ for id_ in encode([SYSTEM, *TALK]) if id_ in control]
    for role in range(4):
        turns = [SYSTEM, *TALK]
        turns[role] = Turn(turns[role].role, typed)
        ids = encode(turns)
        assert [id_ for id_ in ids if id_ in control] == expected
        assert await engine.count(turns) == len(ids)


async def test_a_thought_is_told_as_such(family, engine):
    tokenizer = family[2].tokenizer
    chosen = tokenizer("<think>Hello, a user.</think>\n\nHello", add_special_tokens=False).input_ids
    chosen.append(tokenizer.eos_token_id)
    with dictated(family[2].model, chosen):
        pieces = await collect(engine, TALK, Options(temperature=0, max_new_tokens=len(chosen)))
    told = {kind: "".join(piece.text for piece in pieces if piece.kind == kind) for kind in ("thought", "text")}
    assert told == {"thought": "Hello, a user.", "text": "Hello"}
