"""Lists of Discord's ids, as a file and as a variable hold them."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

IDS = "ids of Discord's: in a file [1, 2], in a variable 1,2"


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list | frozenset) or any(isinstance(each, bool) for each in value):
        raise ValueError
    return value


Ids = Annotated[frozenset[Annotated[int, Field(ge=1, lt=2**63)]], NoDecode, BeforeValidator(_listed)]
