"""What a territory consists of: its sites by kind, and their form."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.organisations.queries import all_names
from matchmaker.territories.models import Territory
from matchmaker.territories.queries import load_territory
from matchmaker.territories.structure import actions
from matchmaker.territories.structure.draft import read_site
from matchmaker.territories.structure.models import Site
from matchmaker.territories.structure.queries import grouped, load_site, sites_of
from matchmaker.territories.structure.rules import may_build
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.territories.values import differences, site_values

blueprint = Blueprint("territory_structure", __name__, url_prefix="/territories/<int:territory_id>/structure")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access("public")
def index(territory_id: int) -> str:
    """The sites of a territory by kind."""
    territory = load_territory(actor(), db(), territory_id)
    groups = grouped(sites_of(db(), territory_id))
    may = may_build(actor(), territory)
    return render_template("territories/structure/index.html", territory=territory, groups=groups, may_build=may)


def _own(territory_id: int) -> Territory:
    """A territory whose structure the reader may change."""
    territory = load_territory(actor(), db(), territory_id)
    require(may_build(actor(), territory))
    return territory


def _form(territory: Territory, values: MultiDict[str, Any], site: Site | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"version": site.version if site else "", "organisations": all_names(db()), "site": site}
    return render_template("territories/structure/form.html", territory=territory, values=values, **context | more)


@blueprint.get("/new")
@access("signed_in")
def new(territory_id: int) -> str:
    """An empty form; ?kind= chooses the kind."""
    kind = request.args.get("kind", "")
    return _form(_own(territory_id), MultiDict({"kind": kind if kind in terms("site_kinds") else ""}))


@blueprint.post("/new")
@access("signed_in")
def add(territory_id: int) -> Answer:
    """Add a site."""
    territory = _own(territory_id)
    try:
        site = actions.add_site(actor(), db(), territory, read_site(request.form), sent_token())
    except Invalid as fault:
        return _form(territory, request.form, errors=fault.errors), 422
    flash(_("Saved."), "success")
    return _back(territory_id, site)


def _back(territory_id: int, site: Site | None = None) -> Response:
    anchor = f"s{site.id}" if site else None
    return redirect(url_for("territory_structure.index", territory_id=territory_id, _anchor=anchor))


@blueprint.get("/<int:site_id>")
@access("signed_in")
def edit(territory_id: int, site_id: int) -> str:
    """The form with what is stored."""
    territory, site = _own(territory_id), load_site(db(), territory_id, site_id)
    return _form(territory, site_values(site), site)


@blueprint.post("/<int:site_id>", endpoint="edit_post")
@access("signed_in")
def edit_post(territory_id: int, site_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    territory, form = _own(territory_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        site = actions.edit_site(actor(), db(), territory, site_id, read_site(form), version)
    except Invalid as fault:
        site = load_site(db(), territory_id, site_id)
        return _form(territory, form, site, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        return _conflict(territory_id, site_id, fault)
    flash(_("Saved."), "success")
    return _back(territory_id, site)


def _conflict(territory_id: int, site_id: int, fault: Conflict) -> Answer:
    """The form with what was typed, and what is stored beside it."""
    db().rollback()
    territory, site = _own(territory_id), load_site(db(), territory_id, site_id)
    different = differences(site_values(site), request.form)
    return _form(territory, request.form, site, errors={"": fault.message}, conflict=different), 409


@blueprint.post("/<int:site_id>/remove")
@access("signed_in")
def remove(territory_id: int, site_id: int) -> Answer:
    """Take a site off."""
    try:
        actions.remove_site(actor(), db(), _own(territory_id), site_id, whole_number(request.form.get("version")) or 0)
    except Conflict as fault:
        db().rollback()
        site = load_site(db(), territory_id, site_id)
        return _form(_own(territory_id), site_values(site), site, errors={"": fault.message}), 409
    flash(_("Removed."), "success")
    return _back(territory_id)
