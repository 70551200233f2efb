"""What can be changed in a sandbox from outside: who is there, in which guilds and channels, and what they may do."""

from bot.sandbox.gateway import membership
from bot.sandbox.people import Person
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, ChannelType, Guild, Member, Overwrite, Role, User
from bot.sandbox.state.parts import Sticker
from bot.sandbox.state.world import World
from bot.sandbox.verbs.availability import CHANNEL, ROLE, USER


class Surroundings:
    """The part of a sandbox that makes and changes them. Nobody is asked whether they may."""

    world: World
    people: list[Person]
    bot: User
    guild: Guild
    ada: Person
    _service: Service

    def add_person(self, name: str, *, locale: str = "en-US", roles: tuple[Role, ...] = ()) -> Person:
        """Somebody new in the guild."""
        user = self.world.add_user(name.lower(), name=name, locale=locale)
        member = self.world.add_member(self.guild, user)
        member.roles.extend(roles)
        self._service.hub.member_joined(member, self.guild)
        return self._enter(user)

    def add_role(self, name: str, *members: User | Person, permissions: int = 0, guild: Guild | None = None) -> Role:
        """A new role, and those who have it: `permissions` are bits of `bot.sandbox.Permission`."""
        guild = guild or self.guild
        role = self._service.roles.add(guild, name, permissions=int(permissions))
        for who in members:
            self.give_role(role, who, guild=guild)
        return role

    def give_role(self, role: Role, who: User | Person, *, guild: Guild | None = None) -> None:
        """Let somebody have a role."""
        guild = guild or self.guild
        self._service.roles.give(guild, guild.members[user_of(who).id], role)

    def take_role(self, role: Role, who: User | Person, *, guild: Guild | None = None) -> None:
        """Let somebody no longer have a role."""
        guild = guild or self.guild
        self._service.roles.take(guild, guild.members[user_of(who).id], role)

    def add_channel(self, name: str, *, guild: Guild | None = None, category: Channel | None = None) -> Channel:
        """A new text channel."""
        channel = self.world.add_channel(guild or self.guild, name, category=category)
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def add_category(self, name: str, *, guild: Guild | None = None) -> Channel:
        """A new category, which channels can stand under."""
        channel = self.world.add_channel(guild or self.guild, name, type=ChannelType.CATEGORY)
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def add_sticker(self, name: str, *, guild: Guild | None = None) -> Sticker:
        """A sticker that members can send."""
        sticker = Sticker(id=self.world.snowflakes.next(), name=name)
        (guild or self.guild).stickers[sticker.id] = sticker
        return sticker

    def speak(self, locale: str, *, guild: Guild | None = None) -> None:
        """Let the language that a guild prefers be another one."""
        self._service.channels.speak(guild or self.guild, locale)

    def move_channel(self, channel: Channel, category: Channel | None) -> None:
        """Put a channel under a category, or under none."""
        self._service.channels.move(channel, category)

    def add_group(self, name: str, *people: Person) -> Channel:
        """Direct messages among several people, where no bot is."""
        channel = self.world.group(name, tuple(each.user for each in people))
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def install_for(self, person: Person) -> None:
        """Let a person install the bot for themselves, so that they can use it where it is not."""
        person.user.apps.add(self.bot.id)

    def add_guild(self, name: str, *, members: tuple[User, ...] = (), with_bot: bool = True) -> Guild:
        """A new guild with #general, Ada as its owner, and the bot in it unless told otherwise."""
        guild = self.world.add_guild(name, owner=self.ada.user)
        bots = (self.bot,) if with_bot else ()
        added: list[Member] = [self.world.add_member(guild, user) for user in (*bots, *members)]
        self.world.add_channel(guild, "general")
        for user in (self.ada.user, *(member.user for member in added)):
            membership.joined(self._service.hub, self.world, user, guild)
        return guild

    def remove_bot_from(self, guild: Guild) -> None:
        """Kick the bot."""
        self._service.channels.expel(self.bot, guild)

    def return_bot_to(self, guild: Guild) -> None:
        """Invite the bot that was kicked once more."""
        self._service.channels.admit(self.bot, guild)

    def outage(self, guild: Guild) -> None:
        """Let the guild be unavailable to the bot's gateway connections; the REST API goes on."""
        membership.lost(self._service.hub, self.bot, guild)

    def outage_over(self, guild: Guild) -> None:
        """Let the guild be there again."""
        membership.found(self._service.hub, self.world, self.bot, guild)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or a thread."""
        self._service.channels.delete(channel)

    def permit(self, channel: Channel, user: User, *, allow: int = 0, deny: int = 0) -> None:
        """Let somebody do more, or less, in a channel: bits of `bot.sandbox.Permission`."""
        self._service.channels.permit(channel, user.id, Overwrite(int(allow), int(deny)))

    def permit_command(self, name: str, who: User | Person | Role | Channel, *, allowed: bool) -> None:
        """Let somebody, a role or a channel have a command, or not, whatever it takes, on the first guild."""
        command = next(each for each in self._service.commands.listed(None) if each["name"] == name)
        kind = ROLE if isinstance(who, Role) else CHANNEL if isinstance(who, Channel) else USER
        key = who.id if isinstance(who, Role | Channel) else user_of(who).id
        self.guild.command_permissions.setdefault(int(command["id"]), {})[kind, key] = allowed

    def _enter(self, user: User) -> Person:
        self.world.direct(user, self.bot)
        person = Person(self._service, user)
        self.people.append(person)
        return person


def user_of(who: User | Person) -> User:
    """The user that somebody is."""
    return who.user if isinstance(who, Person) else who
