"""Makes chosen requests go wrong: slow, refused, or torn in the middle."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass(slots=True, kw_only=True)
class Fault:
    """
    What happens to the next `times` requests that match.

    After `delay` seconds the request is answered with `status`, or its connection is torn
    (`reset`), or it is handled as ever. `applied` requests take effect before that. A 429
    without a body is a true one that tells to come back after `retry_after` seconds.
    """

    method: str
    path: str
    times: int
    status: int | None
    body: Any
    headers: dict[str, str]
    delay: float
    reset: bool
    applied: bool
    retry_after: float

    def replaces_answer(self) -> bool:
        """Whether the client does not get the true answer."""
        return self.reset or self.status is not None


@dataclass(eq=False, slots=True)
class Faults:
    """The faults to come, oldest first."""

    _waiting: list[Fault] = field(default_factory=list)

    def next(
        self,
        method: str,
        path: str,
        *,
        times: int = 1,
        status: int | None = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
        delay: float = 0.0,
        reset: bool = False,
        applied: bool = False,
        retry_after: float = 0.1,
    ) -> Fault:
        """Arrange a fault. `path` begins behind /api/v10 and may hold `*`; a `str` body is sent as HTML."""
        fault = Fault(
            method=method,
            path=path,
            times=times,
            status=status,
            body=body,
            headers=headers or {},
            delay=delay,
            reset=reset,
            applied=applied,
            retry_after=retry_after,
        )
        self._waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, if one was arranged."""
        for fault in self._waiting:
            if fault.times > 0 and fault.method == method and fnmatchcase(path, fault.path):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self._waiting.clear()
