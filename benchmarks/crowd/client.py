"""What every client of the crowd does: draw a step by its weight, take it, and note what it was told."""

import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from random import Random

from benchmarks.crowd.browser import Answer, Browser
from benchmarks.crowd.ledger import Ledger
from benchmarks.crowd.stage import Stage


class Client:
    """Somebody who clicks without pause. `STEPS`: the names of methods with how often they are drawn."""

    STEPS: Mapping[str, int] = {}

    def __init__(self, stage: Stage, browser: Browser, user_id: int, random: Random) -> None:
        self.stage, self.browser, self.user_id, self.random = stage, browser, user_id, random
        self.ledger = Ledger()

    def act(self, until: Callable[[], bool]) -> None:
        """Take steps until it is time to go."""
        names, weights = [*self.STEPS], [*self.STEPS.values()]
        while not until():
            verb = self.random.choices(names, weights)[0]
            try:
                getattr(self, verb)()
            except (OSError, HTTPException) as fault:
                self.ledger.odd.append(f"{verb}: {fault!r}")
                return

    def page(self, verb: str, path: str) -> str:
        """Look at a page."""
        return self._timed(verb, lambda: self.browser.get(path)).text

    def send(
        self, verb: str, path: str, values: Mapping[str, object] | None = None, *,
        told: tuple[str, str] | None = None, **headers: str,
    ) -> Answer:  # fmt: skip
        """Send a form; `told` (kind of thing, step) is counted when the answer says that it is done."""
        answer = self._timed(verb, lambda: self.browser.post(path, values or {}, **headers))
        if answer.is_done and told:
            self.ledger.told[self.user_id, *told] += 1
        return answer

    def _timed(self, verb: str, call: Callable[[], Answer]) -> Answer:
        began = time.monotonic()
        answer = call()
        self.ledger.note(verb, answer, began, time.monotonic())
        return answer

    def one_of(self, pattern: str, text: str) -> int | None:
        """One of the numbers that a page's links and forms name."""
        found = sorted(set(re.findall(pattern, text)))
        return int(self.random.choice(found)) if found else None
