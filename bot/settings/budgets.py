"""How much people may use, everybody and by role, as a file and as a variable hold it."""

import json
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import NoDecode

from bot.settings.numbers import Whole

ROLE_BUDGETS = 'limits by the id of a role, such as {"123": {"answers_per_day": 100}}; what has no limit is left out'

Limit = Annotated[Whole, Field(ge=0, description="a whole number, 0 or more")]


class RoleBudget(BaseModel):
    """The most that somebody with a role may use; 0 is as much as they like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answers_per_hour: Limit = 0
    answers_per_day: Limit = 0
    tokens_per_hour: Limit = 0
    tokens_per_day: Limit = 0


def _read(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


Role = Annotated[int, Field(ge=1, lt=2**63)]
RoleBudgets = Annotated[dict[Role, RoleBudget] | None, NoDecode, BeforeValidator(_read)]
