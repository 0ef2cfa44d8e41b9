"""What investors, banks and international institutions see: open projects by how they fit, their profile, their interest."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.funding.matching import AGAINST, FITS, PARTLY, UNKNOWN
from matchmaker.deals.money.currencies import codes
from matchmaker.organisations.models import Organisation
from matchmaker.territories.projects.investors import profiles
from matchmaker.territories.projects.investors.interests import own_interests, say_interest
from matchmaker.territories.projects.investors.matching import fits_for
from matchmaker.territories.projects.investors.wording import fit_words
from matchmaker.territories.projects.queries import load_project, open_projects
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import safe_next, whole_number
from matchmaker.web.territories.project_values import Form, differences, profile_values
from matchmaker.web.territories.projects import again

blueprint = Blueprint("investors", __name__, url_prefix="/investors")
Answer = str | Response | tuple[str, int]
ICONS = {FITS: "check-circle-fill", PARTLY: "pie-chart-fill", AGAINST: "x-circle-fill", UNKNOWN: "question-circle"}

blueprint.add_app_template_global(fit_words, "fit_words")


def _chosen() -> tuple[Organisation, list[Organisation]]:
    return profiles.load_funder(actor(), db(), whole_number(request.values.get("organisation")))


@blueprint.get("/")
@access("signed_in")
def index() -> str:
    """Open projects: first those that nothing speaks against, each with its reasons."""
    organisation, own = _chosen()
    profile = profiles.profile_of(db(), organisation)
    wish, found = profiles.wish_of(profile), {one.id: one for one in open_projects(db())}
    fits = fits_for(wish, [profiles.offer_of(one) for one in found.values()])
    context: dict[str, Any] = {"organisation": organisation, "own": own, "profile": profile, "wish": wish}
    context |= {
        "open_fits": [one for one in fits if one.is_open],
        "other_fits": [one for one in fits if not one.is_open],
    }
    context |= {"projects": found, "interests": own_interests(db(), organisation.id), "icons": ICONS}
    return render_template("territories/investors/index.html", **context)


@blueprint.post("/projects/<int:project_id>")
@access("signed_in")
def interest(project_id: int) -> Answer:
    """Say that a project is interesting."""
    organisation, _own = _chosen()
    project = load_project(actor(), db(), project_id)
    try:
        say_interest(actor(), db(), project, organisation, request.form.get("note", ""))
    except (Invalid, Conflict) as fault:
        return again(project_id, fault)
    flash(_("The managing company has been told. Its answer comes by letter, and stands here."), "success")
    return redirect(safe_next(url_for("territory_projects.detail", project_id=project_id, _anchor="investors")))


def _form(organisation: Organisation, values: Form, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "currencies": codes()}
    return render_template(
        "territories/investors/profile.html", organisation=organisation, values=values, **context | more
    )


@blueprint.get("/profile")
@access("signed_in")
def profile() -> str:
    """The form with what is stored."""
    organisation, _own = _chosen()
    stored = profiles.profile_of(db(), organisation)
    return _form(organisation, profile_values(stored), version=stored.version)


@blueprint.post("/profile")
@access("signed_in")
def profile_post() -> Answer:
    """Save it; when somebody else saved first, both versions are shown and nothing is overwritten."""
    (organisation, _own), form = _chosen(), request.form
    try:
        draft = profiles.read_profile(form)
        profiles.save_profile(actor(), db(), organisation, draft, whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(organisation, form, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        return _profile_again(organisation, fault)
    flash(_("Saved."), "success")
    return redirect(url_for("investors.index", organisation=organisation.id))


def _profile_again(organisation: Organisation, fault: Conflict) -> Answer:
    db().rollback()
    stored = profiles.profile_of(db(), organisation)
    conflict = differences(profile_values(stored), request.form)
    errors = {"": fault.message}
    return _form(organisation, request.form, errors=errors, conflict=conflict, version=stored.version), 409
