"""How long a search may go on: a deadline, a word from outside to stop, and calls into solvers that heed both."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

POLL = 0.05  # seconds between two looks at whether to stop
Result = TypeVar("Result")


class Stopped(Exception):
    """The search was told to stop while a solver was at work that cannot be interrupted."""


@dataclass(slots=True)
class Patience:
    """What a search may use."""

    seconds: float
    threads: int = 2
    seed: int = 0
    stop: Callable[[], bool] | None = None
    started: float = field(default_factory=time.monotonic)

    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def left(self) -> float:
        """Seconds until the deadline, 0 when told to stop."""
        return 0.0 if self.stop is not None and self.stop() else max(0.0, self.seconds - self.passed())

    def wait(self, call: Callable[[], Result], interrupt: Callable[[], object] | None = None) -> Result:
        """The answer of a call that a word to stop cuts short; without `interrupt` it raises Stopped and is left alone."""
        if self.stop is None:
            return call()
        if self.stop():
            raise Stopped
        found: list[Result] = []
        failed: list[BaseException] = []
        worker = threading.Thread(target=_keep, args=(call, found, failed), daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(POLL)
            if self.stop() and worker.is_alive():
                if interrupt is None:
                    raise Stopped
                interrupt()
        if failed:
            raise failed[0]
        return found[0]


def _keep(call: Callable[[], Result], found: list[Result], failed: list[BaseException]) -> None:
    try:
        found.append(call())
    except Exception as error:  # handed to the thread that waits
        failed.append(error)
