"""The title of a text: what its file says, the topic that a report names, the first line, or else the first sentence."""

import re

from matchmaker.matching.language import sentences, words
from matchmaker.postings.extraction.labels import ABSTRACTS, KEYWORDS, SECTION, SENTENCE_ENDS, labelled

FRONT = re.compile(
    r"(?:удк|әож|udc|doi|issn|isbn|гр(?:нти)?\b|мрнти|ғтахр|№|утверждаю|бекітемін|министерство|министрлігі|ministry|"
    r"республика|қазақстан республикасы|комитет|(?:тоо|ао|нао|рпп|ргп|ржс|жшс|кеақ|ақ)\b|исполнител|орындаушы|"
    r"руководител|жетекші|(?:зам\w* )?директор|проректор|ректор|director|rector|инв\.|рег\.|«?___)",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"(?:(?:промежуточный|заключительный|годовой|итоговый)\s+)?отч[её]т\b.*|(?:final |annual |interim )?(?:research )?report\b.{0,40}|"
    r".{0,60}\bесе(?:бі|п)|о научно-исследовательской работе.*|о нир\b.*|\((?:промежуточный|заключительный|аралық|қорытынды)\)",
    re.IGNORECASE,
)
TOPIC = re.compile(
    r"(?:(?:по теме|на тему)\b\s*[:–—-]?|(?:тема|тақырыбы?|topic|title|название|атауы)\s*[:–—])\s*", re.IGNORECASE
)
NAMED_BY_PROGRAM = re.compile(
    r"microsoft|untitled|без имени|без названия|документ\d*|document\d*|\.(?:docx?|pdf|rtf|tex|indd)\b", re.IGNORECASE
)
QUOTES = "«»“”\"' "
MOST = 200
LEAST = 10
SENTENCE_MOST = 120
LOOKED_AT = 30  # lines
LINES_MOST = 4  # of a title in capitals
Title = tuple[str, str, int | None]  # the title, where it was found, and the paragraph that is nothing but the title


def title_of(paragraphs: list[str], before: list[str], named: str, heading: str) -> Title:
    """The title; `before` are the paragraphs up to the abstract, `named` what the file says, `heading` the largest letters."""
    found = _in_file(paragraphs, named) or _topic(before) or _heading(paragraphs, heading) or _first_line(before)
    return found or _first_sentence(paragraphs)


def _in_file(paragraphs: list[str], named: str) -> Title | None:
    """The file's own title, when the text knows its words: files are copied from other files."""
    named = " ".join(named.split()).strip(QUOTES)
    known, own = set(words(" ".join(paragraphs))), words(named)
    is_known = bool(own) and 5 * sum(word in known for word in own) >= 3 * len(own)
    if not (is_known and LEAST <= len(named) <= MOST) or NAMED_BY_PROGRAM.search(named):
        return None
    same = (place for place, text in enumerate(paragraphs[:LOOKED_AT]) if text.strip(QUOTES) == named)
    return named, "file", next(same, None)


def _topic(before: list[str]) -> Title | None:
    """What a report says it is about, after the word or on the next line."""
    for place, text in enumerate(before[:LOOKED_AT]):
        if found := TOPIC.match(text):
            rest = text[found.end() :].strip()
            place, rest = (place, rest) if rest else (place + 1, "".join(before[place + 1 : place + 2]))
            if title := _fitting(rest):
                return title, "line", place
    return None


def _heading(paragraphs: list[str], heading: str) -> Title | None:
    if _is_front(heading) or not (title := _fitting(heading)):
        return None
    same = (place for place, text in enumerate(paragraphs[:LOOKED_AT]) if text == heading)
    return title, "line", next(same, None)


def _first_line(before: list[str]) -> Title | None:
    """The first line that can be a title; a sentence that serves as one stays in the text too."""
    for place, text in enumerate(before[:LOOKED_AT]):
        if _is_front(text):
            continue
        if len(text) > MOST or len(sentences(text, least=1)) > 1:
            return None
        if title := _fitting(_in_capitals(before, place)):
            return title, "line", None if text.endswith(SENTENCE_ENDS) or len(before) == 1 else place
    return None


def _is_front(text: str) -> bool:
    is_report = FRONT.match(text) or REPORT.fullmatch(text)
    return bool(is_report or labelled(text, ABSTRACTS) or labelled(text, KEYWORDS))


def _in_capitals(before: list[str], place: int) -> str:
    """The line with those after it, when all are in capitals."""
    lines = [before[place]]
    for more in before[place + 1 : place + LINES_MOST]:
        if not (lines[0].isupper() and more.isupper()) or _is_front(more) or len(" ".join((*lines, more))) > MOST:
            break
        lines.append(more)
    return " ".join(lines)


def _fitting(text: str) -> str:
    """The text as a title, or nothing when it cannot be one."""
    bare = text.strip(QUOTES).rstrip(".;:").strip(QUOTES)
    is_wordy = len(words(bare)) >= 2 and 3 * sum(map(str.isdigit, bare)) <= len(bare)
    if not (is_wordy and LEAST <= len(bare) <= MOST):
        return ""
    return bare.capitalize() if bare.isupper() else bare


def _first_sentence(paragraphs: list[str]) -> Title:
    telling = [text for text in paragraphs if not (_is_front(text) or SECTION.fullmatch(text))] or paragraphs
    found = sentences("\n".join(telling[:5]), least=LEAST, most=1) or telling[:1]
    text = found[0].rstrip(".;:… ")
    if len(text) > SENTENCE_MOST:
        text = text[:SENTENCE_MOST].rsplit(" ", 1)[0].rstrip(",;:– ") + "…"
    return text, "sentence", None
