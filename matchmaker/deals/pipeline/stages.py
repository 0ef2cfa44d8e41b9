"""The pipeline as one table (law 7): `PIPELINES[kind][(stage, verb)]` says where to, who may, and what is needed.

A kind that does not need a stage does not have it in its table. Verbs: advance (to the kind's next stage), return (to the one
before), lose (before signing), terminate (after it), reopen.
"""

from collections.abc import Callable
from itertools import pairwise

from matchmaker.core.machine import Move, Table
from matchmaker.deals.pipeline.needs import NEEDS, nothing
from matchmaker.deals.rules import may_run, may_withdraw, may_work

STAGES = ("lead", "qualified", "nda", "evaluation", "term_sheet", "negotiation", "signed", "performing", "closed")
ENDS = ("lost", "terminated")
BEFORE_SIGNING = STAGES[: STAGES.index("signed")]
AFTER_SIGNING = ("signed", "performing")
OPEN = (*BEFORE_SIGNING, *AFTER_SIGNING)
VERBS = ("advance", "return", "lose", "terminate", "reopen")
SKIPPED = {
    "exclusive_licence": (),
    "non_exclusive_licence": (),
    "option": ("evaluation",),
    "assignment": (),
    "sponsored_research": ("evaluation",),
    "joint_development": ("evaluation",),
    "service_contract": ("nda", "evaluation"),
    "mta": ("nda", "evaluation", "term_sheet"),
    "spin_off": (),
}
# into these stages both sides may step; into the others, which bind both, an officer leads
OF_THE_TALKS = ("nda", "evaluation", "term_sheet", "negotiation")


def stages_of(kind: str) -> tuple[str, ...]:
    """The stages that a deal of this kind goes through, in order."""
    return tuple(stage for stage in STAGES if stage not in SKIPPED[kind])


def table_of(kind: str) -> Table:
    """The pipeline of one kind."""
    steps: dict[tuple[str, str], Move] = {}
    for before, after in pairwise(stages_of(kind)):
        who: Callable[..., bool] = may_work if after in OF_THE_TALKS else may_run
        steps[before, "advance"] = Move(after, who, NEEDS.get(after, nothing))
        if after in BEFORE_SIGNING:
            steps[after, "return"] = Move(before, may_run)
    for stage in stages_of(kind):
        if stage in BEFORE_SIGNING:
            steps[stage, "lose"] = Move("lost", may_withdraw)
        elif stage in AFTER_SIGNING:
            steps[stage, "terminate"] = Move("terminated", may_run)
    steps["lost", "reopen"] = Move("qualified", may_run, NEEDS["qualified"])
    return steps


PIPELINES = {kind: table_of(kind) for kind in SKIPPED}
