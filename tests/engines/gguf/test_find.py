"""A model's name means one file, or its parts, or the sentence says what there is to choose from."""

import pytest

from bot.core.errors import StartError
from bot.engines.gguf import is_gguf
from bot.engines.gguf.find import choose, find

from ..standin import nobody_listens, stand_in_hub

QWEN = [f"qwen2-0_5b-instruct-{kind}.gguf" for kind in ("fp16", "q4_0", "q4_k_m", "q8_0")]
LLAMA = [f"Llama-3-8B.{kind}.gguf" for kind in ("Q4_K", "Q4_K_M", "Q4_K_S", "IQ4_XS")]
PARTS = [f"Q8_0/big-Q8_0-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
BESIDE = ["README.md", "mmproj-model-f16.gguf", "imatrix.gguf", "config.json"]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("models/qwen.gguf", True),
        ("/srv/QWEN.GGUF", True),
        ("Qwen/Qwen2-0.5B-Instruct-GGUF", True),
        ("bartowski/Llama-3-8B-gguf:Q4_K_M", True),
        ("Qwen/Qwen2-7B-Instruct", False),
        ("models/gguf", False),
        ("demo", False),
    ],
)
def test_a_name_says_whether_it_is_a_gguf_file(name, is_one):
    assert is_gguf(name) == is_one


@pytest.mark.parametrize(
    ("files", "wanted", "chosen"),
    [
        (QWEN, "Q4_K_M", [QWEN[2]]),
        (QWEN, "q8_0", [QWEN[3]]),
        (QWEN, "qwen2-0_5b-instruct-fp16.gguf", [QWEN[0]]),
        (LLAMA, "Q4_K", [LLAMA[0]]),
        (LLAMA, "IQ4_XS", [LLAMA[3]]),
        ([*BESIDE, QWEN[0]], None, [QWEN[0]]),
        ([*PARTS[::-1], *QWEN[:3]], "Q8_0", PARTS),
        (["A/model.gguf", "B/model.gguf"], "b", ["B/model.gguf"]),
    ],
)
def test_the_file_whose_name_matches_is_taken_with_all_its_parts(files, wanted, chosen):
    assert choose("someone/model", files, wanted) == chosen


@pytest.mark.parametrize("wanted", [None, "Q4_XS", "Q5_K_M"])
def test_where_none_or_several_match_the_choices_are_named(wanted):
    with pytest.raises(StartError) as caught:
        choose("someone/model", [*LLAMA, *BESIDE], wanted)
    said = str(caught.value)
    assert '"someone/model:"' in said
    assert all(name.removesuffix(".gguf") in said for name in LLAMA)
    assert "mmproj" not in said


def test_a_repository_without_such_files_says_so():
    with pytest.raises(StartError, match="someone/model has no GGUF file"):
        choose("someone/model", ["model.safetensors"], "Q8_0")


def test_a_part_that_is_missing_is_told():
    with pytest.raises(StartError, match="3 parts, and 2 are there"):
        choose("someone/model", PARTS[:2], "Q8_0")


def test_a_file_is_found_with_the_parts_beside_it(tmp_path):
    for file in [*PARTS, "Q8_0/other.gguf"]:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(b"")
    assert find(str(tmp_path / PARTS[1])) == [tmp_path / part for part in PARTS]
    assert find(str(tmp_path / "Q8_0/other.gguf")) == [tmp_path / "Q8_0/other.gguf"]
    with pytest.raises(StartError, match="several GGUF files"):
        find(str(tmp_path / "Q8_0"))
    with pytest.raises(StartError, match="There is no file"):
        find(str(tmp_path / "gone.gguf"))


def test_only_what_matches_is_downloaded_and_what_was_is_found_again_without_the_hub(tmp_path):
    repository = tmp_path / "repository"
    repository.mkdir()
    for name in [*QWEN, "README.md"]:
        (repository / name).write_bytes(name.encode())
    how = {"cache": tmp_path / "cache"}
    with stand_in_hub() as hub:
        hub.repositories["someone/model-GGUF"] = repository
        [file] = find("someone/model-GGUF:Q8_0", hub=hub.address, **how)
        assert file.read_bytes() == QWEN[3].encode()
        assert hub.served == [QWEN[3]]
        with pytest.raises(StartError, match="q4_k_m"):
            find("someone/model-GGUF:Q2_K", hub=hub.address, **how)
        with pytest.raises(StartError, match="no such model"):
            find("someone/else-GGUF:Q8_0", hub=hub.address, **how)
    nobody = nobody_listens()
    assert find("someone/model-GGUF:Q8_0", hub=nobody, **how) == [file]
    with pytest.raises(StartError, match="cannot be reached"):
        find("someone/third-GGUF:Q8_0", hub=nobody, **how)
