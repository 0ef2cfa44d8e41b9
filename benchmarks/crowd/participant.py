"""Somebody who takes part: asks, answers, marks, gives the place back and comes again, and takes offers on the day."""

from typing import Any

from benchmarks.crowd.client import Client

REQUEST, OFFER, MEETING = r"/requests/(\d+)", r"/my-day/offers/(\d+)/confirm", r"/my-meetings/(\d+)/outcome"
ANSWERS = {
    "answer": ("accept", "accept", "accept", "decline", "counter", "accept_counter", "decline_counter"),
    "waiting": ("withdraw",),
    "agreed": ("call_off",),
}  # the groups of the page of requests, and what can be done there
AGREED = "You both want it"


class Participant(Client):
    """One account; several clients may share it, as browsers and telephones do."""

    STEPS = {
        "ask": 24, "answer": 40, "mark": 12, "choose": 4, "leave": 3, "come_again": 6, "change": 3,
        "leave_released": 1, "take_offer": 14, "run_late": 2, "tell": 8,
    }  # fmt: skip

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asking, self.day = f"/sessions/{self.stage.asking.id}", f"/sessions/{self.stage.day.id}"
        self.own = self.stage.asking.people[self.user_id]

    def _other(self) -> int:
        return self.random.choice([*self.stage.asking.people.values()])

    def ask(self) -> None:
        """Ask for a meeting; asked by both sides it is a yes, which the next page says."""
        values = {"message": "Ten minutes?", "for_any": "1" if self.random.random() < 0.3 else ""}
        answer = self.send("ask", f"{self.asking}/meet/{self._other()}", values)
        if answer.is_done:
            step = "accept" if AGREED in self.page("box", f"{self.asking}/requests") else "ask"
            self.ledger.told[self.user_id, "meetingrequest", step] += 1

    def answer(self) -> None:
        """Take a step with some request of a group, whether or not it can be taken by now."""
        page, group = self.page("box", f"{self.asking}/requests"), self.random.choice(("answer", "answer", *ANSWERS))
        part = page.partition(f'id="{group}-title"')[2].partition("</section>")[0]
        request, verb = self.one_of(self.asking + REQUEST, part), self.random.choice(ANSWERS[group])
        if request is None:
            return
        values: dict[str, object] = {}
        if verb == "decline":
            values = {"reason": "too_early"}
        if verb == "counter":
            values = self._counter(request)
        self.send(verb, f"{self.asking}/requests/{request}/{verb}", values, told=("meetingrequest", verb))

    def _counter(self, request: int) -> dict[str, object]:
        """Other times, or a colleague whom the page names."""
        page = self.page("request", f"{self.asking}/requests/{request}")
        colleague = self.one_of(r'name="counter"[^>]*value="(\d+)"', page)
        if colleague and self.random.random() < 0.5:
            return {"counter": colleague}
        return {"slots": self.random.sample(self.stage.asking.slots, 2)}

    def mark(self) -> None:
        """Mark somebody, by the part of the page that htmx sends."""
        other, mark = self._other(), self.random.choice(("must", "like", "no", ""))
        path = f"{self.asking}/meet/{other}/mark"
        if self.send("mark", path, {"mark": mark}, HX_Request="true").is_done:
            self.ledger.say(("mark", self.own, other), None if mark == "no" else mark)  # asking forgets a no

    def choose(self) -> None:
        """Let the system choose, or not."""
        self.send("choose", f"{self.asking}/meet/choose", {"open": self.random.choice(("1", ""))})

    def leave(self) -> None:
        """Give the place back while people ask."""
        self._leave(self.asking)

    def leave_released(self) -> None:
        """Give it back in a session whose timetable is released: the others' meetings are mended."""
        if self.random.random() < 0.5:
            self._leave(self.day)
        elif self._leave(f"/sessions/{self.stage.drafting.id}"):
            self.ledger.shake()

    def _leave(self, session: str) -> bool:
        told = ("registration", "cancel")
        return self.send("cancel", f"{session}/leave", {"reason": "Something came up."}, told=told).is_done

    def come_again(self) -> None:
        """Register, whether or not one has a place."""
        self._register("")

    def change(self) -> None:
        """Change one's registration as the page shows it."""
        page = self.page("register page", f"{self.asking}/register")
        self._register(self.one_of(r'name="version" value="(\d+)"', page) or "")

    def _register(self, version: object) -> None:
        home = self.stage.homes[self.user_id]
        values = {"organisation_id": home, "languages": ["en"], "is_open_to_others": "1", "version": version}
        self.send("register", f"{self.asking}/register", values, told=("registration", "register"))

    def take_offer(self) -> None:
        """Say yes or no to a time that has become free."""
        offer = self.one_of(OFFER, self.page("day", f"{self.day}/my-day"))
        if offer is None:
            return
        verb = self.random.choice(("confirm", "confirm", "confirm", "decline"))
        told = ("slotoffer", "decline") if verb == "decline" else None
        self.send(f"offer {verb}", f"{self.day}/my-day/offers/{offer}/{verb}", told=told)

    def run_late(self) -> None:
        """Be late for the next meeting."""
        told = ("registration", "late")
        self.send("late", f"{self.day}/my-day/late", {"minutes": self.random.choice((5, 10, 15))}, told=told)

    def tell(self) -> None:
        """Say what came of a meeting."""
        meeting = self.one_of(MEETING, self.page("my meetings", f"{self.day}/my-meetings"))
        if meeting:
            outcome = self.random.choice(("none", "insight", "follow_up", "they_absent"))
            self.send("outcome", f"{self.day}/my-meetings/{meeting}/outcome", {"outcome": outcome})
