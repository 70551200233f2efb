"""
The process that reads one picture: `python -m bot.documents.shrink picture MIB SECONDS PIXELS KEPT_PIXELS`.

The file comes by standard input. To standard output go its width and height on a line, and a JPEG file of that size:
upright, as a camera says it was held, on white where it is transparent, of an animation the first picture, and of at
most `KEPT_PIXELS`. Ends with code 3 where it cannot be read, and with 4, before anything of it is unpacked, where it
has more than `PIXELS`. What it may take is as for `convert`.
"""

import io
import math
import sys

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.documents.confinement import DAMAGED, TOO_LARGE, confine

# Those that people send; each further one is one more that somebody who means harm can choose.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
# Small letters can still be read.
# Qwen's models are shown no picture that is 200 times as long as it is wide; such a line may as well be thicker.
_SLIMMEST = 100
_QUALITY, _WHOLE_COLOURS = 90, 0


def main() -> int:
    """Read standard input to its end."""
    mebibytes, seconds, pixels, kept_pixels = map(int, sys.argv[2:6])
    confine(mebibytes * 2**20, seconds)
    Image.MAX_IMAGE_PIXELS = None  # It is looked at here.
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=_FORMATS) as picture:
            if picture.width * picture.height > pixels:
                return TOO_LARGE
            kept = shrunk(picture, kept_pixels)
    except MemoryError:
        raise
    except UnidentifiedImageError:
        return DAMAGED
    # What Pillow raises for a file that is damaged depends on its format.
    except Exception as error:
        print(type(error).__name__, file=sys.stderr)
        return DAMAGED
    sys.stdout.buffer.write(f"{kept.width} {kept.height}\n".encode())
    kept.save(sys.stdout.buffer, "JPEG", quality=_QUALITY, subsampling=_WHOLE_COLOURS)
    return 0


def shrunk(picture: Image.Image, most_pixels: int) -> Image.Image:
    """The picture upright, in red, green and blue, and of at most so many pixels."""
    # Where a file has it in several sizes, or can be unpacked to one of them.
    picture.draft("RGB", _size(picture, most_pixels))
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
    upright = upright.convert("RGB")
    size = _size(upright, most_pixels)
    return upright if size == upright.size else upright.resize(size, Image.Resampling.LANCZOS)


def _size(picture: Image.Image, most_pixels: int) -> tuple[int, int]:
    """How large it is to be, in its own proportions where it is no line."""
    share = min(1.0, math.sqrt(most_pixels / (picture.width * picture.height)))
    width, height = max(1, int(picture.width * share)), max(1, int(picture.height * share))
    return max(width, math.ceil(height / _SLIMMEST)), max(height, math.ceil(width / _SLIMMEST))


if __name__ == "__main__":
    sys.exit(main())
