"""The whole bot with a real model: Discord's side goes on while it computes."""

import asyncio

import pytest

from bot.core.chat import Options
from bot.engines.generate import GenerateEngine
from bot.sandbox import Limits
from tests.e2e.waiting import answers
from tests.engines.conftest import make_checkpoint

BEAT = Limits(heartbeat_interval=0.3, heartbeat_patience=2.0)


@pytest.mark.parametrize("sandbox", [BEAT], indirect=True)
async def test_heartbeats_go_on_while_a_long_prompt_is_read(sandbox, start_bot, tmp_path):
    shape = {"hidden_size": 768, "intermediate_size": 2048, "num_hidden_layers": 4, "max_position_embeddings": 8192}
    engine = await GenerateEngine.load(str(make_checkpoint(tmp_path / "slow", **shape)))
    now = asyncio.get_running_loop().time
    try:
        async with start_bot(engine, answered_with=Options(max_new_tokens=3), context_tokens=8192):
            asked = now()
            sandbox.ada.dm("word " * 390)
            await answers(sandbox, sandbox.ada.dm_channel, within=60)
            # Long enough for a loop that stood still to have missed its beat.
            assert now() - asked > 2 * BEAT.heartbeat_interval
            assert sandbox.journal.connections == ["identify"]
    finally:
        await engine.close()
