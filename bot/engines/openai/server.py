"""One server, reached through the openai package: the only file that sends anything."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit, urlunsplit

from openai import APIConnectionError, AsyncOpenAI, AsyncStream, Timeout
from openai.types.chat import ChatCompletionChunk

from bot.core.errors import StartError
from bot.engines.openai.control_tokens import Message
from bot.engines.openai.failures import Failure, understand


class Server:
    """
    The server at `base_url`, and the one of its models that answers.

    `base` is where the protocol's calls are, `root` where servers keep calls of their
    own, and `address` is `base` as it may be shown. Every method but `close` and
    `understand` raises what the library raises, whenever it likes: `understand` knows.
    """

    def __init__(self, base_url: str, model: str, *, api_key: str | None, connect: float) -> None:
        parts = _parts(base_url)
        if api_key and not (api_key.isascii() and api_key.isprintable()):
            raise StartError("`openai_api_key` has characters that no key has. Copy it once more.")
        path = parts.path.rstrip("/") or "/v1"
        self.base = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        self.root = self.base.removesuffix("/v1")
        self.address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, "", ""))
        self.model = model
        self._secret = api_key
        try:
            self._client = AsyncOpenAI(
                base_url=self.base,
                # Without one the library would look for a key in the environment, and send it to this server.
                api_key=api_key or "none",
                max_retries=0,
                # Only for connecting: the engine has its own deadlines for answers.
                timeout=Timeout(None, connect=connect),
            )
        except Exception as error:
            # The HTTP library underneath reads more of the environment and may raise anything.
            said = f"{type(error).__name__}: {error}".rstrip(".")
            raise StartError(
                f"{self.address} cannot be asked: {said}. Correct `openai_base_url` or, in the environment, "
                "the proxies (ALL_PROXY, HTTP_PROXY, HTTPS_PROXY) and certificates (SSL_CERT_FILE)."
            ) from error

    async def chat(self, messages: Sequence[Message], settings: Mapping[str, Any]) -> AsyncStream[ChatCompletionChunk]:
        """Ask for an answer; returns when the server has begun to send something, often before the first token."""
        return await self._client.chat.completions.create(
            model=self.model, messages=cast(Any, messages), stream=True, extra_body=settings
        )

    async def get(self, url: str) -> Any:
        """What the server keeps at `url`: JSON, read."""
        return await self._twice(lambda: self._client.get(url, cast_to=object))

    async def post(self, url: str, body: Mapping[str, Any]) -> Any:
        """What the server makes of `body`: JSON, read."""
        return await self._twice(lambda: self._client.post(url, cast_to=object, body=body))

    def understand(self, raised: Exception, *, sent: Iterable[str] = ()) -> Failure:
        """What an error of the other methods means."""
        return understand(raised, address=self.address, secret=self._secret, sent=sent)

    async def _twice(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Make a small call once more if its connection failed: the server may just have closed one that was kept."""
        try:
            return await call()
        except APIConnectionError:
            return await call()

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()


def _parts(base_url: str) -> SplitResult:
    with suppress(ValueError):
        parts = urlsplit(base_url.strip())
        # Reading `port` raises ValueError, too, if it is not a number.
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    raise StartError("`openai_base_url` must be an address, such as http://127.0.0.1:8000/v1.")
