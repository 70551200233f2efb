"""Looks names up, and takes no answer that points at a machine nearby."""

import ipaddress
import socket
from collections.abc import Collection

from aiohttp.abc import AbstractResolver, ResolveResult


class PublicResolver(AbstractResolver):
    """
    What `resolver` finds; of the hosts that are `public`, only addresses that anybody on the Internet can reach.

    Raises `OSError` where there are none.
    """

    def __init__(self, resolver: AbstractResolver, *, public: Collection[str]) -> None:
        self._resolver, self._public = resolver, public

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of `host`."""
        found = await self._resolver.resolve(host, port, family)
        if host not in self._public:
            return found
        reachable = [each for each in found if ipaddress.ip_address(each["host"]).is_global]
        if not reachable:
            raise OSError(f"{host} is said to be a machine nearby")
        return reachable

    async def close(self) -> None:
        """Close what looks names up."""
        await self._resolver.close()
