"""What the bot has to say with something in it: all of that is told."""

import pytest

from bot.core import notices
from tests.conftest import english

PLACES = [
    (notices.persona_set, ("server", "A pirate"), "On this server you talk from now on with: **A pirate**"),
    (notices.persona_set, ("channel", "A pirate"), "Here you talk from now on with: **A pirate**"),
    (notices.persona_unset, ("server",), "On this server I answer as usual"),
    (notices.persona_unset, ("channel",), "Here I answer as usual"),
    (notices.no_persona, ("pirat", "pirate, poet"), "I know nobody called “pirat”. There are: pirate, poet."),
    (notices.prompt_own, ("thread",), "written for this thread"),
    (notices.prompt_persona, ("category", "A pirate"), "by the persona chosen for this category (A pirate)"),
    (notices.panel_title, ("direct",), "Settings for this conversation"),
    (notices.panel_place, ("thread",), "For this thread"),
    (notices.panel_set_for, ("category",), "set for this category"),
    (notices.panel_inherit, ("Persona",), "Persona: inherited"),
    (notices.panel_length, (42,), "42 characters"),
    (notices.out_of_bounds, ("Top p (0 < … ≤ 1)",), "cannot be set so: Top p (0 < … ≤ 1)."),
]
PEOPLE = [
    (notices.lists_full, (100,), "full with 100 entries"),
    (notices.let_in, ("<@1>",), "Let in on this server: <@1>"),
    (notices.kept_out, ("<@&2>",), "Kept out of this server: <@&2>"),
    (notices.taken_off_lists, ("<@1>",), "On neither list any more: <@1>"),
    (notices.history, (3, 3), "Your 3 questions and my answers to them."),
    (notices.history, (3, 5), "the last 3 of your 5 questions"),
    (notices.forget_you, (2, 3, 1), "Shall I forget your 2 questions and my 3 answers in one channel?"),
    (notices.forgotten_you, (2, 3, 1), "Forgotten: 2 questions and 3 answers in one channel."),
    (notices.messages_gone, (2,), "I deleted 2 messages."),
    (notices.over_budget, ("<t:1:t>",), "There is more <t:1:t>."),
    (notices.left, ("answers_per_hour", 3), "Answers left to you in this hour: 3"),
]
INSPECTION = [
    (notices.details_version, (2, 3), "**Version** 2 of 3"),
    (notices.details_model, ("Qwen", "generate"), "**Model** Qwen, with the engine “generate”"),
    (notices.details_persona, ("pirate",), "**Persona** pirate"),
    (notices.details_sampling, ("temperature 1", 100), "**Sampling** temperature 1; at most 100 tokens"),
    (notices.details_read, (50, 20), "**Read** 50 tokens, 20 of them known from before"),
    (notices.details_written, (7,), "**Written** 7 tokens"),
    (notices.details_speed, (12.34,), "**Speed** 12.3 tokens a second"),
    (notices.details_context, (50, 500), "**Context** 50 of 500 tokens"),
    (notices.details_times, (1.23, 4.56, 7.89), "1.2 s waiting, 4.6 s until the first word, 7.9 s writing"),
    (notices.details_left_out, (3,), "**Left out** 3 earlier questions"),
    (notices.status_model, ("Qwen", "generate"), "Qwen, with the engine “generate”"),
    (notices.status_speed, (12.34, 100.4), "12.3 tokens a second are written for one answer, and 100 read"),
    (notices.status_speed, (12.34, 0), "12.3 tokens a second are written for one answer"),
    (notices.status_speed, (0, 100.4), "100 tokens a second are read for one answer"),
    (notices.status_speed, (0, 0), "Not measured yet"),
    (notices.status_load, (1, 4, 2), "Answers being written: 1 of 4 at once. Waiting: 2"),
    (notices.status_memory, (50, 400), "takes 50 of 400 tokens (12 %)"),
    (notices.status_memory, (0, 0), "takes 0 of 0 tokens (0 %)"),
    (notices.status_since, ("<t:1:R>",), "I started <t:1:R>"),
    (notices.context_own, ("thread",), "written for this thread"),
    (notices.context_persona, ("server", "A pirate"), "of the persona A pirate, chosen for this server"),
    (notices.context_shown, (3,), "the last 3 questions"),
    (notices.context_free, (100,), "100 tokens"),
    (notices.context_left_out, (3, "<t:1:f>"), "3 questions, the last of <t:1:f>"),
    (notices.context_interrupted, (1,), "1 answer that a restart interrupted"),
    (notices.context_summary, (40,), "40 tokens"),
    (notices.context_title, ("Tea",), "Tea"),
    (notices.context_unanswered, (2,), "2 questions without an answer"),
]
ANSWERS = [
    (notices.verbatim, ("As it was.",), "As it was."),
    (notices.thinks_for, (12,), "thinking … 12 s"),
    (notices.too_long, (50, 40), "it takes 50 tokens, and I can read 40 at once"),
    (notices.setting_refused, ("top_k",), "does not accept my setting `top_k`"),
]


@pytest.mark.parametrize(("notice", "about", "told"), [*PLACES, *PEOPLE, *INSPECTION, *ANSWERS])
def test_what_a_sentence_is_about_stands_in_it(notice, about, told):
    assert told in english(notice(*about))
