"""Every limit the sandbox keeps, with Discord's own value as its default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests in so many seconds, counted from the first one."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    The numbers of a Discord server. Times are seconds, sizes are code points unless they say bytes.

    Discord documents the global limit, the interaction times, the message length and the
    gateway's limits; it does not publish the sizes of its buckets, so those are the ones
    that its users report.
    """

    message_length: int = 2000
    nonce_length: int = 25
    nonce_memory: float = 300.0
    embeds: int = 10
    embed_length: int = 6000
    attachments: int = 10
    attachment_bytes: int = 10 * 1024 * 1024

    posts: Window = Window(5, 5.0)
    """Messages sent, per channel."""
    patches: Window = Window(5, 5.0)
    """Messages edited, per channel."""
    old_edits: Window = Window(3, 6.0)
    """Messages edited that are older than `old_message_age`, per channel."""
    old_message_age: float = 3600.0
    deletes: Window = Window(5, 1.0)
    typing: Window = Window(5, 5.0)
    interaction_webhooks: Window = Window(5, 2.0)
    """All requests with one interaction's token."""
    other_requests: Window = Window(50, 1.0)
    """Every route that has no bucket of its own."""
    global_requests: Window = Window(50, 1.0)
    """One client's requests on all routes; those that answer interactions are exempt."""
    invalid_requests: Window = Window(10_000, 600.0)
    """Answers 401, 403 and 429 to one address, before it is shut out."""

    slash_commands: int = 100
    menu_commands: int = 15
    autocomplete_choices: int = 25
    followups_where_absent: int = 5
    """Further answers to one interaction in a place where the bot is not."""
    interaction_deadline: float = 3.0
    interaction_token_life: float = 15 * 60.0

    heartbeat_interval: float = 41.25
    heartbeat_patience: float = 1.5
    """A client that has not been heard for so many intervals is cut off."""
    heartbeat_delay: float = 0.1
    """
    Until a heartbeat is acknowledged: about the way to Discord and back. discord.py 2.7.1 notes that
    it sent one a moment after it did, and takes what comes sooner for a very late answer to the one before.
    """
    gateway_sends: Window = Window(120, 60.0)
    gateway_payload_bytes: int = 4096
    resume_buffer: int = 1000
    """Events kept for a client that comes back."""
    session_life: float = 180.0
    """How long a session without a connection can be resumed."""
    guild_ready_delay: float = 0.0
    """From READY to the first GUILD_CREATE."""
    event_delay: float = 0.0
    """From a change to its event, so that answers to requests can overtake events."""
    history_page: int = 100
