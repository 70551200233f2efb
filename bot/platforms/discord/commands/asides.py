"""“Ask about this” and “Translate for me” in a message's menu: answers that nobody else sees."""

import discord
from discord import ui

from bot.core import notices
from bot.core.errors import Refused
from bot.core.record import Quote
from bot.platforms.discord.acknowledgement import acknowledged, defer
from bot.platforms.discord.commands.questions import answer_privately
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.forms import Form
from bot.platforms.discord.heading import quoted_line
from bot.platforms.discord.triggers import quoted

# What the model is asked, in the language that it knows best.
EXPLAIN = "Explain this message."
TRANSLATE = "Translate this message into {language}. Say nothing but the translation."
LONGEST_QUESTION = 1000


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.context_menu(name="Ask about this")
    async def ask_about(interaction: Interaction, message: discord.Message) -> None:
        form = QuestionAbout(_words_of(message, interaction), interaction, wiring)
        await acknowledged(interaction, interaction.response.send_modal(form))

    @everywhere
    @tree.context_menu(name="Translate for me")
    async def translate(interaction: Interaction, message: discord.Message) -> None:
        quote = _words_of(message, interaction)
        await defer(interaction, ephemeral=True, thinking=True)
        await answer_privately(interaction, wiring, TRANSLATE.format(language=_language(interaction.locale)), quote)


class QuestionAbout(Form):
    """Asks what somebody wants to know of `quote`, and has it answered."""

    def __init__(self, quote: Quote, interaction: Interaction, wiring: Wiring) -> None:
        super().__init__(interaction, wiring.privately(interaction, notices.ASK_ABOUT_TITLE))
        self._quote, self._wiring = quote, wiring
        self.question: ui.TextInput[QuestionAbout] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            placeholder=wiring.privately(interaction, notices.ASK_ABOUT_PLACEHOLDER),
            required=False,
            max_length=LONGEST_QUESTION,
        )
        asked = wiring.privately(interaction, notices.ASK_ABOUT_QUESTION)
        self.add_item(ui.Label(text=asked, component=self.question))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Answer what was written into the form."""
        await self.answer(interaction, self.question.value)

    async def answer(self, interaction: Interaction, question: str) -> None:
        """Answer the question, or explain what is quoted where there is none."""
        await defer(interaction, ephemeral=True, thinking=True)
        question = question.strip()
        shown = quoted_line(question) if question else ""
        await answer_privately(interaction, self._wiring, question or EXPLAIN, self._quote, shown=shown)


def _words_of(message: discord.Message, interaction: Interaction) -> Quote:
    me = interaction.client.user
    quote = quoted(message, me) if me else None
    if quote is None:
        raise Refused(notices.NO_WORDS)
    return quote


def _language(locale: discord.Locale) -> str:
    """The language that Discord speaks to somebody, in English, such as "German" or "Taiwan Chinese"."""
    return locale.name.replace("_", " ").title()
