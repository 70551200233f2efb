"""The token chance chooses on a processor is one `generate` would draw, as often as it would."""

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch.utils._python_dispatch import TorchDispatchMode
from transformers import (
    GenerationConfig,
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from bot.core.chat import Options, Turn
from bot.engines.checkpoint.loading import load
from bot.engines.generate.sampler import GumbelSampler, sampler_for
from bot.engines.generate.writer import Writer
from bot.engines.worker.relay import Wire
from bot.engines.worker.serial import Job

VOCABULARY = 3000


def scores_of(seed, *, spread=4.0):
    return torch.randn(VOCABULARY, generator=torch.Generator().manual_seed(seed)) * spread


def drawn_from(scores, *, temperature, top_k, top_p):
    """The likelihood of each token as `generate` draws it."""
    chain = LogitsProcessorList([TemperatureLogitsWarper(temperature)])
    if top_k:
        chain.append(TopKLogitsWarper(top_k))
    if top_p < 1:
        chain.append(TopPLogitsWarper(top_p))
    return chain(None, scores[None].clone())[0].softmax(-1)


@example(seed=45, spread=0.1, temperature=0.7, top_k=50, top_p=0.8)
@given(
    seed=st.integers(0, 50),
    spread=st.sampled_from([0.1, 1.0, 4.0]),
    temperature=st.sampled_from([0.3, 0.7, 1.0, 2.0]),
    top_k=st.sampled_from([None, 1, 20, 50, VOCABULARY]),
    top_p=st.sampled_from([0.05, 0.5, 0.8, 0.95, 1.0]),
)
def test_the_candidates_are_those_of_generate(seed, spread, temperature, top_k, top_p):
    scores = scores_of(seed, spread=spread)
    expected = drawn_from(scores, temperature=temperature, top_k=top_k, top_p=top_p)
    likely, tokens = GumbelSampler(temperature=temperature, top_k=top_k, top_p=top_p).candidates(scores / temperature)
    made = torch.zeros(VOCABULARY)
    made[tokens] = likely.softmax(-1)
    # Two may be as likely, or the sum be top_p but for rounding: then the last candidate is another, or none.
    both, either = (made > 0) & (expected > 0), (made > 0) | (expected > 0)
    if not torch.equal(both, either):
        whole = drawn_from(scores, temperature=temperature, top_k=top_k, top_p=1.0)
        last = whole[either & ~both]
        assert len(last) <= 2
        assert last.max() - last.min() <= 1e-5 * last.max()
        assert len(last) == 2 or abs(whole[both].sum().item() - top_p) <= 1e-5
    assert (made[both] / made[both].sum() - expected[both] / expected[both].sum()).abs().sum() <= 1e-3


def test_tokens_as_likely_as_the_last_candidate_are_candidates():
    scores = torch.tensor([1.0, 3.0, 2.0, 2.0, 2.0, 0.0])
    _, tokens = GumbelSampler(temperature=1.0, top_k=2, top_p=1.0).candidates(scores)
    assert tokens.tolist() == [1, 2, 3, 4]


def test_each_token_comes_as_often_as_it_should():
    scores = scores_of(1)
    settings = {"temperature": 2.0, "top_k": 20, "top_p": 0.9}
    expected = drawn_from(scores, **settings)
    choose = GumbelSampler(**settings)
    torch.manual_seed(0)
    draws = 20_000
    chosen = [int(choose(None, scores[None]).argmax()) for _ in range(draws)]
    found = torch.bincount(torch.tensor(chosen), minlength=VOCABULARY) / draws
    # Five standard deviations of a share, for each token.
    assert ((found - expected).abs() <= 5 * (expected * (1 - expected) / draws).sqrt() + 1e-9).all()


def test_the_same_seed_draws_the_same_tokens():
    scores = scores_of(1)

    def drawn(seed):
        sampler = GumbelSampler(temperature=2.0, top_k=None, top_p=1.0, seed=seed)
        return [int(sampler(None, scores[None]).argmax()) for _ in range(8)]

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)
    assert len(set(drawn(3))) > 1


def test_refused_tokens_are_never_chosen():
    scores = torch.full((1, 10), -torch.inf)
    scores[0, [2, 7]] = torch.tensor([0.0, 1.0])
    choose = GumbelSampler(temperature=1.0, top_k=None, top_p=0.99)
    assert {int(choose(None, scores).argmax()) for _ in range(100)} == {2, 7}


def test_what_is_left_to_generate():
    assert sampler_for(GenerationConfig(do_sample=False), vocabulary=9) is None
    assert sampler_for(GenerationConfig(do_sample=True, min_p=0.1), vocabulary=9) is None
    assert sampler_for(GenerationConfig(do_sample=True, typical_p=0.9), vocabulary=9) is None
    with pytest.raises(ValueError, match="temperature"):
        sampler_for(GenerationConfig(do_sample=True, temperature=-1.0), vocabulary=9)


def test_generate_is_left_nothing_to_draw():
    config = GenerationConfig(do_sample=True, temperature=0.7, top_k=20, top_p=0.8, repetition_penalty=1.05)
    assert sampler_for(config, vocabulary=9) is not None
    assert not config.do_sample
    assert config.repetition_penalty == 1.05


class Drawing(TorchDispatchMode):
    """Notes what of torch draws or sorts while it is entered."""

    def __init__(self):
        super().__init__()
        self.done = set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        self.done.add(function.overloadpacket)
        return function(*args, **(kwargs or {}))


@pytest.mark.parametrize("is_left", [False, True])
async def test_an_answer_is_drawn_from_candidates_unless_that_is_left_to_generate(tiny, is_left):
    checkpoint = load(str(tiny))
    checkpoint.model.generation_config.min_p = 0.01 if is_left else None
    options = Options(max_new_tokens=4, temperature=0.7, top_k=20, top_p=0.8)
    wire = Wire()
    with Drawing() as drawing:
        Writer(checkpoint).write(Job([Turn("user", "Hello")], options, 0, lambda: False), wire)
    assert (torch.ops.aten.multinomial in drawing.done) == is_left
    assert (torch.ops.aten.exponential_ in drawing.done) == (not is_left)


@pytest.mark.parametrize("is_left", [False, True])
async def test_a_seed_is_for_one_answer_and_not_for_the_process(tiny, is_left):
    checkpoint = load(str(tiny))
    checkpoint.model.generation_config.min_p = 0.001 if is_left else None
    writer = Writer(checkpoint)

    def drawn(seed):
        options = Options(max_new_tokens=8, temperature=3.0, top_k=0, seed=seed)
        wire = Recorder()
        writer.write(Job([Turn("user", "Hello")], options, 0, lambda: False), wire)
        return wire.sent

    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)
    assert torch.rand(1) == expected


class Recorder:
    """Takes what is sent down a wire."""

    def __init__(self):
        self.sent = []

    def send(self, piece):
        if piece.text:
            self.sent.append(piece.text)
