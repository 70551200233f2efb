"""Each command is put into words in all the languages, as Discord takes them."""

import pytest
from discord import AppCommandType, Locale
from discord.app_commands import Command, ContextMenu

from bot.core import notices
from bot.languages.sentences import LANGUAGES, sentence
from bot.platforms.discord.commands.sync import sync
from bot.platforms.discord.commands.translation import Translation
from tests.platforms.discord.commands.typed import CommandsOfDiscord, tree_of


def slash(tree):
    return list(tree.walk_commands(type=AppCommandType.chat_input))


def test_all_commands_options_and_entries_have_words_and_nothing_else_has():
    tree = tree_of(None)
    assert {each.qualified_name for each in slash(tree)} == set(notices.COMMANDS)
    commands = [each for each in slash(tree) if isinstance(each, Command)]
    options = [(each.root_parent or each, option) for each in commands for option in each.parameters]
    assert {f"{command.name} {option.name}" for command, option in options} == set(notices.OPTIONS)
    entries = [each for each in tree.get_commands() if isinstance(each, ContextMenu)]
    assert {each.name for each in entries} == set(notices.MENU_ENTRIES)
    assert {sentence(notices.MENU_ENTRIES[each.name], "en") for each in entries} == {each.name for each in entries}


def test_options_are_described_in_english_as_their_words_are():
    commands = [each for each in slash(tree_of(None)) if isinstance(each, Command)]
    for command in commands:
        for option in command.parameters:
            notice = notices.OPTIONS[f"{(command.root_parent or command).name} {option.name}"]
            assert str(option.description) == sentence(notice, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_as_short_as_discord_wants_them(language):
    for notice in [*notices.COMMANDS.values(), *notices.OPTIONS.values()]:
        assert 1 <= len(sentence(notice, language)) <= 100
    for notice in notices.MENU_ENTRIES.values():
        assert 1 <= len(sentence(notice, language)) <= 32


async def test_discord_is_told_of_them_in_each_language_but_english():
    client = CommandsOfDiscord(Translation(sentence))
    known = {(each["type"], each["name"]): each for each in await sync(tree_of(None, client))}
    ask, menu = known[1, "ask"], known[3, "Ask about this"]
    assert ask["description"] == sentence(notices.COMMANDS["ask"], "en")
    assert ask["description_localizations"]["de"] == sentence(notices.COMMANDS["ask"], "de")
    assert set(ask["description_localizations"]) == {"de", "fr", "es-ES", "es-419", "ja", "zh-CN", "zh-TW"}
    assert ask["name_localizations"] == {}
    prompt = ask["options"][0]
    assert prompt["description_localizations"]["ja"] == sentence(notices.OPTIONS["ask prompt"], "ja")
    assert menu["name_localizations"]["fr"] == sentence(notices.MENU_ENTRIES["Ask about this"], "fr")
    assert Locale.american_english.value not in menu["name_localizations"]


async def test_they_are_told_again_where_a_language_was_corrected():
    client = CommandsOfDiscord(Translation(sentence))
    tree = tree_of(None, client)
    for _ in range(2):
        await sync(tree)
    assert client.told == 1

    def corrected(notice, locale):
        return sentence(notice, locale) + ("!" if locale == "fr" and notice is notices.COMMANDS["stop"] else "")

    client._connection._translator = Translation(corrected)
    await sync(tree)
    assert client.told == 2
