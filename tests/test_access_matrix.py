"""The access matrix: every endpoint × every role of the cast and the anonymous visitor → the status expected."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.apps import make_app
from tests.cast import form
from tests.conftest import sign_in
from tests.deals.access import DEAL_CALLS, DEAL_TABLE
from tests.indicators.access import INDICATOR_CALLS, INDICATOR_TABLE
from tests.sessions.access_day import DAY_CALLS, DAY_TABLE
from tests.sessions.access_people import PEOPLE_CALLS, PEOPLE_TABLE
from tests.sessions.access_requests import REQUESTS_CALLS, REQUESTS_TABLE
from tests.sessions.forms import session_form
from tests.territories.access import TERRITORY_CALLS, TERRITORY_TABLE
from tests.world import PDF, World, copy_database, make_world

ROLES = ("author", "company", "officer", "operator", "analyst", "administrator", "outsider", "anonymous")
OPEN_TO_ALL = {"static", "openapi.spec"}  # the only endpoints that need not declare who may call them

# Endpoint (and a variant, where the thing asked for matters), then one status per role of ROLES.
# "in" is the redirect to the sign-in page. The author manages the laboratory, the company the enterprise.
TABLE = """
                                 author company officer operator analyst admin outsider anonymous
about.index                      200    200     200     200      200     200   200      200
about.matching                   200    200     200     200      200     200   200      200
account.sign_up                  200    200     200     200      200     200   200      200
account.sign_up_post             200    200     200     200      200     200   200      200
account.confirm                  200    200     200     200      200     200   200      200
account.confirm_post             302    302     302     302      302     302   302      302
account.sign_in                  200    200     200     200      200     200   200      200
account.sign_in_post             302    302     302     302      302     302   302      302
account.sign_out                 302    302     302     302      302     302   302      302
account.forgot                   200    200     200     200      200     200   200      200
account.forgot_post              200    200     200     200      200     200   200      200
account.reset                    200    200     200     200      200     200   200      200
account.reset_post               302    302     302     302      302     302   302      302
account.settings                 200    200     200     200      200     200   200      in
account.settings_post            302    302     302     302      302     302   302      in
account.sign_out_everywhere      302    302     302     302      302     302   302      in
account.language                 302    302     302     302      302     302   302      302
admin.users                      403    403     403     403      403     200   403      in
admin.change_role                403    403     403     403      403     302   403      in
mailbox.index                    200    200     200     200      200     200   200      200
desk.index                       403    403     200     403      403     200   403      in
desk.unmatched                   403    403     200     403      403     200   403      in
glossary.index                   403    403     200     200      403     200   403      in
glossary.unknown                 403    403     200     200      403     200   403      in
glossary.suggest                 403    403     200     200      403     200   403      in
glossary.suggest_post            403    403     302     302      403     302   403      in
glossary.decide:accept           403    403     403     302      403     302   403      in
glossary.decide:reject           403    403     403     302      403     302   403      in
health.health                    200    200     200     200      200     200   200      200
health.ready                     200    200     200     200      200     200   200      200
home.index                       200    200     200     200      200     200   200      200
introductions.index              200    200     200     200      200     200   200      in
introductions.detail             200    200     200     404      404     200   404      in
introductions.move:close         302    302     302     404      404     302   404      in
matching.index                   403    403     200     200      403     200   403      in
matching.use                     403    403     403     302      403     302   403      in
organisations.index              200    200     200     200      200     200   200      200
organisations.detail             200    200     200     200      200     200   200      200
organisations.new                200    200     200     200      403     200   200      in
organisations.new_post           302    302     302     302      403     302   302      in
organisations.edit               200    403     200     403      403     200   403      in
organisations.edit_post          302    403     302     403      403     302   403      in
organisations.verify             403    403     302     403      403     302   403      in
organisations.join               403    302     302     302      403     302   302      in
organisations.members            200    403     200     403      403     200   403      in
organisations.add_member         302    403     302     403      403     302   403      in
organisations.remove_member      302    403     302     403      403     302   403      in
overview.index                   403    403     200     200      200     200   403      in
postings.new                     200    200     200     200      403     200   200      in
postings.new_post                302    422     302     422      403     302   403      in
postings.new_post:fill           200    200     200     200      403     200   200      in
postings.edit                    200    404     200     404      403     200   404      in
postings.edit_post               302    404     302     404      403     302   404      in
postings.detail                  200    200     200     200      200     200   200      200
postings.detail:draft            200    404     200     404      404     200   404      404
postings.mine                    200    200     200     200      403     200   200      in
postings.move:submit             302    404     302     404      403     302   404      in
postings.move:publish            403    404     302     404      403     302   404      in
postings.approve                 403    403     302     403      403     302   403      in
postings.translate               200    404     200     404      403     200   404      in
postings.translate_post          302    404     302     404      403     302   404      in
postings.translate_post:verified 403    404     302     404      403     302   404      in
postings.lint                    200    200     200     200      403     200   200      in
postings.live                    200    200     200     200      403     200   200      in
postings.attach                  302    404     302     404      403     302   404      in
postings.detach                  302    404     302     404      403     302   404      in
postings.download                200    200     200     200      200     200   200      200
postings.download:confidential   200    404     200     404      404     200   404      404
recommendations.for_posting      200    404     200     404      403     200   404      in
recommendations.for_organisation 200    403     200     403      403     200   403      in
recommendations.recorded         200    404     200     404      403     200   404      in
sessions.detail                  200    200     200     200      200     200   200      200
sessions.detail:draft            404    404     200     404      404     200   404      404
sessions.edit                    403    403     200     403      403     200   403      in
sessions.edit_post               403    403     302     403      403     302   403      in
sessions.index                   200    200     200     200      200     200   200      200
sessions.move                    403    403     302     403      403     302   403      in
sessions.new                     403    403     200     403      403     200   403      in
sessions.new_post                403    403     302     403      403     302   403      in
sessions.plan                    403    403     200     403      403     200   403      in
sessions.plan_post               403    403     302     403      403     302   403      in
search.index                     200    200     200     200      200     200   200      200
session_timetable.index          403    403     200     403      403     200   403      in
session_timetable.progress       403    403     200     403      403     200   403      in
session_timetable.meeting        403    403     200     403      403     200   403      in
session_timetable.places         403    403     200     403      403     200   403      in
session_timetable.unplaced       403    403     200     403      403     200   403      in
session_timetable.add            403    403     200     403      403     200   403      in
session_timetable.history        403    403     200     403      403     200   403      in
session_timetable.figures        403    403     200     403      403     200   403      in
session_report.index             403    403     200     200      200     200   403      in
session_report.paper             403    403     200     200      200     200   403      in
session_report.sheets            403    403     200     200      200     200   403      in
session_timetable.run            403    403     302     403      403     302   403      in
session_timetable.stop           403    403     302     403      403     302   403      in
session_timetable.move           403    403     302     403      403     302   403      in
session_timetable.change         403    403     302     403      403     302   403      in
session_timetable.undo           403    403     302     403      403     302   403      in
session_timetable.add_post       403    403     302     403      403     302   403      in
session_timetable.release        403    403     302     403      403     302   403      in
session_agenda.own               200    200     404     404      404     404   404      in
session_agenda.person            404    200     200     404      404     200   404      in
session_agenda.pdf               404    200     200     404      404     200   404      in
session_agenda.company           404    200     200     404      404     200   404      in
session_agenda.calendar          200    200     200     200      200     200   200      200
session_agenda.papers            403    403     200     403      403     200   403      in
session_agenda.paper             403    403     200     403      403     200   403      in
start.index_page                 200    200     200     200      200     200   200      in
start.read                       200    200     200     200      200     200   200      in
start.read:again                 200    200     200     200      200     200   200      in
interests.answer                 302    404     302     404      403     302   404      in
api.recommend                    200    200     200     200      200     200   200      200
api.extract                      200    200     200     200      200     200   200      200
api.postings                     200    200     200     200      200     200   200      200
api.posting                      200    200     200     200      200     200   200      200
api.posting:draft                200    404     200     404      404     200   404      404
api_docs.index                   200    200     200     200      200     200   200      200
"""
ROOMS = PEOPLE_TABLE + REQUESTS_TABLE + DAY_TABLE + DEAL_TABLE + TERRITORY_TABLE + INDICATOR_TABLE
EXPECTED = {row.split()[0]: row.split()[1:] for row in (TABLE.strip() + ROOMS).splitlines()[1:] if row}

PERSON = {"name": "New Person", "locale": "en", "timezone": "Asia/Almaty"}
NEW_ACCOUNT = {"email": "new@example.org", "password": "long enough", "role": "researcher", **PERSON}
ORGANISATION = {"kind": "laboratory", "name_en": "Renamed Laboratory", "region": "KZ-35"}
TERM = {"kk": "пульпа құбыры", "ru": "пульповод", "en": "slurry pipeline", "domain": "mining", "pos": "noun"}

ENTRY: dict[str, object] = {"languages": ["en"], "version": "2"}
NEW_PERSON: dict[str, object] = {**ENTRY, "organisation_id": "{laboratory}", "name": "New Person",
                                 "email": "guest@example.org", "locale": "en", "how": "confirm"}  # fmt: skip

# How each row is called: the address, and what a form sends.
CALLS: dict[str, tuple[str, dict[str, object]]] = {
    "about.index": ("/about", {}),
    "about.matching": ("/about/matching", {}),
    "account.sign_up": ("/sign-up", {}),
    "account.sign_up_post": ("/sign-up", NEW_ACCOUNT),
    "account.confirm": ("/confirm/{confirm}", {}),
    "account.confirm_post": ("/confirm/{confirm}", {}),
    "account.sign_in": ("/sign-in", {}),
    "account.sign_in_post": ("/sign-in", {"email": "author@example.org", "password": "long enough"}),
    "account.sign_out": ("/sign-out", {}),
    "account.forgot": ("/forgot", {}),
    "account.forgot_post": ("/forgot", {"email": "author@example.org"}),
    "account.reset": ("/reset/{reset}", {}),
    "account.reset_post": ("/reset/{reset}", {"password": "another long one"}),
    "account.settings": ("/settings", {}),
    "account.settings_post": ("/settings", PERSON),
    "account.sign_out_everywhere": ("/sign-out-everywhere", {}),
    "account.language": ("/language", {"lang": "kk"}),
    "admin.users": ("/admin/users", {}),
    "admin.change_role": ("/admin/users/{outsider}/role", {"role": "officer"}),
    "mailbox.index": ("/mailbox", {}),
    "desk.index": ("/desk/", {}),
    "desk.unmatched": ("/desk/unmatched", {}),
    "glossary.index": ("/glossary/?text=copper", {}),
    "glossary.unknown": ("/glossary/unknown", {}),
    "glossary.suggest": ("/glossary/suggest?ru=пульповод", {}),
    "glossary.suggest_post": ("/glossary/suggest", TERM),
    "glossary.decide:accept": ("/glossary/{term}/accept", {}),
    "glossary.decide:reject": ("/glossary/{term}/reject", {}),
    "health.health": ("/health", {}),
    "health.ready": ("/ready", {}),
    "home.index": ("/", {}),
    "introductions.index": ("/introductions/", {}),
    "introductions.detail": ("/introductions/{introduction}", {}),
    "introductions.move:close": ("/introductions/{introduction}/close", {}),
    "matching.index": ("/matching/", {}),
    "matching.use": ("/matching/0/use", {}),
    "organisations.index": ("/organisations/", {}),
    "organisations.detail": ("/organisations/{laboratory}", {}),
    "organisations.new": ("/organisations/new", {}),
    "organisations.new_post": ("/organisations/new", ORGANISATION),
    "organisations.edit": ("/organisations/{laboratory}/edit", {}),
    "organisations.edit_post": ("/organisations/{laboratory}/edit", ORGANISATION | {"version": "2"}),
    "organisations.verify": ("/organisations/{unverified}/verify", {}),
    "organisations.join": ("/organisations/{laboratory}/join", {}),
    "organisations.members": ("/organisations/{laboratory}/members", {}),
    "organisations.add_member": ("/organisations/{laboratory}/members", {"email": "outsider@example.org"}),
    "organisations.remove_member": ("/organisations/{laboratory}/members/{outsider}/remove", {}),
    "overview.index": ("/overview", {}),
    "postings.new": ("/postings/new", {}),
    "postings.new_post": ("/postings/new", {**form().to_dict(flat=False), "organisation_id": "{laboratory}"}),
    "postings.new_post:fill": ("/postings/new", {**form().to_dict(flat=False), "then": "fill"}),
    "postings.edit": ("/postings/{draft}/edit", {}),
    "postings.edit_post": ("/postings/{draft}/edit", {**form().to_dict(flat=False), "version": "1"}),
    "postings.detail": ("/postings/{offer}", {}),
    "postings.detail:draft": ("/postings/{draft}", {}),
    "postings.mine": ("/postings/mine", {}),
    "postings.move:submit": ("/postings/{draft}/submit", {}),
    "postings.move:publish": ("/postings/{submitted}/publish", {}),
    "postings.approve": ("/postings/{offer}/approve", {}),
    "postings.translate": ("/postings/{draft}/text/kk", {}),
    "postings.translate_post": ("/postings/{draft}/text/kk", {"title": "Аударма", "origin": "author"}),
    "postings.translate_post:verified": ("/postings/{draft}/text/kk", {"title": "Аударма", "origin": "verified"}),
    "postings.lint": ("/postings/lint", {"title": "Flotation reagent"}),
    "postings.live": ("/postings/live", {"title": "Flotation reagent for fine copper"}),
    "postings.attach": ("/postings/{draft}/files", {"file": "paper.pdf"}),
    "postings.detach": ("/postings/{offer}/files/{file}/remove", {}),
    "postings.download": ("/postings/files/{file}", {}),
    "postings.download:confidential": ("/postings/files/{secret}", {}),
    "recommendations.for_posting": ("/postings/{offer}/recommendations", {}),
    "recommendations.for_organisation": ("/organisations/{laboratory}/recommendations", {}),
    "recommendations.recorded": ("/recommendations/{record}", {}),
    "session_people.add_post": ("/sessions/{session}/people/new", NEW_PERSON),
    "session_people.pitch_post": (
        "/sessions/{session}/pitch",
        {"title": "Copper again", "abstract": "What we show. " * 4},
    ),
    "session_people.register_post": ("/sessions/{session}/register", {**ENTRY, "organisation_id": "{laboratory}"}),
    "sessions.detail": ("/sessions/{session}", {}),
    "sessions.detail:draft": ("/sessions/{session_draft}", {}),
    "sessions.edit": ("/sessions/{session}/edit", {}),
    "sessions.edit_post": ("/sessions/{session}/edit", {**session_form().to_dict(flat=False), "version": "1"}),
    "sessions.index": ("/sessions/", {}),
    "sessions.move": ("/sessions/{session_draft}/announce", {}),
    "sessions.new": ("/sessions/new", {}),
    "sessions.new_post": ("/sessions/new", session_form().to_dict(flat=False)),
    "sessions.plan": ("/sessions/{session}/plan", {}),
    "sessions.plan_post": ("/sessions/{session}/plan", {"then": "anew", "version": "1", "first_at": "9:00"}),
    "search.index": ("/search", {}),
    "session_timetable.index": ("/sessions/{tt_session}/timetable", {}),
    "session_timetable.progress": ("/sessions/{tt_session}/timetable/progress", {}),
    "session_timetable.meeting": ("/sessions/{tt_session}/timetable/meetings/{tt_meeting}", {}),
    "session_timetable.places": ("/sessions/{tt_session}/timetable/meetings/{tt_meeting}/places", {}),
    "session_timetable.unplaced": ("/sessions/{tt_session}/timetable/unplaced", {}),
    "session_timetable.add": ("/sessions/{tt_session}/timetable/add?one={tt_one}&two={tt_two}", {}),
    "session_timetable.history": ("/sessions/{tt_session}/timetable/versions", {}),
    "session_timetable.figures": ("/sessions/{tt_session}/timetable/figures", {}),
    "session_report.index": ("/sessions/{tt_session}/report", {}),
    "session_report.paper": ("/sessions/{tt_session}/report.pdf", {}),
    "session_report.sheets": ("/sessions/{tt_session}/report.xlsx", {}),
    "session_timetable.run": ("/sessions/{tt_session}/timetable/run", {"seconds": "10"}),
    "session_timetable.stop": ("/sessions/{tt_session}/timetable/stop", {}),
    "session_timetable.move": ("/sessions/{tt_session}/timetable/meetings/{tt_meeting}/move", {"slot": "{tt_slot}"}),
    "session_timetable.change": ("/sessions/{tt_session}/timetable/meetings/{tt_meeting}/pin", {}),
    "session_timetable.undo": ("/sessions/{tt_session}/timetable/undo", {"step": "{tt_step}"}),
    "session_timetable.add_post": (
        "/sessions/{tt_session}/timetable/add",
        {"one": "{tt_one}", "two": "{tt_two}", "slot": "{tt_slot}"},
    ),
    "session_timetable.release": ("/sessions/{tt_session}/timetable/release", {}),
    "session_agenda.own": ("/sessions/{tt_session}/agenda", {}),
    "session_agenda.person": ("/sessions/{tt_session}/agenda/{tt_person}", {}),
    "session_agenda.pdf": ("/sessions/{tt_session}/agenda/{tt_person}/pdf", {}),
    "session_agenda.company": ("/sessions/{tt_session}/agenda/company/{enterprise}", {}),
    "session_agenda.calendar": ("/sessions/calendar/{tt_token}.ics", {}),
    "session_agenda.papers": ("/sessions/{tt_session}/papers", {}),
    "session_agenda.paper": ("/sessions/{tt_session}/papers/door.pdf", {}),
    "start.index_page": ("/start", {}),
    "start.read": ("/start", {"text": "We recover copper from flotation tailings", "kind": "capability"}),
    "start.read:again": ("/start", {"title": "Copper from flotation tailings", "step": "again"}),
    "interests.answer": ("/interests/{offer2}/{need2}", {"answer": "interested"}),
    "api.recommend": ("/api/v1/recommend", {"text": "copper flotation", "kind": "need"}),
    "api.extract": ("/api/v1/extract", {"text": "copper flotation tailings", "kind": "need"}),
    "api.postings": ("/api/v1/postings", {}),
    "api.posting": ("/api/v1/postings/{offer}", {}),
    "api.posting:draft": ("/api/v1/postings/{draft}", {}),
    "api_docs.index": ("/api/", {}),
    **PEOPLE_CALLS,
    **DAY_CALLS,
    **REQUESTS_CALLS,
    **DEAL_CALLS,
    **TERRITORY_CALLS,
    **INDICATOR_CALLS,
}


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One of everything, kept in a copy to which each cell of the table returns."""
    home = tmp_path_factory.mktemp("matrix")
    copy_database(sqlite_template, home / "live.sqlite")
    made = make_world(make_app(f"sqlite:///{home / 'live.sqlite'}", home, demo="1"))
    copy_database(home / "live.sqlite", home / "kept.sqlite")
    yield made
    made.database.engine.dispose()


@pytest.fixture(scope="module")
def cookies(world: World) -> dict[str, str]:
    """Each role's sign-in cookie: tries that end a session must not spoil the next."""
    clients = {role: sign_in(world.app, f"{role}@example.org") for role in ROLES[:-1]}
    return {role: client.get_cookie("session").value for role, client in clients.items()}


def visitor(world: World, cookies: dict[str, str], role: str) -> FlaskClient:
    """A browser of that role, everything else as at the beginning."""
    home = Path(world.database.engine.url.database or "").parent
    copy_database(home / "kept.sqlite", home / "live.sqlite")
    client = world.app.test_client()
    if role in cookies:
        client.set_cookie("session", cookies[role])
    return client


def call(client: FlaskClient, world: World, row: str) -> TestResponse:
    """Make the call of a row."""
    endpoint = row.partition(":")[0]
    address, sent = CALLS[row]
    values = {k: v.format(**world.ids) if isinstance(v, str) else v for k, v in sent.items()}
    if "file" in values:
        values["file"] = (io.BytesIO(PDF), str(values["file"]))
    rule = next(world.app.url_map.iter_rules(endpoint))
    how = {"json": values} if endpoint.startswith("api.") else {"data": values}
    return client.open(address.format(**world.ids), method="POST" if "POST" in (rule.methods or ()) else "GET", **how)


def outcome(answer: TestResponse) -> str:
    """The status, or "in" for the redirect to the sign-in page and for the page that keeps what was typed."""
    if answer.status_code == 401:
        return "in"
    sent_away = answer.status_code == 302 and "next=" in answer.headers["Location"]
    return "in" if sent_away and answer.headers["Location"].startswith("/sign-in") else str(answer.status_code)


def test_every_endpoint_is_in_the_table_and_declares_its_access(world: World) -> None:
    views = set(world.app.view_functions) - OPEN_TO_ALL
    assert {row.partition(":")[0] for row in EXPECTED} == views
    assert {name for name in views if not getattr(world.app.view_functions[name], "access", None)} == set()
    assert set(CALLS) == set(EXPECTED)


@pytest.mark.parametrize("row", EXPECTED)
def test_access(world: World, cookies: dict[str, str], row: str) -> None:
    found = {role: outcome(call(visitor(world, cookies, role), world, row)) for role in ROLES}
    assert found == dict(zip(ROLES, EXPECTED[row], strict=True))
