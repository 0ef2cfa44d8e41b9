"""Facilities and equipment: the list of a territory, the page of each with its week and the form to book it, its form."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.zones import offered_zones
from matchmaker.deals.money.currencies import FIRST
from matchmaker.territories.facilities import actions, booking_queries, hours, queries, rules, wording
from matchmaker.territories.facilities.booking import book_facility
from matchmaker.territories.facilities.booking_draft import read_booking
from matchmaker.territories.facilities.draft import read_facility
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.week import make_week
from matchmaker.territories.models import Territory
from matchmaker.territories.queries import load_territory
from matchmaker.territories.rules import may_run
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.territories import facility_values as values_of

blueprint = Blueprint("territory_facilities", __name__)
Answer = str | Response | tuple[str, int]
Form = MultiDict[str, Any]

blueprint.add_app_template_global(hours.clock_words, "clock_words")
blueprint.add_app_template_global(hours.time_words, "booking_time")
blueprint.add_app_template_global(values_of.weekday_names, "weekday_names")
blueprint.add_app_template_filter(wording.price_words, "price_words")
blueprint.add_app_template_filter(wording.hours_words, "hours_words")
blueprint.add_app_template_filter(wording.units_words, "units_words")
blueprint.add_app_template_filter(values_of.weekday_words, "weekday_short")
blueprint.add_app_template_filter(values_of.day_words, "weekday_long")


@blueprint.get("/territories/<int:territory_id>/facilities")
@access("public")
def index(territory_id: int) -> str:
    """What a territory offers for use, by kind and by who may book."""
    territory = load_territory(actor(), db(), territory_id)
    chosen = {"kind": _among("kind", "facility_kinds"), "open_to": _among("open_to", "facility_users")}
    found = queries.list_facilities(actor(), db(), territory_id, **chosen)
    shown = {"facilities": found, "chosen": chosen, "may_add": may_run(actor(), territory)}
    return render_template("territories/facilities/index.html", territory=territory, **shown)


def _among(name: str, vocabulary: str) -> str:
    value = request.args.get(name, "")
    return value if value in terms(vocabulary) else ""


@blueprint.get("/facilities/<int:facility_id>")
@access("public")
def detail(facility_id: int) -> str:
    """The page of a facility; ?week= shows another week, ?day=&from_hour=&to_hour= begin the form."""
    return _page(queries.load_facility(actor(), db(), facility_id), request.args.copy(), {})


def _page(facility: Facility, values: Form, errors: dict[str, str]) -> str:
    week = values_of.asked_week(facility, request.args.get("week") or values.get("day", ""))
    moments = (hours.moment_of(facility, day, hour) for day, hour in ((week.monday, 0), (week.ends, 24)))
    days = make_week(facility, week.monday, queries.taken_hours(db(), facility.id, *moments))
    values.setdefault("day", values_of.first_free_day(days))
    may_edit = rules.may_edit(actor(), facility)
    return render_template(
        "territories/facilities/detail.html",
        facility=facility, territory=facility.territory, week=week, days=days, values=values, errors=errors,
        form_token=values.get("form_token") or new_token(), last_day=hours.last_day(facility), may_edit=may_edit,
        organisations=queries.bookers(actor(), db(), facility) if rules.may_book(actor(), facility) else [],
        bookings=booking_queries.bookings_of(db(), facility.id) if may_edit else [],
        is_own=facility.organisation_id in actor().organisations or actor().is_officer,
    )  # fmt: skip


@blueprint.post("/facilities/<int:facility_id>/book")
@access("poster")
def book(facility_id: int) -> Answer:
    """Book it, or ask for it where the managing company confirms."""
    facility = queries.load_facility(actor(), db(), facility_id)
    require(rules.may_book(actor(), facility))
    try:
        among = [one.id for one in queries.bookers(actor(), db(), facility)]
        _refuse_nobody(facility, among)
        made = book_facility(actor(), db(), facility, read_booking(request.form, among), sent_token())
    except Invalid as fault:
        db().rollback()
        return _page(queries.load_facility(actor(), db(), facility_id), request.form.copy(), fault.errors), 422
    asked = _("Asked for. The hours are kept for you until the managing company answers.")
    flash(asked if made.state == "asked" else _("Booked."), "success")
    return redirect(url_for("bookings.mine", _anchor=f"b{made.id}"))


def _refuse_nobody(facility: Facility, among: list[int]) -> None:
    if not among:
        raise Invalid({"": _("Only residents of the territory may book this. Apply to become one.")})


@blueprint.get("/territories/<int:territory_id>/facilities/new")
@access("operator")
def new(territory_id: int) -> str:
    """An empty form."""
    territory = load_territory(actor(), db(), territory_id)
    require(may_run(actor(), territory))
    return _form(territory, values_of.new_values(territory), {})


def _form(
    territory: Territory, values: Form, errors: dict[str, str], facility: Facility | None = None, **more: Any
) -> str:
    context: dict[str, Any] = {"conflict": None, "version": facility.version if facility else ""} | more
    return render_template(
        "territories/facilities/form.html",
        territory=territory, facility=facility, values=values, errors=errors, zones=offered_zones(), currencies=FIRST,
        sites=queries.sites(db(), territory.id), form_token=values.get("form_token") or new_token(),
        owners=queries.owners(db(), territory, facility.organisation_id if facility else None), **context,
    )  # fmt: skip


@blueprint.post("/territories/<int:territory_id>/facilities/new", endpoint="new_post")
@access("operator")
def new_post(territory_id: int) -> Answer:
    """Save it; it is opened on its page."""
    territory, form = load_territory(actor(), db(), territory_id), request.form
    require(may_run(actor(), territory))
    try:
        made = actions.create_facility(actor(), db(), territory, _read(territory), sent_token())
    except Invalid as fault:
        return _form(territory, form, fault.errors), 422
    flash(_("Saved. Look at it, then open it for bookings."), "success")
    return redirect(url_for("territory_facilities.detail", facility_id=made.id))


def _read(territory: Territory, facility: Facility | None = None) -> Any:
    places = [one.id for one in queries.sites(db(), territory.id)]
    owners = queries.owners(db(), territory, facility.organisation_id if facility else None)
    return read_facility(request.form, places, [one.id for one in owners])


@blueprint.get("/facilities/<int:facility_id>/edit")
@access("operator")
def edit(facility_id: int) -> str:
    """The form with what is stored."""
    facility = _own(facility_id)
    return _form(facility.territory, values_of.stored_values(facility), {}, facility)


def _own(facility_id: int) -> Facility:
    facility = queries.load_facility(actor(), db(), facility_id)
    require(rules.may_edit(actor(), facility))
    return facility


@blueprint.post("/facilities/<int:facility_id>/edit", endpoint="edit_post")
@access("operator")
def edit_post(facility_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    facility, version = _own(facility_id), whole_number(request.form.get("version")) or 0
    try:
        draft = _read(facility.territory, facility)
        actions.edit_facility(actor(), db(), facility, draft, version, int(config().posting_days))
    except (Invalid, Conflict) as fault:
        return _form_again(facility_id, fault)
    flash(_("Saved."), "success")
    return redirect(url_for("territory_facilities.detail", facility_id=facility_id))


def _form_again(facility_id: int, fault: Invalid | Conflict) -> Answer:
    """The form with what was typed; after a conflict with what is stored beside it."""
    db().rollback()
    facility, form = _own(facility_id), request.form
    if isinstance(fault, Invalid):
        return _form(facility.territory, form, fault.errors, facility, version=form.get("version", "")), 422
    stored = values_of.stored_values(facility)
    pairs = ((name, *(", ".join(sorted(side.getlist(name))) for side in (stored, form))) for name in values_of.FIELDS)
    differing = {name: theirs for name, theirs, ours in pairs if theirs.split() != ours.split()}
    return _form(facility.territory, form, {"": fault.message}, facility, conflict=differing), 409


@blueprint.post("/facilities/<int:facility_id>/<any(open, close):verb>")
@access("operator")
def switch(facility_id: int, verb: str) -> Answer:
    """Open it for bookings and recommendations, or close it."""
    facility = _own(facility_id)
    try:
        if verb == "open":
            actions.open_facility(actor(), db(), facility, int(config().posting_days))
        else:
            actions.close_facility(actor(), db(), facility)
    except Invalid as fault:
        db().rollback()
        return _page(_own(facility_id), MultiDict(), {"": " ".join(fault.errors.values())}), 422
    words = _("It is open: it can be booked, and needs are matched with it.")
    flash(words if verb == "open" else _("It is closed. Bookings that were made stay."), "success")
    return redirect(url_for("territory_facilities.detail", facility_id=facility_id))
