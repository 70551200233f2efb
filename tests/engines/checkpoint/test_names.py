"""Names that no checkpoint can have are told without looking them up."""

import pytest
from huggingface_hub.errors import HFValidationError
from huggingface_hub.utils import validate_repo_id
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.errors import StartError
from bot.engines.checkpoint import names

letters = st.text(st.sampled_from("aB9_.-/ :~é\n"), min_size=1, max_size=12)


def refuses(name):
    try:
        names.refuse_impossible(name)
    except StartError:
        return True
    return False


@given(letters | st.text(min_size=1))
@example("Qwen/Qwen2-7B-Instruct")
@example("gpt2")
@example("a/b/c")
def test_only_names_that_the_hub_refuses_too_are_refused(name):
    if refuses(name) and not name.lower().endswith(".gguf"):
        with pytest.raises(HFValidationError):
            validate_repo_id(name)


@pytest.mark.parametrize(
    "name",
    [
        "./nowhere",
        "../up",
        "/no/such/folder",
        "a/b/c",
        "two words",
        "café",
        "~/none",
        "~nobody",
        "a:b:c",
        "x" * 9000 + "/.",
    ],
)
def test_what_looks_like_a_path_or_like_nothing_is_refused_if_it_is_not_there(name):
    with pytest.raises(StartError, match="no folder"):
        names.refuse_impossible(name)


@pytest.mark.parametrize("name", ["nowhere.gguf", "models/nowhere.GGUF", "./nowhere.gguf"])
def test_a_gguf_file_that_is_not_there_is_told_as_a_file(name):
    with pytest.raises(StartError, match="no file"):
        names.refuse_impossible(name)


def test_a_folder_and_a_file_may_be_called_anything(tmp_path):
    (tmp_path / "two words").mkdir()
    (tmp_path / "a model.gguf").touch()
    names.refuse_impossible(str(tmp_path / "two words"))
    names.refuse_impossible(str(tmp_path / "a model.gguf"))


def test_one_of_a_repository_s_files_can_be_named():
    names.refuse_impossible("Qwen/Qwen2-0.5B-Instruct-GGUF:Q4_K_M")


def test_people_are_told_what_a_checkpoint_is_called_and_not_where_it_lies(tmp_path, monkeypatch):
    (tmp_path / "qwen").mkdir()
    monkeypatch.chdir(tmp_path / "qwen")
    for path in (str(tmp_path / "qwen"), f"{tmp_path}/qwen/", ".", "../qwen"):
        assert names.told(path) == "qwen"
    assert names.told(str(tmp_path / "gone.gguf:Q4")) == "gone.gguf:Q4"
    for name in ("Qwen/Qwen2-7B-Instruct", "Qwen/Qwen2-7B-Instruct-GGUF:Q4_K_M"):
        assert names.told(name) == name
