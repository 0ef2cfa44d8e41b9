"""From pages to paragraphs: words parted at line ends joined, running heads, page numbers, contents and references dropped."""

import re
from collections import Counter

from matchmaker.postings.extraction.labels import SENTENCE_ENDS
from matchmaker.postings.extraction.reading import Source

EDGE = 3  # lines at the top and at the foot of a page that may be running heads
REPEATED_ON = 3
REPEATED_SHARE = 0.4
FULL = 0.8  # of the usual length of a line: a shorter one ends its paragraph
WRAPPED_AT = (40, 110)
HYPHEN = re.compile(r"([^\W\d_]{2,})[-\u2010]\n\s*([^\W\d_]{2,})")
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|стр\.?|страница|с\.|бет)\s*)?\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?(?:\s*-?\s*бет)?\W*|[ivxlc]{1,6}",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r".*(?:\.\s?){4,}\s*\d*|.*…{2,}\s*\d*|(?:table of )?contents|содержание|оглавление|мазмұны", re.IGNORECASE
)
REFERENCES = re.compile(
    r"(?:\d+\.?\s*)?(?:references|bibliography|literature(?: cited)?|библиограф\w*(?: список)?|литература|"
    r"список (?:использованн\w+ |цитируем\w+ )?(?:литератур\w+|источник\w+)(?: и литератур\w+)?|"
    r"(?:пайдаланылған |қолданылған )?(?:әдебиет\w*|дереккөздер\w*)(?: тізімі)?)\s*[:.]?",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"^\s*\[?\d{1,3}[\].)]|\b(?:19|20)\d\d\b|\bdoi\b|https?://", re.IGNORECASE)
APPENDIX = re.compile(r"(?:appendix|annex|приложени|қосымша)", re.IGNORECASE)
STARTS = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?\s+[^\W\d_]|[-–•▪*]\s|abstract\b|summary\b|key\s?words|аннотация|реферат|ключевые слова|аңдатпа|"
    r"түйін|кілт|introduction\b|введение\b|кіріспе\b)",
    re.IGNORECASE,
)
LOOKED_AT = 8  # lines after a heading, to tell a list of references from its line in the contents


def paragraphs_of(source: Source) -> list[str]:
    """The paragraphs of the text itself."""
    pages = [[line.strip() for line in page.split("\n")] for page in source.pages]
    kept = [line for page in without_running_heads(pages) for line in page]
    is_wrapped = source.is_wrapped or wraps(kept)
    if is_wrapped:
        kept = [line for line in kept if not PAGE_NUMBER.fullmatch(line)]
    kept = without_references([line for line in kept if not CONTENTS.fullmatch(line)])
    lines = joined_words("\n".join(kept)).split("\n")
    return _flowing(lines) if is_wrapped else [" ".join(line.split()) for line in lines if line.strip()]


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines that stand at the edge of many of them, whatever their number."""
    edges = [{_unnumbered(page[place]) for place in _edge(page)} for page in pages]
    counts = Counter(line for edge in edges for line in edge if line)
    least = max(REPEATED_ON, REPEATED_SHARE * len(pages))
    running = {line for line, count in counts.items() if count >= least}
    return [_without(page, running) for page in pages]


def _edge(page: list[str]) -> list[int]:
    """The places of the first and the last written lines."""
    written = [place for place, line in enumerate(page) if line]
    return written[:EDGE] + written[-EDGE:]


def _unnumbered(line: str) -> str:
    return DIGITS.sub("", line).strip()


def _without(page: list[str], running: set[str]) -> list[str]:
    edge = set(_edge(page))
    return [line for place, line in enumerate(page) if place not in edge or _unnumbered(line) not in running]


def wraps(lines: list[str]) -> bool:
    """Whether a pasted text keeps the line ends of a page: many lines of one length that end amid a sentence."""
    written = [line for line in lines if line]
    if len(written) < 4:
        return False
    open_ended = [
        line for line in written if WRAPPED_AT[0] <= len(line) <= WRAPPED_AT[1] and not line.endswith(SENTENCE_ENDS)
    ]
    return 2 * len(open_ended) > len(written)


def joined_words(text: str) -> str:
    """Words parted at a line end as one; with the hyphen when the text has them so elsewhere."""
    lowered = text.lower()

    def join(found: re.Match[str]) -> str:
        first, second = found.groups()
        is_compound = f"{first}-{second}".lower() in lowered and f"{first}{second}".lower() not in lowered
        return f"{first}-{second}" if is_compound or not second[0].islower() else first + second

    return HYPHEN.sub(join, text)


def without_references(lines: list[str]) -> list[str]:
    """Lines without the list of references, which ends where an appendix begins."""
    for start, line in enumerate(lines):
        if REFERENCES.fullmatch(line) and _is_list(lines[start + 1 :]):
            after = (place for place in range(start + 1, len(lines)) if APPENDIX.match(lines[place]))
            return lines[:start] + lines[next(after, len(lines)) :]
    return lines


def _is_list(lines: list[str]) -> bool:
    written = [line for line in lines if line][:LOOKED_AT]
    return bool(written) and 2 * sum(bool(REFERENCE.search(line)) for line in written) >= len(written)


def _flowing(lines: list[str]) -> list[str]:
    """Paragraphs of lines that end where the page did."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(0.9 * len(lengths))] if lengths else 0
    found: list[str] = []
    before = ""
    for line in lines:
        if line and before and _continues(before, line, usual):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
        before = line
    return [" ".join(paragraph.split()) for paragraph in found]


def _continues(before: str, line: str, usual: int) -> bool:
    if STARTS.match(line):
        return False
    if line[0].islower():
        return True
    return len(before) >= FULL * usual and not (before.endswith(SENTENCE_ENDS) and len(before) < usual)
