"""What Prometheus reads of answers, and of how the bot is doing."""

import math

from bot.metrics.metrics import Metrics
from tests.metrics.conftest import answered, now


def told(metrics: Metrics):
    lines = metrics.exposition().decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if line.startswith("bot_"))


def test_every_outcome_and_kind_of_token_is_there_before_the_first_answer(metrics):
    samples = told(metrics)
    for outcome in ("done", "stopped", "failed", "lost"):
        assert samples[f'bot_answers_total{{outcome="{outcome}"}}'] == "0.0"
    for kind in ("read", "reused", "written"):
        assert samples[f'bot_tokens_total{{kind="{kind}"}}'] == "0.0"


def test_answers_are_counted_by_how_they_ended_and_tokens_by_what_was_done_with_them(metrics):
    for outcome in ("done", "done", "failed"):
        metrics.answered(answered(outcome))
    samples = told(metrics)
    assert samples['bot_answers_total{outcome="done"}'] == "2.0"
    assert samples['bot_answers_total{outcome="failed"}'] == "1.0"
    # 30 in the prompt, of which 20 were reused.
    assert samples['bot_tokens_total{kind="read"}'] == "30.0"
    assert samples['bot_tokens_total{kind="reused"}'] == "60.0"
    assert samples['bot_tokens_total{kind="written"}'] == "15.0"
    assert samples["bot_edits_total"] == "9.0"


def test_times_are_kept_as_histograms(metrics):
    metrics.answered(answered())
    samples = told(metrics)
    assert (samples["bot_wait_seconds_sum"], samples["bot_wait_seconds_count"]) == ("2.0", "1.0")
    assert (samples["bot_first_token_seconds_sum"], samples["bot_first_token_seconds_count"]) == ("0.3", "1.0")
    assert (samples["bot_edit_delay_seconds_sum"], samples["bot_edit_delay_seconds_count"]) == ("0.2", "1.0")


def test_an_answer_that_never_began_has_no_first_token_and_no_tokens(metrics):
    metrics.answered(answered("stopped", first_token=None, read=None, reused=None, written=None))
    samples = told(metrics)
    assert samples["bot_first_token_seconds_count"] == "0.0"
    assert samples['bot_tokens_total{kind="read"}'] == "0.0"


def test_how_the_bot_is_doing_is_looked_up_each_time(metrics):
    seen = [now(), now(model=False, too_many_requests=7)]
    metrics.watch(lambda: seen[0])
    samples = told(metrics)
    assert [samples[f"bot_{each}"] for each in ("writing", "slots", "waiting")] == ["1.0", "4.0", "2.0"]
    assert samples["bot_decode_tokens_per_second"] == "5.0"
    assert samples["bot_gateway_latency_seconds"] == "0.045"
    assert (samples["bot_model_loaded"], samples["bot_too_many_requests_total"]) == ("1.0", "6.0")
    seen.pop(0)
    samples = told(metrics)
    assert (samples["bot_model_loaded"], samples["bot_too_many_requests_total"]) == ("0.0", "7.0")


def test_before_the_first_heartbeat_no_latency_is_told(metrics):
    metrics.watch(lambda: now(latency=math.nan))
    assert "bot_gateway_latency_seconds" not in told(metrics)
