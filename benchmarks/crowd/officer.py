"""Officers: several at one draft, which they also release, and at the door of a session on its day."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.crowd.client import Client
from matchmaker.core import clock

PLACED, STEP = r"/timetable/meetings/(\d+)", r'name="step" value="(\d+)"'
SEEN = {name: rf'name="{name}" value="(\d*)"' for name in ("seen_slot", "seen_table", "version")}


class Officer(Client):
    """One of a few accounts."""

    STEPS = {
        "move": 40, "pin": 8, "remove": 5, "add": 12, "undo": 8, "release": 5, "cancel_somebody": 1,
        "require": 6, "close_and_open": 2, "missing": 3, "late": 3, "arrive": 6, "table": 2,
    }  # fmt: skip

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.draft, self.day = (f"/sessions/{room.id}" for room in (self.stage.drafting, self.stage.day))
        self.asking = f"/sessions/{self.stage.asking.id}"

    def _placed(self) -> int | None:
        return self.one_of(PLACED, self.page("grid", f"{self.draft}/timetable"))

    def move(self) -> None:
        """Move a meeting from its page, as it was seen there, to a time that the page calls possible."""
        meeting = self._placed()
        if meeting is None:
            return
        page = self.page("meeting", f"{self.draft}/timetable/meetings/{meeting}")
        values: dict[str, object] = {name: self.one_of(pattern, page) or "" for name, pattern in SEEN.items()}
        slot = self.one_of(r'name="slot" value="(\d+)"', page)
        if slot:
            self._draft_step("move", meeting, str(slot), values | {"slot": slot})

    def _draft_step(self, verb: str, meeting: int, value: str, values: dict[str, object] | None = None) -> None:
        if self.send(verb, f"{self.draft}/timetable/meetings/{meeting}/{verb}", values).is_done:
            self.ledger.say(("draft", 0, meeting), value)

    def pin(self) -> None:
        """Pin a meeting, or let it go."""
        meeting = self._placed()
        if meeting:
            verb = self.random.choice(("pin", "unpin"))
            self.send(verb, f"{self.draft}/timetable/meetings/{meeting}/{verb}")

    def remove(self) -> None:
        """Take a meeting out."""
        meeting = self._placed()
        if meeting:
            self._draft_step("remove", meeting, "out")

    def add(self) -> None:
        """Bring two people together at some time; the address that it leads to names the meeting."""
        one, two = self.random.sample([*self.stage.drafting.people.values()], 2)
        slot = self.random.choice(self.stage.drafting.slots)
        answer = self.send("add", f"{self.draft}/timetable/add", {"one": one, "two": two, "slot": slot})
        if answer.is_done:
            self.ledger.say(("draft", 0, int(answer.location.partition("#m")[2])), str(slot))

    def undo(self) -> None:
        """Take back the last step that the page shows."""
        step = self.one_of(STEP, self.page("grid", f"{self.draft}/timetable"))
        if step and self.send("undo", f"{self.draft}/timetable/undo", {"step": step}).is_done:
            self.ledger.shake()

    def release(self) -> None:
        """Release the draft."""
        told = ("innovationsession", "release")
        self.send("release", f"{self.draft}/timetable/release", {"note": "Now"}, told=told)

    def cancel_somebody(self) -> None:
        """Somebody has called to say that they will not come to the session with the draft."""
        person = self.random.choice([*self.stage.drafting.people.values()])
        path, told = f"{self.draft}/people/{person}/cancel", ("registration", "cancel")
        if self.send("cancel", path, {"reason": "Has called."}, told=told).is_done:
            self.ledger.shake()

    def require(self) -> None:
        """Set a must-meet where people ask."""
        one, two = self.random.sample([*self.stage.asking.people.values()], 2)
        self.send("must", f"{self.asking}/requests/must", {"one": one, "two": two}, told=("meetingrequest", "require"))

    def close_and_open(self) -> None:
        """Close the requests while people answer, and open them again."""
        for verb in ("close", "reopen"):
            self.send(verb, f"{self.asking}/{verb}", told=("innovationsession", verb))

    def _somebody(self) -> str:
        return f"{self.day}/day/people/{self.random.choice([*self.stage.day.people.values()])}"

    def missing(self) -> None:
        """Somebody has not come."""
        self.send("missing", f"{self._somebody()}/missing", told=("registration", "no_show"))

    def late(self) -> None:
        """Somebody has called to say that they come late."""
        begins = clock.now() + timedelta(minutes=self.random.randint(10, 90))
        until = begins.astimezone(ZoneInfo("Asia/Almaty")).strftime("%H:%M")
        self.send("late", f"{self._somebody()}/late", {"until": until}, told=("registration", "late"))

    def arrive(self) -> None:
        """Somebody is at the door; who was missed is offered meetings."""
        self.send("arrive", f"{self._somebody()}/arrive")

    def table(self) -> None:
        """A table fails, or can be used again."""
        table, verb = self.random.choice(self.stage.day.tables), self.random.choice(("close", "open"))
        self.send(f"table {verb}", f"{self.day}/day/tables/{table}/{verb}", told=("sessiontable", verb))
