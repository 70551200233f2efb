"""Pictures are read by a process of their own: upright, small enough, and only those that are safe to unpack."""

import io
import struct
import zlib

import pytest

from bot.core.chat import Attachment, File
from bot.core.chat import Image as Picture
from bot.documents.conversion import Bounds, can_picture
from bot.documents.reader import Reader

if not can_picture():
    pytest.skip("Pillow is not installed", allow_module_level=True)

from PIL import Image

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


async def read(data: bytes, bounds: Bounds | None = None) -> Attachment:
    return await Reader(bounds, sees=lambda: True).read("notes.txt", data)


async def seen(data: bytes, bounds: Bounds | None = None) -> Image.Image:
    """What a model would be shown of a file."""
    picture = await read(data, bounds)
    assert isinstance(picture, Picture)
    shown = Image.open(io.BytesIO(picture.data))
    assert (shown.format, shown.size, shown.mode) == ("JPEG", (picture.width, picture.height), "RGB")
    return shown


def halves(left: object, right: object, *, mode: str = "RGB", width: int = 40) -> Image.Image:
    """A picture twice as wide as it is high, of two colours."""
    image = Image.new(mode, (width, width // 2), left)
    image.paste(right, (width // 2, 0, width, width // 2))
    return image


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The nearest plain colour at a place, told in parts of the width and the height."""
    pixel = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return tuple(255 if value > 127 else 0 for value in pixel)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
async def test_pictures_of_each_kind_that_people_send_are_seen(form: str) -> None:
    image = await seen(saved(halves(RED, BLUE), form))
    assert (image.size, at(image, 0.2, 0.5), at(image, 0.8, 0.5)) == ((40, 20), RED, BLUE)


async def test_a_picture_taken_with_the_camera_on_its_side_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # To be turned to the right.
    image = await seen(saved(halves(RED, BLUE), "JPEG", exif=exif))
    assert (image.size, at(image, 0.5, 0.2), at(image, 0.5, 0.8)) == ((20, 40), RED, BLUE)


async def test_of_an_animation_the_first_picture_is_seen() -> None:
    frames = {"save_all": True, "append_images": [halves(BLUE, BLUE)], "duration": 100}
    assert at(await seen(saved(halves(RED, RED), "GIF", **frames)), 0.5, 0.5) == RED


async def test_what_is_transparent_is_white() -> None:
    image = await seen(saved(halves((0, 0, 0, 0), (0, 0, 255, 255), mode="RGBA"), "PNG"))
    assert (at(image, 0.2, 0.5), at(image, 0.8, 0.5)) == (WHITE, BLUE)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
async def test_a_large_picture_becomes_as_small_as_it_is_kept_in_its_proportions(form: str) -> None:
    image = await seen(saved(halves(RED, BLUE, width=2000), form), Bounds(kept_pixels=20_000))
    assert image.size == (200, 100)
    assert (at(image, 0.2, 0.5), at(image, 0.8, 0.5)) == (RED, BLUE)


async def test_a_line_becomes_one_that_models_can_be_shown() -> None:
    image = await seen(saved(Image.new("RGB", (20_000, 1), RED), "PNG"), Bounds(kept_pixels=20_000))
    assert (image.size, at(image, 0.5, 0.5)) == ((20_000, 200), RED)


def bomb(side: int) -> bytes:
    """A small file that says of itself that it is a picture of that many pixels each way."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(bytes(10_000_000))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_picture_too_large_to_unpack_is_refused_before_it_is() -> None:
    assert await read(bomb(50_000)) == File("notes.txt", unread="large")
    # Nothing else is wrong with this one.
    assert await read(saved(halves(RED, BLUE), "PNG"), Bounds(pixels=799)) == File("notes.txt", unread="large")
    assert isinstance(await read(saved(halves(RED, BLUE), "PNG"), Bounds(pixels=800)), Picture)


HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(99)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(20), saved(halves(RED, BLUE), "PNG")[:-30], HEIC])
async def test_a_damaged_picture_says_so(data: bytes) -> None:
    assert await read(data) == File("notes.txt", unread="damaged")


async def test_where_nobody_would_see_it_no_picture_is_unpacked() -> None:
    assert await Reader().read("cat.png", saved(halves(RED, BLUE), "PNG")) == File("cat.png", unread="image")
