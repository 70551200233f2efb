"""Asks llama.cpp's server engine through its port on 127.0.0.1, for whatever xllamacpp has no method."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from bot.core.errors import EngineError

Chunk = dict[str, Any]

LOOPBACK = "127.0.0.1"
_DATA = b"data: "


class Port:
    """The port of one server, which wants `key`. Any thread may ask, many at once."""

    def __init__(self, address: str, key: str) -> None:
        self._number = urlsplit(address).port
        self._key = key

    def get(self, path: str) -> dict[str, Any]:
        """What there is. Raises `EngineError`."""
        return self._said("GET", path, None)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to `body`. Raises `EngineError`."""
        return self._said("POST", path, json.dumps(body))

    def complete(self, request: dict[str, Any], heard: Callable[[Chunk], bool]) -> None:
        """
        As `xllamacpp.Server.handle_completions`, which knows no pictures: its parts are made of this one's.

        Raises `EngineError`.
        """
        body = request | {"n_predict": request["max_tokens"], "return_tokens": True}
        with self._answer("POST", "/completion", json.dumps(body)) as answer:
            if answer.status != http.HTTPStatus.OK:
                heard(json.loads(answer.read()))
                return
            for line in answer:
                # The connection is closed once the answer is not wanted any more, at which llama.cpp ends it.
                if line.startswith(_DATA) and heard(_as_completion(json.loads(line.removeprefix(_DATA)))):
                    return

    def _said(self, method: str, path: str, body: str | None) -> dict[str, Any]:
        with self._answer(method, path, body) as answer:
            said: dict[str, Any] = json.loads(answer.read())
            if answer.status != http.HTTPStatus.OK:
                raise EngineError(f"llama.cpp refused {path}: {said}")
            return said

    @contextmanager
    def _answer(self, method: str, path: str, body: str | None) -> Iterator[http.client.HTTPResponse]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json", "Connection": "close"}
        connection = http.client.HTTPConnection(LOOPBACK, self._number)
        try:
            connection.request(method, path, body, headers)
            yield connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise EngineError(f"llama.cpp did not answer {path}: {type(error).__name__}: {error}") from error
        finally:
            connection.close()


def _as_completion(part: Chunk) -> Chunk:
    """A part of /completion as one of /v1/completions."""
    if "error" in part or "prompt_progress" in part:
        return part
    finish, more = None, {}
    if part["stop"]:
        finish = "length" if part["stop_type"] == "limit" else "stop"
        usage = {"prompt_tokens": part["tokens_evaluated"], "completion_tokens": part["tokens_predicted"]}
        usage["prompt_tokens_details"] = {"cached_tokens": part["timings"]["cache_n"]}
        more = {"usage": usage, "timings": part["timings"]}
    return {"choices": [{"text": part["content"], "finish_reason": finish}], "__verbose": part, **more}
