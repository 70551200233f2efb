"""Numbers as settings and personas may give them."""

from typing import Annotated

from pydantic import BeforeValidator, Field


def _no_truth_value(value: object) -> object:
    """Refuse `true` where a number is meant: Python would take it for 1."""
    if isinstance(value, bool):
        raise ValueError
    return value


Whole = Annotated[int, BeforeValidator(_no_truth_value)]
Number = Annotated[float, BeforeValidator(_no_truth_value), Field(allow_inf_nan=False)]

Temperature = Annotated[Number | None, Field(ge=0, le=2, description="a number from 0 to 2")]
TopP = Annotated[Number | None, Field(gt=0, le=1, description="a number above 0, at most 1")]
TopK = Annotated[Whole | None, Field(ge=0, description="a whole number, 0 or more")]
RepetitionPenalty = Annotated[Number | None, Field(gt=0, le=2, description="a number above 0, at most 2")]
