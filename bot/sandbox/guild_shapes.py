"""How a guild looks as Discord's JSON: in an answer, and in the event that tells all of it."""

from bot.sandbox import shapes
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Guild, Json, Member, User


def shape_of(guild: Guild, *, to: User) -> Json:
    """A guild without what only GUILD_CREATE tells."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "home_header": None,
        "description": None,
        "application_id": None,
        "owner_id": str(guild.owner.id),
        "owner": guild.owner is to,
        "permissions": str(permissions.in_guild(to, guild)),
        "roles": [shapes.role(each) for each in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "incidents_data": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.preferred_locale,
        "region": "rotterdam",
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "widget_enabled": False,
        "widget_channel_id": None,
        "vanity_url_code": None,
    }


def full(which: Guild, *, to: User, members: list[Member], presences: list[Json]) -> Json:
    """A guild as GUILD_CREATE tells it: those channels that `to` cannot see without their name."""
    channels = [each for each in which.channels.values() if each.thread is None]
    live = [
        each
        for each in which.channels.values()
        if each.thread and not each.thread.archived and permissions.can_see(to, each)
    ]
    return shape_of(which, to=to) | {
        "joined_at": shapes.stamp(which.members[to.id].joined),
        "large": False,
        "unavailable": False,
        "member_count": len(which.members),
        "members": [shapes.member(each) for each in members],
        "channels": [shapes.channel(each, to=to) for each in channels],
        "threads": [shapes.channel(each, to=to) for each in live],
        "presences": presences,
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
