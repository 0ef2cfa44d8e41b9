"""How the parts of a paper or a report are headed in three languages."""

import re

ABSTRACTS = {
    "kk": r"аңдатпа|түйіндеме|түйін",
    "ru": r"аннотация|реферат|резюме",
    "en": r"abstract|executive summary|summary",
}
KEYWORDS = {
    "kk": r"(?:кілт(?:тік)?|түйін(?:ді)?|тірек|негізгі)\s?сөз\w*",
    "ru": r"ключевые слова(?: и фразы)?",
    "en": r"key\s?words(?: and phrases)?|index terms",
}
SECTION = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:introduction|введение|кіріспе|содержание|мазмұны|contents|нормативные ссылки|"
    r"определения|обозначения|methods?|материалы и методы)\b.*",
    re.IGNORECASE,
)
SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")


def labelled(paragraph: str, labels: dict[str, str]) -> tuple[str, str] | None:
    """The language of the label that a paragraph begins with, and what follows it."""
    for lang, label in labels.items():
        found = re.match(rf"(?:{label})\s*(?:[:.–—-]+\s*(.*)|$)", paragraph, re.IGNORECASE | re.DOTALL)
        if found:
            return lang, (found.group(1) or "").strip()
    return None
