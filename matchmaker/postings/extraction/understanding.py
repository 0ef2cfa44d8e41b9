"""What a text says, in the fields of a posting. Pure: an engine and a text in, proposals out."""

from dataclasses import dataclass, field

from matchmaker.core.i18n import LOCALES
from matchmaker.matching.engine import Engine
from matchmaker.matching.language import detect
from matchmaker.postings.extraction.cleaning import paragraphs_of
from matchmaker.postings.extraction.keywords import Rarity, keywords_of
from matchmaker.postings.extraction.reading import Source
from matchmaker.postings.extraction.sections import Sections, sections_of
from matchmaker.postings.extraction.summary import shortened, summary_of
from matchmaker.postings.extraction.trl import NAME, stated_levels
from matchmaker.postings.fields import TEXTS

MOST = {text.name: text.most for text in TEXTS}
TELLING = 20_000  # characters that keywords are looked for in


@dataclass
class Understood:
    """The fields that a text fills. lang: kk, ru, en or other. levels: every TRL that the text names.

    origins: where title, summary and keywords come from: file, line, sentence; abstract, whole, lead, nearest; stated,
    found. codes: proposals, by field.
    """

    source: Source
    lang: str
    title: str
    summary: str
    description: str
    keywords: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def trl(self) -> int | None:
        """The level, when the text names one and no other."""
        return self.levels[0] if len(self.levels) == 1 else None

    @property
    def is_foreign(self) -> bool:
        """Whether the language is none that the engine knows."""
        return self.lang not in LOCALES


def understand(engine: Engine, source: Source, rarity: Rarity) -> Understood:
    """Read a text; codes are proposed by who knows other postings."""
    paragraphs = paragraphs_of(source)
    text = "\n".join(paragraphs)
    lang = detect(text[:TELLING])
    found = sections_of(paragraphs, lang, source.title, source.heading)
    summary, summary_from = (
        (shortened(found.abstract), "abstract") if found.abstract else summary_of(engine, found.body)
    )
    keywords, keywords_from = _keywords(engine, found, text, lang, rarity)
    origins = {"title": found.title_from, "summary": summary_from, "keywords": keywords_from}
    description = _description(found, summary)
    return Understood(
        source, lang, found.title, summary or found.title, description, keywords, stated_levels(text), origins
    )


def _keywords(engine: Engine, found: Sections, text: str, lang: str, rarity: Rarity) -> tuple[list[str], str]:
    if found.keywords:
        return _fitting(found.keywords), "stated"
    telling = "\n".join((found.title, found.title, found.abstract, text))[
        :TELLING
    ]  # what stands in the title counts twice more
    keywords = _fitting(keywords_of(engine.glossary, NAME.sub(" ", telling), lang, rarity))
    return keywords, "found" if keywords else ""


def _fitting(keywords: list[str]) -> list[str]:
    while len(", ".join(keywords)) > MOST["keywords"]:
        keywords = keywords[:-1]
    return keywords


def _description(found: Sections, summary: str) -> str:
    """What the text says beyond its summary, in whole paragraphs as far as a posting holds them."""
    body = found.body
    if " ".join(" ".join(body).split()) == summary:
        return ""
    kept = ""
    for paragraph in body:
        longer = f"{kept}\n\n{paragraph}".strip()
        if len(longer) > MOST["description"]:
            return kept or shortened(paragraph, MOST["description"])
        kept = longer
    return kept
