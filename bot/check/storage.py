"""Judges the database, and whether there is room on disks."""

from pathlib import Path

from bot.check.finding import Finding

# Some ten thousand answers. With less, the record may be full before anybody looks.
LEAST_FREE = 100 * 2**20


def database(path: Path, *, version: int, newest: int, size: int) -> Finding:
    """A database that opens and can be written to; version 0 is not there yet. `size`: bytes, its copies' included."""
    figures = {"path": str(path), "version": version, "newest": newest, "size": size}
    if version == 0:
        return Finding("database", f"{path} will be made by the first start.", figures=figures)
    if version < newest:
        said = f"{path} can be written to, {gib(size)}; the next start brings it from version {version} to {newest}."
        return Finding("database", said, figures=figures)
    said = f"{path} can be written to, version {version}; with the copies of older versions it takes {gib(size)}."
    return Finding("database", said, figures=figures)


def disk(folder: Path, free: int) -> Finding:
    """Whether `folder`, where the database lies, has room for more; `free` in bytes."""
    said, figures = f"{gib(free)} are free at {folder}.", {"folder": str(folder), "free": free}
    if free >= LEAST_FREE:
        return Finding("disk", said, figures=figures)
    return Finding("disk", said, "Free some space there, or name a place on another disk in database_url.", figures)


def download(folder: Path, free: int, *, needed: int) -> Finding:
    """Whether what is still to be downloaded of the model, `needed` bytes, fits into `folder`."""
    figures = {"folder": str(folder), "free": free, "needed": needed}
    said = f"{gib(needed)} are to be downloaded, and {gib(free)} are free at {folder}."
    if free >= needed:
        return Finding("download", said, figures=figures)
    return Finding("download", said, "Free some space there, or set HF_HOME to a folder on a larger disk.", figures)


def gib(size: int) -> str:
    """A number of bytes for a person."""
    return f"{size / 2**30:,.1f} GiB" if size >= 2**30 else f"{size / 2**20:,.0f} MiB"
