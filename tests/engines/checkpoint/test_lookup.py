"""Where a checkpoint is, and how large, is known without its weights being downloaded."""

import shutil

import pytest

from bot.core.errors import StartError
from bot.engines.checkpoint.hub import fetch
from bot.engines.checkpoint.lookup import look_up

from ..standin import nobody_listens, stand_in_hub


@pytest.fixture
def hub(tiny):
    with stand_in_hub() as hub:
        hub.repositories["someone/tiny"] = tiny
        yield hub


@pytest.fixture
def size(tiny):
    return (tiny / "model.safetensors").stat().st_size


def test_a_folder_is_here(tiny, size):
    place = look_up(str(tiny), address=nobody_listens())
    assert (place.folder, place.weights, place.missing, place.hub) == (tiny, size, 0, None)


def test_one_of_the_hub_is_sized_and_described_and_not_downloaded(hub, size, tmp_path):
    place = look_up("someone/tiny", address=hub.address, cache=tmp_path)
    assert (place.weights, place.missing, place.hub) == (size, size, hub.address)
    assert (place.folder / "config.json").exists()
    assert not any("safetensors" in path for path in hub.served)


def test_one_that_was_downloaded_needs_no_hub(hub, size, tmp_path):
    folder = fetch("someone/tiny", weights=True, hub=hub.address, cache=tmp_path)
    place = look_up("someone/tiny", address=nobody_listens(), cache=tmp_path)
    assert (place.folder, place.weights, place.hub) == (folder, size, None)


def test_a_hub_that_cannot_be_reached_is_told(tmp_path):
    with pytest.raises(StartError, match="cannot be reached"):
        look_up("someone/tiny", address=nobody_listens(), cache=tmp_path)


def test_what_has_no_safetensors_is_refused(hub, tiny, tmp_path):
    other = shutil.copytree(tiny, tmp_path / "other")
    (other / "model.safetensors").unlink()
    hub.repositories["someone/other"] = other
    with pytest.raises(StartError, match="safetensors"):
        look_up("someone/other", address=hub.address, cache=tmp_path / "cache")
    with pytest.raises(StartError, match="safetensors"):
        look_up(str(other))


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        ((404, "RepoNotFound"), "no such model"),
        ((401, "Invalid credentials"), "HF_TOKEN"),
        ((403, "GatedRepo"), "gated"),
        ((500, ""), "answered 500"),
    ],
)
def test_what_the_hub_refuses_is_told_as_when_it_is_downloaded(hub, tmp_path, refused, words):
    hub.refusals["someone/tiny"] = refused
    with pytest.raises(StartError, match=words):
        look_up("someone/tiny", address=hub.address, cache=tmp_path)
