"""Every (stage, verb) × every role × every kind goes as the table below says; nothing else in the code writes a stage."""

import ast
from itertools import pairwise, product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core import audit
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.pipeline.ahead import steps_ahead
from matchmaker.deals.pipeline.stages import PIPELINES
from matchmaker.deals.queries import load_deal, moves_of
from matchmaker.organisations.queries import actor_of
from matchmaker.paths import TEMPLATES
from tests.cast import ROLES, Cast
from tests.deals.making import add_colleague, make_deal, with_everything

# the way of each kind
WAYS = {
    "exclusive_licence": "lead qualified nda evaluation term_sheet negotiation signed performing closed",
    "non_exclusive_licence": "lead qualified nda evaluation term_sheet negotiation signed performing closed",
    "option": "lead qualified nda term_sheet negotiation signed performing closed",
    "assignment": "lead qualified nda evaluation term_sheet negotiation signed performing closed",
    "sponsored_research": "lead qualified nda term_sheet negotiation signed performing closed",
    "joint_development": "lead qualified nda term_sheet negotiation signed performing closed",
    "service_contract": "lead qualified term_sheet negotiation signed performing closed",
    "mta": "lead qualified negotiation signed performing closed",
    "spin_off": "lead qualified nda evaluation term_sheet negotiation signed performing closed",
}
STAGES = (*WAYS["spin_off"].split(), "lost", "terminated")
VERBS = ("advance", "return", "lose", "terminate", "reopen")
OFFICERS, SIGNATORIES = {"officer", "administrator"}, {"author", "company"}
# who may step into a stage; the clerk is named for the provider and does not sign
SIDES = OFFICERS | SIGNATORIES | {"clerk"}
INTO = dict.fromkeys(("nda", "evaluation", "term_sheet", "negotiation"), SIDES)
NAMES = (*ROLES, "anonymous", "clerk")
ROOT = TEMPLATES.parent / "matchmaker"


def steps_of(kind: str) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """The table of a kind, written out: (stage, verb) → where to, and who may."""
    way = WAYS[kind].split()
    signed = way.index("signed")
    found = {(one, "advance"): (to, INTO.get(to, OFFICERS)) for one, to in pairwise(way)}
    found |= {(one, "return"): (to, OFFICERS) for to, one in pairwise(way[:signed])}
    found |= {(one, "lose"): ("lost", OFFICERS | SIGNATORIES) for one in way[:signed]}
    found |= {(one, "terminate"): ("terminated", OFFICERS) for one in ("signed", "performing")}
    return found | {("lost", "reopen"): ("qualified", OFFICERS)}


def expected(kind: str) -> dict[tuple[str, str, str], str]:
    """What comes of every verb at every stage for everybody: the stage reached, or the name of the fault."""
    table, found = steps_of(kind), {}
    for stage, verb, name in product(STAGES, VERBS, NAMES):
        to, who = table.get((stage, verb), ("Conflict", set(NAMES)))
        found[stage, verb, name] = to if name in who else "Forbidden"
    return found


def actors_of(db: Session, cast: Cast, deal: Deal) -> dict[str, Actor]:
    """The cast, and a clerk who is named for the provider and does not sign."""
    clerk = add_colleague(db, cast, "clerk", cast.laboratory)
    deal.people.append(DealPerson(user_id=clerk.id, side="provider"))
    db.flush()
    return cast.actors | {"clerk": actor_of(db, clerk)}


def test_every_step_of_every_kind_is_open_to_whom_the_table_says(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        actors, found = actors_of(db, cast, deal), {}
        for kind, stage, verb, name in product(WAYS, STAGES, VERBS, NAMES):
            move = PIPELINES[kind].get((stage, verb))
            may = "Conflict" if move is None else move.to if move.rule(actors[name], deal) else "Forbidden"
            found.setdefault(kind, {})[stage, verb, name] = may
    assert found == {kind: expected(kind) for kind in WAYS}


@pytest.mark.parametrize("kind", ["exclusive_licence", "option", "service_contract", "mta"])  # each way there is
def test_every_step_of_everybody(app: Flask, cast: Cast, kind: str) -> None:
    found, database = {}, app.extensions["database"]
    with database.write() as db:
        deal = with_everything(db, make_deal(db, cast, kind=kind))
        actors = actors_of(db, cast, deal)
        for stage, verb, name in product(STAGES, VERBS, NAMES):
            deal.stage = stage
            found[stage, verb, name] = outcome(db, actors[name], deal, verb)
        assert found == expected(kind)
        reached = [to for to in found.values() if to not in ("Conflict", "Forbidden")]
        assert [one.to_stage for one in moves_of(db, deal.id)][1:] == reached
        assert len(audit.trail(db, "deal", deal.id)) == len(reached)


def outcome(db: Session, actor: Actor, deal: Deal, verb: str) -> str:
    try:
        move_deal(actor, db, deal, verb, seen=deal.stage, reason="price")
    except DomainError as fault:
        return type(fault).__name__
    return deal.stage


def test_the_pipelines_have_the_rows_of_the_table_and_no_other() -> None:
    assert {kind: {row: move.to for row, move in table.items()} for kind, table in PIPELINES.items()} == {
        kind: {row: to for row, (to, _who) in steps_of(kind).items()} for kind in WAYS
    }


NEEDS = {
    "lead": {"officer": "Name the officer who leads the deal first."},
    "qualified": {"people": "Each side needs a person who signs. Name the signatories of both sides first."},
    "nda": {"nda": "The NDA is not accepted by both sides yet."},
    "evaluation": {},
    "term_sheet": {"terms": "Enter at least one term of payment first."},
    "negotiation": {"people": "Each side needs a person who signs. Name the signatories of both sides first."},
    "signed": {},
    "performing": {},
    "lost": {"officer": "Name the officer who leads the deal first."},
}


def test_what_a_step_needs_is_told_before_and_when_it_is_pressed(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, officer_id=None)
        for one in deal.people:
            one.is_signatory = False
        told, refused = {}, {}
        for stage in NEEDS:
            deal.stage = stage
            db.flush()
            step = next(one for one in steps_ahead(cast["officer"], db, deal) if one.verb in ("advance", "reopen"))
            told[stage] = step.missing
            try:
                move_deal(cast["officer"], db, deal, step.verb, seen=stage)
                refused[stage] = {}
            except Invalid as fault:
                refused[stage] = fault.errors
                assert deal.stage == stage
        assert (told, refused) == (NEEDS, NEEDS)


def test_a_party_sees_the_way_forward_that_an_officer_takes(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal_id = make_deal(db, cast).id
        deal = load_deal(cast["author"], db, deal_id)
        ahead = {name: [(one.verb, one.is_allowed) for one in steps_ahead(cast[name], db, deal)] for name in ROLES}
    own = [("advance", False), ("lose", True)]
    officers, others = [("advance", True), ("lose", True)], [("advance", False)]
    assert ahead == dict.fromkeys(ROLES, others) | dict.fromkeys(("author", "company"), own) | dict.fromkeys(
        OFFICERS, officers
    )


@pytest.mark.parametrize("verb", ["lose", "terminate"])
@pytest.mark.parametrize(
    ("reason", "words"), [("", "Choose why: the reasons are counted."), ("because", "“because” is not")]
)
def test_an_end_has_a_reason_from_the_list(app: Flask, cast: Cast, verb: str, reason: str, words: str) -> None:
    stage = "lead" if verb == "lose" else "signed"
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, stage=stage)
        with pytest.raises(Invalid) as fault:
            move_deal(cast["officer"], db, deal, verb, seen=stage, reason=reason)
        assert fault.value.errors["reason"].startswith(words)
        assert (deal.stage, len(moves_of(db, deal.id))) == (stage, 1)


def test_a_stage_that_was_left_meanwhile_is_a_conflict(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        move_deal(cast["officer"], db, deal, "advance", seen="lead")
        with pytest.raises(Conflict, match="Somebody has moved this deal meanwhile"):
            move_deal(cast["officer"], db, deal, "advance", seen="lead")
        with pytest.raises(Forbidden):
            move_deal(cast["outsider"], db, deal, "advance", seen="qualified")
        rows = [(one.from_stage, one.to_stage, one.verb) for one in db.query(DealMove)]
    assert rows == [("", "lead", "open"), ("lead", "qualified", "advance")]


def writes_of(source: str, column: str = "stage") -> list[int]:
    """The lines of a module that write an attribute `stage`, name it to setattr, values() or Deal(), or update deals in SQL."""
    found = []
    for node in ast.walk(ast.parse(source)):
        name = ""
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
        is_set = isinstance(node, ast.Attribute) and node.attr == column and not isinstance(node.ctx, ast.Load)
        is_named = name == "setattr" and isinstance(node, ast.Call) and _says(node.args[1], column)
        is_given = (
            name in ("Deal", "values", "insert", "update") and isinstance(node, ast.Call) and _gives(node, column)
        )
        is_sql = isinstance(node, ast.Constant) and "update deals" in str(node.value).lower()
        if is_set or is_named or is_given or is_sql:
            found.append(getattr(node, "lineno", 0))
    return found


def _says(node: ast.expr, column: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == column


def _gives(node: ast.Call, column: str) -> bool:
    keys = [key for one in node.args if isinstance(one, ast.Dict) for key in one.keys if key]
    return any(one.arg == column for one in node.keywords) or any(_says(key, column) for key in keys)


def test_only_the_machine_writes_a_stage() -> None:
    files = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*.py") if "migrations" not in path.parts}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert len(texts) > 200
    suspects = {name: writes_of(text) for name, text in texts.items() if "stage" in text or "deals" in text.lower()}
    assert {name: lines for name, lines in suspects.items() if lines} == {}
    assert [name for name, text in sorted(texts.items()) if 'column="stage"' in text] == [
        "deals/pipeline/actions.py",
        "territories/projects/actions.py",
    ]


@pytest.mark.parametrize(
    "line",
    [
        'deal.stage = "signed"', 'deal.stage += "x"', "a, deal.stage = b", 'setattr(deal, "stage", "lost")', "del deal.stage",
        'update(Deal).values(stage="lost")', 'update(Deal).values({"stage": "lost"})', 'Deal(title="", stage="signed")',
        'text("UPDATE deals SET x = 1")', "for deal.stage in names: pass",
    ],
)  # fmt: skip
def test_the_search_finds_every_way_of_writing(line: str) -> None:
    assert writes_of(line) == [1]


def test_the_search_lets_readers_be() -> None:
    assert writes_of('if deal.stage == "lead": DealFilter(stage="lead"); print(deal.stage, Step(stage="x"))') == []
