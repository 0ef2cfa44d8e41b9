"""What recommended the pairs of the demo's deals: read from the engine once and kept in records.json, so that seeding needs none.

`flask --app wsgi deal keep` writes the file.
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.core.tables import read_table
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows as postings_in
from matchmaker.postings.queries import whole
from matchmaker.postings.search import Filters
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.queries import recommendation_of
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.records.values import columns_of, head_values
from matchmaker.recommendations.rules import beholder

FILE = "records.json"
Kept = dict[str, dict[str, Any]]


def read_records(own: Path) -> Kept:
    """What is kept, by the key of the deal; nothing before the first time."""
    path = own / FILE
    found: Kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def make_record(db: Session, kept: dict[str, Any], need: Posting, capability: Posting) -> RecommendationRecord:
    """The record of the need's side, which was interested."""
    heads = {"own": head_values(need), "other": head_values(capability)}
    made = RecommendationRecord(own_id=need.id, other_id=capability.id, answer="interested", heads=heads, **kept)
    db.add(made)
    db.flush()  # the deal names it
    return made


def keep(db: Session, index: LiveIndex, own: Path, columns: tuple[str, ...]) -> Path:
    """Ask the engine for every pair of the deals' file, and write what it says: one line for each."""
    found = {one.seed_key: one for one in postings_in(db, whole().where(Posting.seed_key.is_not(None)))}
    lines = []
    for row in read_table(own / "deals.csv", columns):
        need, capability = found.get(row["need"]), found.get(row["capability"])
        if need and capability and (kept := _ask(db, index, need, capability)):
            lines.append(f" {json.dumps(row['key'])}: {json.dumps(kept, ensure_ascii=False)}")
    path = own / FILE
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return path


def _ask(db: Session, index: LiveIndex, need: Posting, capability: Posting) -> dict[str, Any] | None:
    found = recommendation_of(beholder(need), db, index, need, capability, Filters())
    if found is None:
        return None
    recommendation, rank, versions = found
    return columns_of(recommendation) | {"rank": rank, "engine": versions}
