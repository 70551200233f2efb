"""Where a GGUF file is, and how large, is known without a download."""

from bot.engines.gguf.find import find
from bot.engines.gguf.lookup import look_up

from ..standin import nobody_listens, stand_in_hub


def test_a_file_is_here(demo_gguf):
    place = look_up(str(demo_gguf))
    assert (place.size, place.missing, place.hub) == (demo_gguf.stat().st_size, 0, None)
    assert place.file.context_length == 4096


def test_one_of_the_hub_is_sized_and_not_downloaded_until_it_is_here(demo_gguf, tmp_path):
    name, size = "someone/demo-GGUF", demo_gguf.stat().st_size
    with stand_in_hub() as hub:
        hub.repositories[name] = demo_gguf.parent
        place = look_up(name, address=hub.address, cache=tmp_path)
        assert (place.file, place.size, place.missing, place.hub) == (None, size, size, hub.address)
        assert not any(".gguf" in path for path in hub.served)
        find(name, hub=hub.address, cache=tmp_path)
    place = look_up(name, address=nobody_listens(), cache=tmp_path)
    assert (place.file.size, place.missing, place.hub) == (size, 0, None)
