"""Organisations: list, page, form, members, verification."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.organisations import actions, queries, rules
from matchmaker.organisations.models import Organisation
from matchmaker.postings.queries import postings_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, page_number, sent_token, whole_number

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
Answer = str | Response | tuple[str, int]
FIELDS = (*actions.LINES, *actions.TEXTS, "parent_id")


@blueprint.get("/", endpoint="index")
@access("public")
def list_all() -> str:
    """Organisations by name, kind and region."""
    query = {name: clean_line(request.args.get(name, ""))[:200] for name in ("text", "kind", "region")}
    page = page_number()
    found, total = queries.search_organisations(actor(), db(), **query, page=page)
    pages = max(1, -(-total // queries.PAGE))
    return render_template(
        "organisations/index.html",
        query=query,
        organisations=found,
        own=queries.own_organisations(actor(), db()) if actor().organisations else [],
        total=total,
        page=page,
        pages=pages,
        may_create=rules.may_create(actor()),
    )


@blueprint.get("/<int:organisation_id>")
@access("public")
def detail(organisation_id: int) -> str:
    """The public page of an organisation."""
    found = queries.load_organisation(actor(), db(), organisation_id)
    own = rules.may_see_members(actor(), found)
    return render_template(
        "organisations/detail.html",
        organisation=found,
        postings=postings_of(actor(), db(), found.id),
        may_edit=rules.may_edit(actor(), found),
        may_join=rules.may_join(actor(), found),
        may_verify=rules.may_verify(actor(), found),
        members=queries.members(db(), found.id) if own else None,
        recommendations_url=url_for("recommendations.for_organisation", organisation_id=found.id) if own else None,
    )


def _form(values: MultiDict[str, Any], organisation: Organisation | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"all_organisations": queries.all_names(db()), "organisation": organisation}
    context |= {"version": organisation.version if organisation else ""}
    return render_template("organisations/form.html", values=values, **context | more)


@blueprint.get("/new")
@access("poster")
def new() -> str:
    """An empty form."""
    return _form(MultiDict())


@blueprint.post("/new", endpoint="new_post")
@access("poster")
def new_post() -> Answer:
    """Register an organisation."""
    form = request.form
    try:
        parent_id = whole_number(form.get("parent_id"))
        made = actions.create_organisation(actor(), db(), form, parent_id, sent_token())
    except Invalid as fault:
        return _form(form, errors=fault.errors), 422
    flash(_("Registered. An officer will verify the organisation."), "success")
    return redirect(url_for("organisations.detail", organisation_id=made.id))


def _stored(organisation: Organisation) -> MultiDict[str, Any]:
    return MultiDict({name: str(getattr(organisation, name) or "") for name in FIELDS})


@blueprint.get("/<int:organisation_id>/edit")
@access("poster")
def edit(organisation_id: int) -> str:
    """The form with what is stored."""
    found = queries.load_organisation(actor(), db(), organisation_id)
    require(rules.may_edit(actor(), found))
    return _form(_stored(found), found)


@blueprint.post("/<int:organisation_id>/edit", endpoint="edit_post")
@access("poster")
def edit_post(organisation_id: int) -> Answer:
    """Save changes; a conflict shows both versions."""
    found, form = queries.load_organisation(actor(), db(), organisation_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        actions.edit_organisation(actor(), db(), found, form, whole_number(form.get("parent_id")), version)
    except Invalid as fault:
        return _form(form, found, errors=fault.errors), 422
    except Conflict as fault:
        stored = _stored(found)
        differing = {name: stored[name] for name in FIELDS if stored[name].split() != form.get(name, "").split()}
        return _form(form, found, errors={"": fault.message}, conflict=differing), 409
    flash(_("Saved."), "success")
    return redirect(url_for("organisations.detail", organisation_id=organisation_id))


@blueprint.post("/<int:organisation_id>/verify")
@access("officer")
def verify(organisation_id: int) -> Response:
    """An officer has checked it."""
    actions.verify_organisation(actor(), db(), queries.load_organisation(actor(), db(), organisation_id))
    flash(_("Verified."), "success")
    return redirect(url_for("organisations.detail", organisation_id=organisation_id))


@blueprint.post("/<int:organisation_id>/join")
@access("poster")
def join(organisation_id: int) -> Response:
    """Ask to become a member."""
    actions.ask_to_join(actor(), db(), queries.load_organisation(actor(), db(), organisation_id))
    flash(_("Asked. A manager of the organisation or an officer will accept you."), "success")
    return redirect(url_for("organisations.detail", organisation_id=organisation_id))


def _members_page(organisation: Organisation, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    people = queries.members(db(), organisation.id)
    return render_template(
        "organisations/members.html", organisation=organisation, members=people, values=values, errors=errors
    )


@blueprint.get("/<int:organisation_id>/members")
@access("poster")
def members(organisation_id: int) -> str:
    """The people of an organisation."""
    found = queries.load_organisation(actor(), db(), organisation_id)
    require(rules.may_edit(actor(), found))
    return _members_page(found, MultiDict(), {})


@blueprint.post("/<int:organisation_id>/members")
@access("poster")
def add_member(organisation_id: int) -> Answer:
    """Take a person in, or accept a request."""
    found, form = queries.load_organisation(actor(), db(), organisation_id), request.form
    try:
        actions.add_member(actor(), db(), found, form.get("email", ""), form.get("role", "member"))
    except Invalid as fault:
        return _members_page(found, form, fault.errors), 422
    return redirect(url_for("organisations.members", organisation_id=organisation_id))


@blueprint.post("/<int:organisation_id>/members/<int:user_id>/remove")
@access("poster")
def remove_member(organisation_id: int, user_id: int) -> Answer:
    """Take a person out."""
    found = queries.load_organisation(actor(), db(), organisation_id)
    try:
        actions.remove_member(actor(), db(), found, user_id)
    except Invalid as fault:
        return _members_page(found, MultiDict(), {"": " ".join(fault.errors.values())}), 422
    return redirect(url_for("organisations.members", organisation_id=organisation_id))
