"""llama.cpp in a process of its own: answers each job, a line of JSON, with a line that says how fast it decoded."""

import argparse
import json
import sys
from itertools import islice
from typing import Any

import llama_cpp


def main() -> None:
    """The first line written says what was built; then there is one line for each line read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="a GGUF file")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--context", type=int, required=True)
    asked = parser.parse_args()
    llama = llama_cpp.Llama(
        asked.model,
        n_ctx=asked.context,
        n_threads=asked.threads,
        n_threads_batch=asked.threads,
        n_gpu_layers=0,
        verbose=False,
    )
    _say({"version": llama_cpp.__version__, "system": llama_cpp.llama_print_system_info().decode()})
    for line in sys.stdin:
        job = json.loads(line)
        _say({"tokens_per_s": _decoding_speed(llama, job["prompt"], job["tokens"])})


def _decoding_speed(llama: llama_cpp.Llama, prompt: list[int], tokens: int) -> float:
    """
    Tokens per second by llama.cpp's own clock, which runs only while it computes.

    Of a greedy answer of `tokens` tokens, whatever they are, after the whole prompt was read anew.
    """
    llama.reset()
    llama_cpp.llama_perf_context_reset(llama.ctx)
    made = list(islice(llama.generate(prompt, temp=0.0), tokens))
    clock = llama_cpp.llama_perf_context(llama.ctx)
    # The first token comes of reading the prompt.
    if (len(made), clock.n_p_eval, clock.n_eval) != (tokens, len(prompt), tokens - 1):
        raise RuntimeError(f"llama.cpp read {clock.n_p_eval} tokens and made {clock.n_eval} more")
    return 1000 * clock.n_eval / clock.t_eval_ms


def _say(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
