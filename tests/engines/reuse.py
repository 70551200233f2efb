"""Conversations whose beginnings come again, for every engine that keeps what it computed of them."""

from hypothesis import strategies as st

from bot.core.chat import Turn

from .listening import said

_TURNS = st.sampled_from(["hi", "My name is Ada.", "and then?", "```py\nx = 1\n```", "who am I?"])
_STEPS = st.one_of(
    st.tuples(st.just("say"), st.integers(0, 1), _TURNS),
    st.tuples(st.just("stop after"), st.integers(0, 1), st.integers(1, 3)),
    st.tuples(st.just("again"), st.integers(0, 1), st.none()),
    st.tuples(st.just("trim"), st.integers(0, 1), st.integers(1, 2)),
    st.tuples(st.just("forget"), st.integers(0, 1), st.none()),
)
SCRIPTS = st.lists(_STEPS, min_size=2, max_size=8)


async def assert_reuse_changes_no_text(reusing, plain, script):
    """An engine that reuses what it computed says in two channels, by that script, what one says that does not."""
    past = {0: [], 1: []}
    question = {0: Turn("user", "hello"), 1: Turn("user", "good morning")}
    for what, channel, detail in script:
        if what == "say":
            question[channel] = Turn("user", detail)
        elif what == "trim":
            past[channel] = past[channel][2 * detail :]
        elif what == "forget":
            past[channel] = []
            await reusing.forget(channel)
        prompt = [Turn("system", "Be kind."), *past[channel], question[channel]]
        if what == "stop after":
            text = await said(reusing, prompt, channel=channel, pieces=detail)
        else:
            text = await said(reusing, prompt, channel=channel)
            assert text == await said(plain, prompt)
        if what != "again":
            past[channel] += [question[channel], Turn("assistant", text)]
