"""What a running bot tells of itself, in lines for its operator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.core.errors import StartError
from bot.metrics.server import HOST

# Seconds. It is on this machine, and answers at once or hangs.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All samples of a running bot, by name and labels as Prometheus writes them."""

    samples: Mapping[str, float]

    @property
    def is_online(self) -> bool:
        """Whether the bot hears what is asked."""
        return bool(self.samples["bot_online"])

    def lines(self) -> Iterator[tuple[str, str]]:
        """What is told, and how it is."""
        at = self.samples
        latency = at.get("bot_gateway_latency_seconds")
        state = "online" if self.is_online else "offline"
        yield "Discord", state if latency is None else f"{state}, a heartbeat takes {latency * 1000:.0f} ms"
        yield "Model", "loaded" if at["bot_model_loaded"] else "loading"
        writing = f"{at['bot_writing']:.0f} of {at['bot_slots']:.0f} answers being written"
        yield "Queue", f"{writing}, {at['bot_waiting']:.0f} waiting"
        outcomes = ("done", "stopped", "failed", "lost")
        yield "Answers", ", ".join(f"{at[f'bot_answers_total{{outcome={each}}}']:,.0f} {each}" for each in outcomes)
        read, reused, written = (at[f"bot_tokens_total{{kind={kind}}}"] for kind in ("read", "reused", "written"))
        yield "Tokens", f"{read:,.0f} read, {reused:,.0f} reused, {written:,.0f} written"
        if speed := at["bot_decode_tokens_per_second"]:
            yield "Speed", f"{speed:.1f} tokens a second for one answer, lately"
        for told, name in (("Waiting", "wait"), ("First token", "first_token"), ("Last edit", "edit_delay")):
            count, total = at[f"bot_{name}_seconds_count"], at[f"bot_{name}_seconds_sum"]
            if count:
                yield told, f"after {total / count:.2f} s on average"
        yield "429s", f"{at['bot_too_many_requests_total']:,.0f}"
        if memory := at.get("process_resident_memory_bytes"):
            yield "Memory", f"{memory / 2**30:.2f} GiB"


async def read(port: int) -> Reading:
    """Ask the bot that serves its metrics on this machine. Raises `StartError` where there is none."""
    address = f"http://{HOST}:{port}/metrics"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE)) as session,
            session.get(address, raise_for_status=True) as response,
        ):
            text = await response.text()
        samples = {
            sample.name + "".join(f"{{{name}={value}}}" for name, value in sample.labels.items()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise StartError(
            f"No bot tells how it is doing at {address}: {why}. Is it running, with this monitoring_port?"
        ) from error
    if "bot_online" not in samples:
        raise StartError(f"What answers at {address} is no bot of this kind: set another monitoring_port.")
    return Reading(samples)
