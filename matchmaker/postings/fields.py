"""The fields of a posting in one table: what the form shows, what each kind requires, how long a text may be.

The model is the profile form of the Enterprise Europe Network (technology offer and request).
"""

from dataclasses import dataclass

KINDS = ("capability", "need")
VISIBILITIES = ("public", "members", "invited", "anonymous")


@dataclass(frozen=True)
class TextField:
    """A field of prose: bounds in characters, and for which kinds it must be filled before review."""

    name: str
    least: int
    most: int
    required_for: tuple[str, ...] = KINDS
    rows: int = 1


TEXTS = (
    TextField("title", 10, 200),
    TextField("summary", 60, 1000, rows=3),
    TextField("description", 200, 12000, rows=10),
    TextField("advantages", 40, 4000, rows=4),
    TextField("expectations", 40, 4000, rows=4),
    TextField("keywords", 3, 500),
    TextField("equipment", 3, 2000, (), rows=2),
)
TEXT_NAMES = tuple(text.name for text in TEXTS)
CONFIDENTIAL_MOST = 12000

# field of the form → vocabulary of its codes
CODES = {
    "fields": "ford",
    "grnti": "grnti",
    "sectors": "oked",
    "sdg": "sdg",
    "regions": "regions",
    "cooperation": "cooperation",
    "partner_kinds": "organisation_kinds",
    "partner_sizes": "partner_sizes",
}

# what must be chosen before review, besides the texts
REQUIRED = {
    "capability": ("trl", "ip_status", "fields", "cooperation"),
    "need": ("trl", "fields", "cooperation", "deadline_on"),
}
