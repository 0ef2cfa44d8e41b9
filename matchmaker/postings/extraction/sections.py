"""The parts of a paper or a report: title, abstract, keywords, the text itself."""

import re
from dataclasses import dataclass, field

from matchmaker.matching.language import detect, words
from matchmaker.postings.extraction.labels import ABSTRACTS, KEYWORDS, SECTION, SENTENCE_ENDS, labelled
from matchmaker.postings.extraction.titles import title_of

VOLUME = re.compile(r"(?:отч[её]т|есеп|report)\b.{0,12}\d+\s*(?:с\.|стр|бет|p)", re.IGNORECASE)
PARTED = re.compile(r"[,;•·]|\s[–—]\s")
ABSTRACT_MOST = 2500
SHORT = 200
HEADING_MOST = 60
KEYWORDS_MOST = 12
KEYWORD_MOST = 80


@dataclass(frozen=True)
class Sections:
    """title_from: file, line, sentence. abstract: empty when the text has none. keywords: those that the text states."""

    title: str
    title_from: str
    abstract: str = ""
    keywords: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def sections_of(paragraphs: list[str], lang: str, named: str = "", heading: str = "") -> Sections:
    """Cut a text into its parts; `named` is the title that the file itself tells, `heading` its largest letters."""
    stated: set[int] = set()
    keywords = _keywords(paragraphs, lang, stated)
    taken = set(stated)
    abstract = _abstract(paragraphs, lang, taken)
    first = min(taken - stated, default=0)
    if not keywords:
        abstract, keywords = _capitals(abstract)
    taken |= {place for place in range(first) if len(paragraphs[place]) < SHORT}  # authors, ministries, signatures
    title, title_from, own = title_of(paragraphs, paragraphs[: first or None], named, heading)
    body = [text for place, text in enumerate(paragraphs) if place not in taken and place != own]
    return Sections(title, title_from, " ".join(abstract), keywords, body)


def _best(found: dict[str, list[str]], lang: str) -> list[str]:
    return found.get(lang) or next(iter(found.values()), [])


def _keywords(paragraphs: list[str], lang: str, taken: set[int]) -> list[str]:
    """The stated keywords in the text's language; the places of all that are stated are taken."""
    found: dict[str, list[str]] = {}
    for place, paragraph in enumerate(paragraphs):
        if label := labelled(paragraph, KEYWORDS):
            rest, last = label[1], place
            if not rest and place + 1 < len(paragraphs):
                rest, last = paragraphs[place + 1], place + 1
            taken |= {place, last}
            found.setdefault(label[0], _parted(rest))
    return _best(found, lang)


def _parted(text: str) -> list[str]:
    parts = (part.strip(" .\t") for part in PARTED.split(text))
    return list(dict.fromkeys(part for part in parts if 1 < len(part) <= KEYWORD_MOST and words(part)))[:KEYWORDS_MOST]


def _abstract(paragraphs: list[str], lang: str, taken: set[int]) -> list[str]:
    """The paragraphs of the abstract in the text's language; the places of all abstracts are taken."""
    found: dict[str, list[str]] = {}
    for place, paragraph in enumerate(paragraphs):
        if place not in taken and (label := labelled(paragraph, ABSTRACTS)):
            after = _following(paragraphs, place, taken, len(label[1]))
            own = [text for text in (label[1], *(paragraphs[one] for one in after)) if text]
            taken |= {place, *after}
            if own:
                found.setdefault(detect(" ".join(own)), own)
    return _best(found, lang)


def _following(paragraphs: list[str], place: int, taken: set[int], length: int) -> list[int]:
    """The paragraphs that belong to an abstract whose heading stands at `place`; one that says enough there has none."""
    found: list[int] = []
    for after in range(place + 1, len(paragraphs) if length <= SHORT else 0):
        length += len(paragraphs[after])
        if after in taken or _ends_abstract(paragraphs[after]) or length > ABSTRACT_MOST:
            break
        found.append(after)
    return found


def _ends_abstract(text: str) -> bool:
    is_heading = len(text) < HEADING_MOST and not text.endswith(SENTENCE_ENDS) and "," not in text
    return is_heading or bool(SECTION.fullmatch(text) or labelled(text, ABSTRACTS) or labelled(text, KEYWORDS))


def _capitals(abstract: list[str]) -> tuple[list[str], list[str]]:
    """The реферат of a state report: its volume is left out, its keywords stand in capitals without a label."""
    kept = [text for text in abstract if not VOLUME.match(text)]
    stated = next((text for text in kept if text.isupper() and text.count(",") >= 2), "")
    return [text for text in kept if text is not stated], [word.lower() for word in _parted(stated)]
