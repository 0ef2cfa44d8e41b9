"""Reads of what a territory consists of."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.text import name_key
from matchmaker.territories.structure.models import Site
from matchmaker.vocabularies import terms


@dataclass(frozen=True)
class Group:
    """The sites of one kind, those that work before the planned ones."""

    kind: str
    sites: list[Site]


def sites_of(db: Session, territory_id: int) -> list[Site]:
    """Every site with its organisation: one query."""
    query = select(Site).where(Site.territory_id == territory_id).options(joinedload(Site.organisation))
    return sorted(db.scalars(query), key=lambda one: (one.is_planned, name_key(one.name)))


def grouped(sites: list[Site]) -> list[Group]:
    """The sites by kind, every kind that the Concept lists, also those of which there is none."""
    return [Group(kind, [one for one in sites if one.kind == kind]) for kind in terms("site_kinds")]


def load_site(db: Session, territory_id: int, site_id: int) -> Site:
    """A site of this territory, read anew. Raises NotFound."""
    query = select(Site).where(Site.id == site_id, Site.territory_id == territory_id)
    found = db.scalar(query.options(joinedload(Site.organisation)).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("There is no such site. It may have been removed."))
    return found
