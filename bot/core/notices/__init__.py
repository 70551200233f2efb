"""
What the bot itself says to people, beside its answers: keys, whose sentences stand in the files of `bot/languages`.

There is a file for each thing that they are about; users say `notices.NAME` of all. Nobody else makes a `Notice`, so
that all there are can be found here.
"""

# ruff: noqa: F403 - a list of all names would have to be kept beside the files that hold them
from bot.core.notices.answers import *
from bot.core.notices.commands import *
from bot.core.notices.inspection import *
from bot.core.notices.notice import Argument as Argument
from bot.core.notices.notice import Notice as Notice
from bot.core.notices.people import *
from bot.core.notices.places import *
from bot.core.notices.refusals import *
