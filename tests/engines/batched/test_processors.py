"""The choice of a token in a batch is the one `generate` makes, for each request by its own settings."""

from dataclasses import dataclass, field

import pytest
import torch
from transformers import (
    GenerationConfig,
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)
from transformers.generation.continuous_batching.requests import FutureRequestState, RequestState

from bot.engines.batched.gumbel import gumbel_noise
from bot.engines.batched.penalty import RepetitionPenalty
from bot.engines.batched.processors import processors
from bot.engines.sampling.params import sampling

CPU = torch.device("cpu")
VOCABULARY = 300


def request(name, prompt, made=(), **settings):
    state = RequestState(name, list(prompt), generated_tokens=list(made), logit_processor_kwargs=settings)
    return FutureRequestState(state, True, {}, 1)


def run(chain, requests, scores):
    """The scores as a step of batching would process them."""
    arguments = torch.zeros(chain.tensors_required, len(requests), dtype=torch.int32)
    chain.check_kwargs({key: value for each in requests for key, value in each.state.logit_processor_kwargs.items()})
    chain.prepare_tensor_args(requests, arguments)
    return chain(torch.zeros(len(requests), dtype=torch.long), scores.clone(), arguments)


def some_scores(rows, *, ties=False):
    scores = torch.randn(rows, VOCABULARY, generator=torch.Generator().manual_seed(rows)) * 4
    return scores.bfloat16().float() if ties else scores


@dataclass
class Generated:
    """A `generate` of one row, up to where chance decides."""

    settings: dict = field(default_factory=dict)

    def __call__(self, ids, scores):
        config = GenerationConfig(**self.settings)
        chain = LogitsProcessorList([RepetitionPenaltyLogitsProcessor(config.repetition_penalty or 1.0)])
        if config.do_sample:
            chain.append(TemperatureLogitsWarper(config.temperature))
            chain.append(TopKLogitsWarper(config.top_k or VOCABULARY))
            chain.append(TopPLogitsWarper(config.top_p))
        return chain(torch.tensor([ids]), scores[None].clone())[0]


def without_chance(chain):
    chain.logits_processor.pop()
    chain.tensors_required -= 1
    return chain


def test_the_penalty_is_the_one_of_generate():
    penalty = RepetitionPenalty(rows=4, vocabulary=VOCABULARY, device=CPU)
    prompts, made = [[5, 5, 9], [7], [299, 0]], [[], [8, 8], [3, 4, 5]]
    penalties = [1.05, 3.0, 0.5]
    requests = [
        request(f"{n}", *ids, repetition_penalty=value)
        for n, (ids, value) in enumerate(zip(zip(prompts, made, strict=True), penalties, strict=True))
    ]
    scores = some_scores(3)
    got = penalty(scores, penalty.prepare_tensor_args(requests))
    for row, value in enumerate(penalties):
        expected = RepetitionPenaltyLogitsProcessor(value)(
            torch.tensor([prompts[row] + made[row]]), scores[row : row + 1].clone()
        )
        torch.testing.assert_close(got[row : row + 1], expected, rtol=0, atol=1e-5)


def test_the_penalty_follows_each_request_through_steps_that_others_join_and_leave():
    penalty = RepetitionPenalty(rows=2, vocabulary=VOCABULARY, device=CPU)
    answers: dict[str, list[int]] = {}
    generator = torch.Generator().manual_seed(1)
    # Each step: who is in it. Rows are few, so each is used by several requests in turn, and `a` pauses once.
    for step, names in enumerate(["a", "ab", "b", "bc", "ac", "ac", "cd", "", "da"]):
        requests = [
            request(name, [ord(name), 1], answers.setdefault(name, []), repetition_penalty=2.0) for name in names
        ]
        scores = some_scores(max(len(names), 1))[: len(names)]
        got = penalty(scores, penalty.prepare_tensor_args(requests))
        for row, name in enumerate(names):
            ids = torch.tensor([[ord(name), 1, *answers[name]]])
            expected = RepetitionPenaltyLogitsProcessor(2.0)(ids, scores[row : row + 1].clone())
            torch.testing.assert_close(got[row : row + 1], expected, rtol=0, atol=1e-5, msg=f"{name} at {step}")
            answers[name].append(int(torch.randint(VOCABULARY, (), generator=generator)))


SETTINGS = [
    {"do_sample": True, "temperature": 0.7, "top_k": 20, "top_p": 0.8, "repetition_penalty": 1.05},
    {"do_sample": True, "temperature": 1.5, "top_k": 0, "top_p": 0.5},
    {"do_sample": True, "temperature": 1.0, "top_k": 1, "top_p": 1.0},
    {"do_sample": True, "temperature": 0.01, "top_k": 50, "top_p": 1.0, "repetition_penalty": 1.3},
    {"do_sample": True, "temperature": 3.0, "top_k": 5000, "top_p": 1.0},
    {"do_sample": True, "temperature": 1.0, "top_k": 7, "top_p": 1e-9},
    {"do_sample": False, "repetition_penalty": 1.2},
]


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("among", [SETTINGS, *([one] for one in SETTINGS)], ids=lambda among: len(among))
def test_each_request_gets_the_distribution_generate_gives_it(among, ties):
    chain = without_chance(processors(rows=len(among), vocabulary=VOCABULARY, device=CPU))
    ids = [[n, n + 1, 2 * n] for n in range(len(among))]
    asked = [sampling(GenerationConfig(**one), vocabulary=VOCABULARY) for one in among]
    scores = some_scores(len(among), ties=ties)
    got = run(chain, [request(f"{n}", ids[n], **one) for n, one in enumerate(asked)], scores)
    for row, one in enumerate(among):
        expected = Generated(one)(ids[row], scores[row])
        # Where tokens are equally likely, which of them a share of the probability ends with is left to the sorting.
        torch.testing.assert_close(
            got[row].softmax(-1).sort().values, expected.softmax(-1).sort().values, rtol=0, atol=1e-5
        )
        if not ties:
            torch.testing.assert_close(got[row].softmax(-1), expected.softmax(-1), rtol=0, atol=1e-5)


def test_chance_falls_on_each_token_as_often_as_generate_says():
    settings = {"do_sample": True, "temperature": 1.3, "top_k": 6, "top_p": 0.9, "repetition_penalty": 1.1}
    scores, draws = some_scores(1) / 3, 5_000
    chain = processors(rows=draws, vocabulary=VOCABULARY, device=CPU)
    asked = sampling(GenerationConfig(**settings), vocabulary=VOCABULARY)
    got = run(chain, [request(f"{n}", [4], seed=n, **asked) for n in range(draws)], scores.expand(draws, -1))
    counts = torch.bincount(got.argmax(-1), minlength=VOCABULARY) / draws
    expected = Generated(settings)([4], scores[0]).softmax(-1)
    assert (counts - expected).abs().sum() < 0.06
    assert (expected > 0).sum() > 3


def test_one_who_wants_the_likeliest_gets_it_beside_others_who_leave_it_to_chance():
    chain = processors(rows=40, vocabulary=VOCABULARY, device=CPU)
    scores = some_scores(40, ties=True)
    greedy = sampling(GenerationConfig(do_sample=False), vocabulary=VOCABULARY)
    hot = sampling(GenerationConfig(do_sample=True, temperature=50.0, top_k=0), vocabulary=VOCABULARY)
    got = run(chain, [request(f"{n}", [0], **(hot | {"seed": n} if n % 2 else greedy)) for n in range(40)], scores)
    same = got.argmax(-1) == scores.argmax(-1)
    assert same[::2].all()
    assert not same[1::2].all()


def test_the_same_seed_draws_the_same_whoever_else_is_in_the_batch():
    scores = some_scores(1)
    asked = sampling(GenerationConfig(do_sample=True, temperature=5.0, top_k=0), vocabulary=VOCABULARY)

    def drawn(*seeds, made=()):
        chain = processors(rows=len(seeds), vocabulary=VOCABULARY, device=CPU)
        requests = [request(f"{n}", [4], made, seed=seed, **asked) for n, seed in enumerate(seeds)]
        return run(chain, requests, scores.expand(len(seeds), -1)).argmax(-1).tolist()

    assert drawn(3, 1, 2)[0] == drawn(9, 3)[1] == drawn(3)[0]
    assert len(set(drawn(*range(20)))) > 10
    # Each step draws anew.
    assert len({drawn(3, made=[5] * n)[0] for n in range(20)}) > 10


def test_the_noise_is_gumbel_s_for_each_key():
    tokens = torch.arange(151_936)
    for key in (1, 2, 2**31 - 1):
        noise = gumbel_noise(torch.tensor(key), tokens)
        # Kolmogorov and Smirnov: a sample of that size from another distribution would be further away.
        share = (-(-noise.sort().values).exp()).exp()
        assert (share - (tokens + 0.5) / len(tokens)).abs().max() < 1.95 / len(tokens) ** 0.5
    one, another = gumbel_noise(torch.tensor(1), tokens), gumbel_noise(torch.tensor(2), tokens)
    assert torch.corrcoef(torch.stack([one, another]))[0, 1].abs() < 0.02
    assert torch.corrcoef(torch.stack([one[1:], one[:-1]]))[0, 1].abs() < 0.02
