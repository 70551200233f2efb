"""What people see of an answer is whole characters."""

import pytest
from transformers import AutoTokenizer

from bot.core.chat import Usage
from bot.demo import MODEL_PATH
from bot.engines.text.budget import Budget
from bot.engines.text.output import Output


@pytest.fixture(scope="module")
def tokenizer():
    return AutoTokenizer.from_pretrained(MODEL_PATH)


def said(tokenizer, ids):
    pieces = []
    output = Output(tokenizer, pieces.append, budget=Budget(answer=1000, thought=1000, total=1000))
    for id_ in ids:
        output.put([id_])
    output.end("stop", Usage(0, len(ids)))
    return [piece.text for piece in pieces if piece.text]


def test_half_a_character_is_left_out_and_what_follows_is_not(tokenizer):
    first_of_two = tokenizer.convert_tokens_to_ids("Ã")
    ids = [*tokenizer.encode("Erz"), first_of_two, *tokenizer.encode(" no"), first_of_two]
    assert "\N{REPLACEMENT CHARACTER}" in tokenizer.decode(ids)
    assert "".join(said(tokenizer, ids)) == "Erz no"


def test_a_character_of_several_tokens_is_whole(tokenizer):
    text = "Erzähl 🦜 mir"
    assert "".join(said(tokenizer, tokenizer.encode(text))) == text
