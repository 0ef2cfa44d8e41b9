"""The text of a draft as numbered blocks, read from a plain text with few marks, so that a lawyer can edit it.

A line of `templates/documents/KIND.LANG.txt` begins with a mark: `#` the title, `>` what stands under it, `##` a section,
`@ left | right` place and date, `- ` an item of the clause above, `| name | value` a row of a table, `= left | right` a row
of the two columns of signatures. Other lines are clauses, numbered within their section; before the first section, plain
paragraphs. Values are filled in by Jinja.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from matchmaker.paths import TEMPLATES

TEXTS = TEMPLATES / "documents"
COLUMNS = {"@ ": "place", "| ": "table", "= ": "signing"}
Pair = tuple[str, str]


@dataclass
class Block:
    """kind: section, clause, item, text, place, table or signing; number: as printed; rows: of the last three."""

    kind: str
    number: str = ""
    text: str = ""
    rows: list[Pair] = field(default_factory=list)


@dataclass
class Paper:
    """A whole draft. note: the line that says what it is not."""

    lang: str
    note: str = ""
    title: str = ""
    under: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def sections(self) -> list[str]:
        """The headings as printed."""
        return [f"{one.number} {one.text}" for one in self.blocks if one.kind == "section"]


@lru_cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEXTS), undefined=StrictUndefined, autoescape=False)
    made.trim_blocks = made.lstrip_blocks = made.keep_trailing_newline = True
    return made


def write_paper(kind: str, lang: str, facts: dict[str, Any]) -> Paper:
    """The draft of a kind in a language. `facts` are single lines without bars (`facts.line`)."""
    return _filled(_environment().get_template(f"{kind}.{lang}.txt"), lang, facts)


def write_text(text: str, lang: str, facts: dict[str, Any]) -> Paper:
    """The same from a text with such marks that is none of the house's drafts."""
    return _filled(_environment().from_string(text), lang, facts)


def _filled(template: Template, lang: str, facts: dict[str, Any]) -> Paper:
    return _Reader(Paper(lang, note=facts["note"])).read(template.render(facts))


class _Reader:
    """Turns lines into blocks and numbers them."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.section, self.clause, self.item = paper, 0, 0, 0

    def read(self, text: str) -> Paper:
        for line in filter(None, map(str.strip, text.splitlines())):
            self._line(line)
        return self.paper

    def _line(self, line: str) -> None:
        if line.startswith("## "):
            self.section, self.clause, self.item = self.section + 1, 0, 0
            self._put("section", f"{self.section}.", line[3:])
        elif line.startswith("# "):
            self.paper.title = line[2:]
        elif line.startswith("> "):
            self.paper.under = line[2:]
        elif line.startswith("- "):
            self.item += 1
            self._put("item", f"{self.item})", line[2:])
        elif line[:2] in COLUMNS:
            self._row(COLUMNS[line[:2]], line[2:])
        else:
            self._clause(line)

    def _clause(self, line: str) -> None:
        self.item = 0
        if not self.section:
            self._put("text", "", line)
            return
        self.clause += 1
        self._put("clause", f"{self.section}.{self.clause}.", line)

    def _row(self, kind: str, line: str) -> None:
        left, _bar, right = line.partition("|")
        blocks = self.paper.blocks
        if not blocks or blocks[-1].kind != kind:
            self._put(kind)
        blocks[-1].rows.append((left.strip(), right.strip()))

    def _put(self, kind: str, number: str = "", text: str = "") -> None:
        self.paper.blocks.append(Block(kind, number, text))
