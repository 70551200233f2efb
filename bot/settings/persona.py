"""What the file of a persona says."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.settings.numbers import RepetitionPenalty, Temperature, TopK, TopP, Whole

Words = Annotated[str, Field(strict=True, min_length=1)]


class PersonaFile(BaseModel):
    """What a file says. A field's `description` says what is accepted; a mistake's message quotes it."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    name: str
    title: Words = Field(max_length=80, description="a text of at most 80 characters")
    greeting: Words | None = Field(None, max_length=1000, description="a text of at most 1000 characters")
    max_new_tokens: Whole | None = Field(None, ge=1, description="a whole number, 1 or more")
    temperature: Temperature = None
    top_p: TopP = None
    top_k: TopK = None
    repetition_penalty: RepetitionPenalty = None
    system_prompt: Words


FRONT_MATTER = [name for name in PersonaFile.model_fields if name not in ("name", "system_prompt")]
"""What may stand above the system prompt."""
