"""What is said of the bot's account, and what to do about it."""

from bot.check import account

PORTAL = "https://portal"


def test_a_token_says_whose_bot_it_is():
    found = account.token("Qwen#1", "My bot", 7, servers=1)
    assert found.is_well
    assert all(word in found.said for word in ("Qwen#1", "My bot", "7", "1 server."))


def test_a_missing_token_says_where_to_get_one():
    assert PORTAL in account.no_token(PORTAL).remedy


def test_the_intent_is_on_or_says_where_to_switch_it_on():
    assert account.intent(PORTAL, is_on=True).is_well
    assert PORTAL in account.intent(PORTAL, is_on=False).remedy


def test_the_invitation_is_given_whatever_is_missing():
    for servers, lacking in ((0, {}), (3, {}), (3, {"Home": ["Attach Files", "View Channels"]})):
        found = account.invitation("https://invite", servers=servers, lacking=lacking)
        assert found.is_well == (not lacking)
        assert "https://invite" in f"{found.said} {found.remedy}"
    assert "on Home Attach Files, View Channels" in found.said


def test_commands_that_discord_does_not_know_yet_are_no_fault():
    assert "all 18" in account.commands(known=18, ours=18, are_in_sync=True).said
    outdated = account.commands(known=17, ours=18, are_in_sync=False)
    assert outdated.is_well
    assert "knows 17" in outdated.said
