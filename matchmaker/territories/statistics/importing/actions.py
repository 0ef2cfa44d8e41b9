"""Writes of imports: a file is kept with what was understood; its values are stored when that is confirmed."""

import hashlib
import json
import math
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.files import plain_name
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.territories.statistics.draft import FIRST_YEAR
from matchmaker.territories.statistics.importing.sheets import read_file
from matchmaker.territories.statistics.importing.understanding import understand
from matchmaker.territories.statistics.models import Statistic, StatisticImport, StatisticValue
from matchmaker.territories.statistics.queries import all_values, load_import
from matchmaker.territories.statistics.rules import may_edit
from matchmaker.territories.statistics.runs import refresh

SOURCE_MOST = 300
Json = dict[str, Any]
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, with what was typed beside it; `year`: of columns that name none."""

    filename: str
    content: bytes
    source: str
    year: str = ""


def receive_import(actor: Actor, db: Session, upload: Upload, limit: int) -> StatisticImport:
    """Keep a file and what was understood, whatever `faults_of` it. Raises Invalid for a file that does not open."""
    require(may_edit(actor))
    made = StatisticImport(user_id=actor.user_id, **_read(db, upload, limit))
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "upload", "statisticimport", made.id, {}, {"filename": made.filename})
    return made


def mend_import(actor: Actor, db: Session, import_id: int, upload: Upload, limit: int) -> StatisticImport:
    """Put a mended file in the place of the one before; without a file, read the one that is there anew.

    Raises Conflict when it is stored already.
    """
    require(may_edit(actor))
    found = _open_import(db, import_id)
    if not upload.filename:
        upload = replace(upload, filename=found.filename, content=found.content)
    for name, value in _read(db, upload, limit).items():
        setattr(found, name, value)
    found.made_at = clock.now()
    audit.record(db, actor.user_id, "mend", "statisticimport", import_id, {}, {"filename": found.filename})
    return found


def _read(db: Session, upload: Upload, limit: int) -> Json:
    name = plain_name(upload.filename)
    sheet = read_file(name, upload.content, limit)
    source, year = clean_line(upload.source), clean_line(upload.year)
    statistics = list(db.scalars(select(Statistic)))
    understood = understand(sheet, statistics, int(year) if _is_year(year) else None).as_json()
    understood |= {"sheet": sheet.name, "typed": {"source": source, "year": year}}
    return {"filename": name, "content": upload.content, "source": source[:SOURCE_MOST], "understood": understood}


def _is_year(said: str) -> bool:
    return said.isdecimal() and FIRST_YEAR <= int(said[:5]) <= clock.today().year


def typed_of(found: StatisticImport) -> dict[str, str]:
    """The source and the year as they were typed."""
    return {"source": found.source, "year": "", **found.understood.get("typed", {})}


def faults_of(found: StatisticImport) -> dict[str, str]:
    """What has to be mended, beside the file, before it can be stored: field → words."""
    typed, errors = typed_of(found), {}
    if not typed["source"] or len(typed["source"]) > SOURCE_MOST:
        errors["source"] = _("Name the source of the figures in at most %(most)s characters.", most=SOURCE_MOST)
    if typed["year"] and not _is_year(typed["year"]):
        errors["year"] = _("%(said)s cannot be the year of a figure.", said=typed["year"])
    return errors


def _open_import(db: Session, import_id: int) -> StatisticImport:
    found = load_import(db, import_id)
    hold(db, found, "confirmed_at", "understood", "source")
    if found.confirmed_at is not None:
        raise Conflict(_("The figures of this file are stored already."))
    return found


def mark_of(found: StatisticImport) -> str:
    """What tells one understanding from another: a page says with it what it has shown."""
    said = json.dumps([found.understood, found.source], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def confirm_import(actor: Actor, db: Session, import_id: int, seen: str) -> dict[str, int]:
    """Store what was understood; returns how many values are new, changed and the same.

    Raises Conflict when it is stored already or the page showed another file, Invalid when something has to be mended.
    """
    require(may_edit(actor))
    found = _open_import(db, import_id)
    if seen != mark_of(found):
        raise Conflict(_("Somebody has sent another file meanwhile. Look at what was understood of it."))
    if errors := faults_of(found):
        raise Invalid(errors)
    if not found.understood.get("cells"):
        raise Invalid({"": _("There is nothing to store in this file. Mend it and send it again.")})
    counts = _store(db, found)
    found.confirmed_at = clock.now()
    audit.record(db, actor.user_id, "confirm", "statisticimport", import_id, {}, dict(counts))
    refresh(db)
    return counts


def _store(db: Session, found: StatisticImport) -> dict[str, int]:
    ids = dict(db.execute(select(Statistic.code, Statistic.id)).all())
    present = stored_by_key(db)
    counts = {"new": 0, "changed": 0, "same": 0}
    for cell in found.understood["cells"]:
        before = present.get(key_of(cell))
        state = state_of(cell, before)
        counts[state] += 1
        if state != "same" and cell["statistic"] in ids:
            _write(db, found, cell, before, ids[cell["statistic"]])
    return counts


def _write(db: Session, found: StatisticImport, cell: Json, row: StatisticValue | None, statistic_id: int) -> None:
    if row is None:
        row = StatisticValue(statistic_id=statistic_id, region=cell["region"], year=cell["year"])
        db.add(row)
    row.value, row.source = cell["value"], cell.get("source") or found.source
    row.is_demo, row.import_id = bool(cell.get("demo", False)), found.id


def key_of(cell: Json) -> Key:
    """What a value is of."""
    return cell["statistic"], cell["region"], cell["year"]


def stored_by_key(db: Session) -> dict[Key, StatisticValue]:
    """Every stored value by code of the statistic, region and year."""
    codes = dict(db.execute(select(Statistic.id, Statistic.code)).all())
    return {(codes[one.statistic_id], one.region, one.year): one for one in all_values(db)}


def state_of(cell: Json, before: StatisticValue | None) -> str:
    """new, changed or same. What a table does not tell (its source, whether it is a demo) changes nothing."""
    if before is None:
        return "new"
    if not math.isclose(before.value, cell["value"], rel_tol=1e-12, abs_tol=0.0):
        return "changed"
    other_source = bool(cell.get("source")) and cell["source"] != before.source
    return "changed" if other_source or cell.get("demo", before.is_demo) != before.is_demo else "same"


def drop_import(actor: Actor, db: Session, import_id: int) -> None:
    """Forget a file that was not stored."""
    require(may_edit(actor))
    db.delete(_open_import(db, import_id))
    audit.record(db, actor.user_id, "drop", "statisticimport", import_id)
