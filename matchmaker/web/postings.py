"""Pages of a posting: the form, the page itself, its steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core import audit
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _, current_locale
from matchmaker.core.machine import moves
from matchmaker.deals.disclosure.queries import Access, access_to
from matchmaker.organisations.queries import all_names, own_organisations
from matchmaker.postings import actions, queries, rules
from matchmaker.postings.draft import read_draft, read_texts
from matchmaker.postings.models import Posting
from matchmaker.postings.states import STATES
from matchmaker.territories.facilities.queries import facility_of_posting
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.posting_values import CONFLICT_FIELDS, stored_values

blueprint = Blueprint("postings", __name__, url_prefix="/postings")
Answer = str | Response | tuple[str, int]


def _form(values: MultiDict[str, Any], posting: Posting | None = None, **more: Any) -> str:
    mine = all_names(db()) if actor().is_officer else own_organisations(actor(), db())
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"organisations": mine, "all_organisations": all_names(db())}
    context |= {"version": posting.version if posting else ""}
    return render_template("postings/form.html", values=values, posting=posting, **context | more)


@blueprint.get("/new")
@access("poster")
def new() -> str:
    """An empty form; ?kind= chooses capability or need."""
    return _form(_started(MultiDict({"kind": request.args.get("kind", "capability"), "lang": current_locale()})))


def _started(values: MultiDict[str, Any]) -> MultiDict[str, Any]:
    """The values with what a new posting begins with."""
    values["visibility"] = "public"
    if len(actor().organisations) == 1:
        values["organisation_id"] = str(next(iter(actor().organisations)))
    return values


@blueprint.post("/new", endpoint="new_post")
@access("poster")
def new_post() -> Answer:
    """Save a draft, and submit it when asked to; or only show the form with what another page has gathered."""
    form = request.form
    if form.get("then") == "fill":
        return _form(_started(form.copy()))
    try:
        organisation_id = whole_number(form.get("organisation_id"))
        posting = actions.create_posting(actor(), db(), organisation_id, read_draft(form), sent_token())
    except Invalid as fault:
        return _form(form, errors=fault.errors), 422
    return _after_saving(posting)


def _after_saving(posting: Posting) -> Answer:
    """The draft is saved whatever happens next; a fault before review is shown on the form."""
    flash(_("Saved."), "success")
    if request.form.get("then") == "submit" and posting.state == "draft":
        try:
            actions.move_posting(actor(), db(), posting, "submit")
        except Invalid as fault:
            db().commit()
            posting = queries.load_own(actor(), db(), posting.id)
            return _form(request.form, posting, errors=fault.errors), 422
    return redirect(url_for("postings.detail", posting_id=posting.id))


@blueprint.get("/<int:posting_id>/edit")
@access("poster")
def edit(posting_id: int) -> str:
    """The form with what is stored."""
    posting = queries.load_own(actor(), db(), posting_id)
    return _form(stored_values(db(), posting), posting)


@blueprint.post("/<int:posting_id>/edit", endpoint="edit_post")
@access("poster")
def edit_post(posting_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    posting, form = queries.load_own(actor(), db(), posting_id), request.form
    try:
        draft = read_draft(form, posting.deadline_on)
        actions.edit_posting(actor(), db(), posting, draft, whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(form, posting, errors=fault.errors), 422
    except Conflict as fault:
        return _form(form, posting, errors={"": fault.message}, conflict=_differences(posting)), 409
    return _after_saving(posting)


def _differences(posting: Posting) -> dict[str, str]:
    stored = stored_values(db(), posting)
    sides = (stored, request.form)
    pairs = ((name, *(", ".join(sorted(side.getlist(name))) for side in sides)) for name in CONFLICT_FIELDS)
    return {name: theirs for name, theirs, ours in pairs if theirs.split() != ours.split()}


@blueprint.get("/<int:posting_id>")
@access("public")
def detail(posting_id: int) -> str:
    """The page of a posting, as far as the reader may see it."""
    return detail_page(queries.load_posting(actor(), db(), posting_id), {})


def detail_page(posting: Posting, errors: dict[str, str]) -> str:
    """The page with the faults of a form that stands on it: a file, a note."""
    own = rules.is_own(actor(), posting)
    standing = access_to(actor(), db(), posting)
    lang = request.args.get("lang", "")
    return render_template(
        "postings/detail.html",
        posting=posting,
        text=posting.text(lang if lang in LOCALES else None),
        moves=[verb for verb in moves(STATES, actor(), posting) if verb != "expire"],
        organisation_shown=rules.shows_organisation(actor(), posting),
        confidential=queries.confidential_text(db(), posting.id) if standing.is_open else None,
        opened_by=standing.deal_id if _waits_to_be_opened(standing, posting) else None,
        files=queries.attachments(db(), posting.id, with_confidential=standing.is_open),
        may_edit=rules.may_edit(actor(), posting),
        trail=audit.trail(db(), "posting", posting.id) if own else [],
        answer_with=_answer_with(posting),
        facility=facility_of_posting(actor(), db(), posting.id) if posting.kind == "capability" else None,
        errors=errors,
    )


def _waits_to_be_opened(standing: Access, posting: Posting) -> bool:
    return standing.may_read and not standing.is_open and queries.holds_confidential(db(), posting.id)


def _answer_with(posting: Posting) -> list[Posting]:
    if not actor().organisations or posting.organisation_id in actor().organisations:
        return []
    other = "need" if posting.kind == "capability" else "capability"
    return queries.own_postings(actor(), db(), kind=other, state="published")


@blueprint.get("/mine")
@access("poster")
def mine() -> str:
    """The postings of the reader's organisations."""
    return render_template("postings/mine.html", postings=queries.own_postings(actor(), db()))


@blueprint.post("/<int:posting_id>/<any(submit, publish, return, recall, renew, pause, resume, withdraw, reopen):verb>")
@access("poster")
def move(posting_id: int, verb: str) -> Answer:
    """Take one step of the posting's life."""
    posting = queries.load_own(actor(), db(), posting_id)
    try:
        actions.move_posting(actor(), db(), posting, verb, request.form.get("note", ""), int(config().posting_days))
    except Invalid as fault:
        db().rollback()
        posting = queries.load_own(actor(), db(), posting_id)
        if verb == "submit":
            return _form(stored_values(db(), posting), posting, errors=fault.errors), 422
        if verb == "return":
            return detail_page(posting, fault.errors), 422
        raise
    flash(_("Done."), "success")
    return redirect(url_for("postings.detail", posting_id=posting_id))


@blueprint.post("/<int:posting_id>/approve")
@access("officer")
def approve(posting_id: int) -> Response:
    """An officer has looked at an edit of a published posting."""
    actions.approve_edit(actor(), db(), queries.load_own(actor(), db(), posting_id))
    return redirect(url_for("desk.index"))


def _translate_page(posting: Posting, lang: str, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    original = posting.text(posting.lang)
    return render_template(
        "postings/translate.html", posting=posting, lang=lang, values=values, errors=errors, original=original
    )


@blueprint.get("/<int:posting_id>/text/<any(kk, ru, en):lang>")
@access("poster")
def translate(posting_id: int, lang: str) -> str:
    """The text in another language beside the original."""
    posting = queries.load_own(actor(), db(), posting_id)
    there = next((text for text in posting.texts if text.lang == lang), None)
    values = (
        {name: getattr(there, name) for name in (*CONFLICT_FIELDS[:7], "origin")} if there else {"origin": "author"}
    )
    return _translate_page(posting, lang, MultiDict(values), {})


@blueprint.post("/<int:posting_id>/text/<any(kk, ru, en):lang>", endpoint="translate_post")
@access("poster")
def translate_post(posting_id: int, lang: str) -> Answer:
    """Save it with its origin."""
    posting = queries.load_own(actor(), db(), posting_id)
    try:
        origin = request.form.get("origin", "author")
        actions.save_translation(actor(), db(), posting, lang, read_texts(request.form), origin)
    except Invalid as fault:
        return _translate_page(posting, lang, request.form, fault.errors), 422
    flash(_("Saved."), "success")
    return redirect(url_for("postings.detail", posting_id=posting_id, lang=lang))
