"""The ministry's pages of imports: send a file, see what was understood of it, mend it, store it. Adds to the pages of data."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _, ngettext
from matchmaker.territories.statistics.importing import actions
from matchmaker.territories.statistics.importing.wording import fault_words, note_words, number_words
from matchmaker.territories.statistics.models import StatisticImport
from matchmaker.territories.statistics.panel import load_panel
from matchmaker.territories.statistics.queries import last_imports, load_import
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import page_number
from matchmaker.web.territories.potential_data import Answer, blueprint, ministry_only

PAGE = 100


@blueprint.get("/imports")
@access("overseer")
def imports() -> str:
    """The form for a file, and the imports of late."""
    ministry_only()
    return _imports({}, {})


def _imports(values: Any, errors: dict[str, str]) -> str:
    page = "territories/statistics/imports.html"
    return render_template(page, imports=last_imports(db()), values=values, errors=errors)


def _upload() -> actions.Upload:
    sent = request.files.get("file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    return actions.Upload(name, content, request.form.get("source", ""), request.form.get("year", ""))


def _limit() -> int:
    return int(config().upload_limit)


@blueprint.post("/imports", endpoint="receive")
@access("overseer")
def receive() -> Answer:
    """Take a file; nothing but the file and what was understood is stored."""
    ministry_only()
    try:
        made = actions.receive_import(actor(), db(), _upload(), _limit())
    except Invalid as fault:
        db().rollback()
        return _imports(request.form, fault.errors), 422
    return redirect(url_for("potential_data.preview", import_id=made.id))


@blueprint.get("/imports/<int:import_id>")
@access("overseer")
def preview(import_id: int) -> str:
    """What was understood, cell by cell."""
    ministry_only()
    return _preview(load_import(db(), import_id), None, {})


def _preview(found: StatisticImport, values: Any, errors: dict[str, str]) -> str:
    said, panel = found.understood, load_panel(db())
    present = actions.stored_by_key(db())
    cells = [(cell, actions.state_of(cell, before), before) for cell, before in _paired(said, present)]
    counts = {state: sum(one == state for _cell, one, _before in cells) for state in ("new", "changed", "same")}
    page, shown = page_number(), cells[(page_number() - 1) * PAGE : page_number() * PAGE]
    values = actions.typed_of(found) if values is None else values
    to_mend = {} if found.confirmed_at else actions.faults_of(found)
    context = {"cells": shown, "counts": counts, "page": page, "pages": -(-len(cells) // PAGE), "total": len(cells)}
    context |= {"faults": _worded(said, "faults", panel.names), "notes": _worded(said, "notes", panel.names)}
    context |= {"mark": actions.mark_of(found), "values": values, "errors": errors or to_mend, "panel": panel}
    context |= {"found": found, "to_mend": to_mend, "number_words": number_words}
    return render_template("territories/statistics/import.html", **context)


def _paired(said: dict[str, Any], present: dict[Any, Any]) -> list[tuple[dict[str, Any], Any]]:
    return [(cell, present.get(actions.key_of(cell))) for cell in said.get("cells", [])]


def _worded(said: dict[str, Any], kind: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Faults or notes with their words, row by row."""
    words = fault_words if kind == "faults" else note_words
    found = [one | {"words": words(one, names)} for one in said.get(kind, [])]
    return sorted(found, key=lambda one: (one["row"] or 0, len(one["column"] or ""), one["column"] or ""))


@blueprint.post("/imports/<int:import_id>/file", endpoint="mend")
@access("overseer")
def mend(import_id: int) -> Answer:
    """Take the mended file in the place of the one before, or read that one anew."""
    ministry_only()
    try:
        actions.mend_import(actor(), db(), import_id, _upload(), _limit())
    except (Invalid, Conflict) as fault:
        return _again(import_id, fault)
    flash(_("The file was read anew."), "success")
    return redirect(url_for("potential_data.preview", import_id=import_id))


def _again(import_id: int, fault: Invalid | Conflict) -> Answer:
    db().rollback()
    errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
    typed = request.form if "source" in request.form else None
    return _preview(load_import(db(), import_id), typed, errors), 422 if isinstance(fault, Invalid) else 409


@blueprint.post("/imports/<int:import_id>/confirm", endpoint="confirm")
@access("overseer")
def confirm(import_id: int) -> Answer:
    """Store what was understood."""
    ministry_only()
    try:
        counts = actions.confirm_import(actor(), db(), import_id, request.form.get("seen", ""))
    except (Invalid, Conflict) as fault:
        return _again(import_id, fault)
    stored = counts["new"] + counts["changed"]
    flash(ngettext("%(num)s figure was stored.", "%(num)s figures were stored.", stored, num=stored), "success")
    return redirect(url_for("potential_data.index"))


@blueprint.post("/imports/<int:import_id>/drop", endpoint="drop")
@access("overseer")
def drop(import_id: int) -> Answer:
    """Forget the file."""
    ministry_only()
    try:
        actions.drop_import(actor(), db(), import_id)
    except Conflict as fault:
        return _again(import_id, fault)
    flash(_("Removed."), "success")
    return redirect(url_for("potential_data.imports"))
