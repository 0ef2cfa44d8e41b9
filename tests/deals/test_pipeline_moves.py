"""Random steps of everybody, fresh and stale, with what they need and without: the history stays one unbroken chain."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError, Invalid
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.text import parties
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.pipeline.mending import change_kind
from matchmaker.deals.pipeline.stages import ENDS, PIPELINES, STAGES, VERBS, stages_of
from matchmaker.deals.queries import moves_of
from tests.cast import Cast, make_cast
from tests.deals.making import add_signed_agreement, make_deal

EVERY = (*STAGES, *ENDS)
NEEDED = {
    "qualified": "officer",
    "nda": "signatories",
    "evaluation": "nda",
    "negotiation": "terms",
    "signed": "agreement",
}


class Moves(RuleBasedStateMachine):
    """One deal in one transaction that is never committed; `there` holds what has been seen to."""

    database: Database
    cast: Cast

    @initialize(kind=st.sampled_from(sorted(PIPELINES)))
    def open(self, kind: str) -> None:
        self.db = self.database.session(writes=True)
        self.deal = make_deal(self.db, self.cast, kind=kind, officer_id=None)
        for one in self.deal.people:
            one.is_signatory = False
        self.db.flush()
        self.there: set[str] = set()
        self.stage, self.steps = "lead", [("", "lead")]

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()

    @rule(what=st.sampled_from(sorted(set(NEEDED.values()))))
    def see_to_one(self, what: str) -> None:
        """Let one need be met."""
        self.see_to(what)

    def see_to(self, what: str) -> None:
        if what in self.there:
            return
        deal = self.deal
        if what == "officer":
            deal.officer_id = self.cast["officer"].user_id
        elif what == "signatories":
            for one in deal.people:
                one.is_signatory = True
        elif what == "nda":
            self.db.add(Nda(deal_id=deal.id, **parties(deal), state="in_force", lang="en", text="", sha256=""))
        elif what == "terms":
            self.db.add(Term(deal_id=deal.id, kind="upfront", currency="KZT", amount_minor=1))
        else:
            add_signed_agreement(self.db, deal)
        self.there.add(what)
        self.db.flush()

    @rule(who=st.sampled_from(["officer", "author", "company", "outsider", "anonymous"]), verb=st.sampled_from(VERBS),
          seen=st.sampled_from(EVERY) | st.none(), reason=st.sampled_from(["", "price", "because"]))  # fmt: skip
    def move(self, who: str, verb: str, seen: str | None, reason: str) -> None:
        """Take a step, from the stage it stands at or from another that was seen."""
        self.take(who, verb, seen, reason)

    def take(self, who: str, verb: str, seen: str | None, reason: str) -> None:
        expected = self.expected(who, verb, seen or self.stage, reason)
        try:
            move_deal(self.cast[who], self.db, self.deal, verb, seen=seen or self.stage, reason=reason)
            found = self.deal.stage
        except DomainError as fault:
            found = type(fault).__name__
        assert found == expected
        if found in EVERY:
            self.steps.append((self.stage, found))
            self.stage = found

    @rule()
    def go_on(self) -> None:
        """An officer sees to the next need and steps forward: else chance would rarely come far."""
        move = PIPELINES[self.deal.kind].get((self.stage, "advance"))
        for what in ("signatories", NEEDED.get(move.to if move else "")):
            if what:
                self.see_to(what)
        self.take("officer", "advance", None, "")

    def expected(self, who: str, verb: str, seen: str, reason: str) -> str:
        if verb in ("lose", "terminate") and reason != "price":
            return "Invalid"
        move = PIPELINES[self.deal.kind].get((self.stage, verb))
        if seen != self.stage or move is None:
            return "Conflict"
        if not move.rule(self.cast[who], self.deal):
            return "Forbidden"
        is_onward = verb in ("advance", "reopen")
        return "Invalid" if is_onward and not self.is_ready(move.to) else move.to

    def is_ready(self, to: str) -> bool:
        if to == "signed" and "signatories" not in self.there:
            return False
        return to not in NEEDED or NEEDED[to] in self.there or (to == "negotiation" and self.deal.kind == "mta")

    @precondition(lambda self: self.stage in STAGES)
    @rule(kind=st.sampled_from(sorted(PIPELINES)))
    def be_of_another_kind(self, kind: str) -> None:
        """Only a kind that has the present stage is taken."""
        before = self.deal.kind
        fits = self.stage in stages_of(kind) and self.stage != "closed"
        try:
            change_kind(self.cast["officer"], self.db, self.deal, kind, seen=before)
        except Invalid:
            assert not fits
        assert self.deal.kind == (kind if fits else before)

    @invariant()
    def history_is_a_chain(self) -> None:
        if not hasattr(self, "db"):
            return
        self.db.flush()
        rows = [(one.from_stage, one.to_stage) for one in moves_of(self.db, self.deal.id)]
        assert rows == self.steps
        assert [to for _from, to in rows[:-1]] == [start for start, _to in rows[1:]]
        columns = (Deal.stage, Deal.reason, Deal.signed_at)
        deal = self.db.execute(select(*columns).where(Deal.id == self.deal.id)).one()
        assert deal.stage == self.stage == rows[-1][1]
        assert (deal.reason != "") == (self.stage in ENDS)
        assert (deal.signed_at is not None) == ("signed" in {to for _from, to in rows})


@pytest.mark.usefixtures("english")
def test_random_steps_keep_the_history_whole(database: Database) -> None:
    Moves.database, Moves.cast = database, make_cast(database)
    quick = settings(max_examples=25, stateful_step_count=25, deadline=None, derandomize=True, database=None,
                     suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(Moves, settings=quick)
