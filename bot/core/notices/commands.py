"""What is said of commands: in Discord's lists, by /help, and by the forms that they open."""

from bot.core.notices.notice import Notice

ASK_ABOUT_TITLE = Notice("ask-about-title")
ASK_ABOUT_QUESTION = Notice("ask-about-question")
ASK_ABOUT_PLACEHOLDER = Notice("ask-about-placeholder")
HELP_ABOUT = Notice("help-about")
HELP_GUEST = Notice("help-guest")
HELP_MENU = Notice("help-menu")
FOR_EVERYBODY = Notice("for-everybody")
FOR_MODERATORS = Notice("for-moderators")
FOR_ADMINISTRATORS = Notice("for-administrators")
PRESENCE_LOADING = Notice("presence-loading")
PRESENCE_READY = Notice("presence-ready")
TERMINAL_HELP = Notice("terminal-help")
TERMINAL_THINKS = Notice("terminal-thinks")

# What is said of commands, by their whole names, and of their options, by the first word of that and their own; and
# what a message's menu reads.
COMMANDS = {
    name: Notice(f"command-{name.replace(' ', '-')}")
    for name in (
        *("ask", "stop", "reset", "regenerate", "continue", "undo", "help", "status", "context", "settings"),
        *("history", "forget-me"),
        *("persona", "system", "system show", "system set", "system clear"),
        *("access", "access allow", "access deny", "access remove", "access list"),
    )
}
OPTIONS = {
    name: Notice(f"option-{name.replace(' ', '-')}")
    for name in (
        *("ask prompt", "ask file", "ask thread", "persona name", "persona everywhere", "system everywhere"),
        *("access member", "access role", "access channel"),
        *("history where", "history form"),
    )
}
MENU_ENTRIES = {
    "Regenerate": Notice("menu-regenerate"),
    "Ask about this": Notice("menu-ask-about"),
    "Translate for me": Notice("menu-translate"),
    "Details": Notice("menu-details"),
}


def help_talking(mention: str) -> Notice:
    """How somebody talks to the bot, which is mentioned by `mention`."""
    return Notice("help-talking", {"mention": mention})


def greeting(mention: str) -> Notice:
    """What somebody is told who only mentioned the bot, which is done by `mention`."""
    return Notice("greeting", {"mention": mention})
