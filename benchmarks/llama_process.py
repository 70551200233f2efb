"""llama.cpp in a process of its own: answers each job, a line of JSON, with a line that says how fast it was."""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import xllamacpp


def main() -> None:
    """The first line written says what was built; then there is one line for each line read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="a GGUF file")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--context", type=int, required=True, help="tokens of one conversation")
    parser.add_argument("--slots", type=int, default=1, help="conversations at once")
    asked = parser.parse_args()
    options = xllamacpp.CommonParams()
    options.model.path = asked.model
    options.verbosity, options.ui = -1, False
    options.n_parallel, options.kv_unified, options.n_ctx = asked.slots, True, asked.slots * asked.context
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = asked.threads
    options.n_gpu_layers, options.cache_ram_mib = 0, 0
    server = xllamacpp.Server(options)
    _say({"version": xllamacpp.__version__, "system": xllamacpp.get_system_info()})
    with ThreadPoolExecutor(asked.slots) as threads:
        for line in sys.stdin:
            job = json.loads(line)
            begun = time.perf_counter()
            answers = [threads.submit(_answer, server, prompt, job["tokens"]) for prompt in job["prompts"]]
            timings = [answer.result() for answer in answers]
            together = job["tokens"] * len(timings) / (time.perf_counter() - begun)
            _say({"tokens_per_s": together, "answers": timings})


def _answer(server: xllamacpp.Server, prompt: list[int], tokens: int) -> dict[str, float]:
    """
    Seconds to the first token, and then tokens per second, both by llama.cpp's own clock.

    Of a greedy answer of `tokens` tokens, whatever they are, after the whole prompt was read anew.
    """
    asked = {"prompt": prompt, "max_tokens": tokens, "temperature": 0, "ignore_eos": True, "cache_prompt": False}
    said = server.handle_completions(asked)
    if "error" in said:
        raise RuntimeError(f"llama.cpp: {said['error']}")
    clock = said["timings"]
    if (clock["prompt_n"], clock["predicted_n"]) != (len(prompt), tokens):
        raise RuntimeError(f"llama.cpp read {clock['prompt_n']} tokens and made {clock['predicted_n']}")
    # The first token comes of reading the prompt.
    return {
        "wait_s": clock["prompt_ms"] / 1000,
        "decoding_tokens_per_s": (tokens - 1) * 1000 / clock["predicted_ms"] if tokens > 1 else 0.0,
    }


def _say(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
