"""How the bot's application looks as Discord's JSON."""

from bot.sandbox import shapes
from bot.sandbox.gateway.intents import application_flags
from bot.sandbox.state.models import Json, User


def application(bot: User, *, owner: User, privileged: int, guilds: int) -> Json:
    """The application as its bot is told of it, with the `privileged` intents it has enabled."""
    flags = application_flags(privileged)
    return {
        "id": str(bot.id),
        "name": bot.username,
        "icon": None,
        "description": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": shapes.user(owner),
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "bot": shapes.user(bot),
        "team": None,
        "hook": True,
        "summary": "",
        "integration_types_config": {"0": {}, "1": {}},
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }
