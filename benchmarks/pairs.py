"""Learns which pairs of letters tell Kazakh from Russian, for texts typed without the nine Kazakh letters.

`python -m benchmarks.pairs` reads the glossary and the seeds' postings and writes `matchmaker/matching/pairs.json`:
the log-odds of the pairs that tell most, a space being the edge of a word.
"""

import json
from collections import Counter
from math import log

from matchmaker.core.tables import read_table
from matchmaker.matching.glossary_file import read_entries
from matchmaker.matching.language import PAIRS, pairs, words
from matchmaker.matching.script import CYRILLIC
from matchmaker.paths import GLOSSARY, SEEDS
from matchmaker.seeding import POSTINGS

KEPT = 300
TOLD = ("title", "summary", "description", "advantages", "expectations", "keywords")


def counts(lang: str) -> Counter[str]:
    """How often each pair occurs: once for every different word of a posting, once for every word of a term."""
    rows = [row for path in sorted((SEEDS / "postings").glob("*.csv")) for row in read_table(path, POSTINGS)]
    texts = [set(words(" ".join(row[name] for name in TOLD))) for row in rows if row["lang"] == lang]
    terms = [words(term) for entry in read_entries(GLOSSARY) for term in getattr(entry, lang)]
    return Counter(pair for text in [*texts, *terms] for word in text if CYRILLIC.search(word) for pair in pairs(word))


def learn() -> dict[str, float]:
    """The log-odds of the pairs that tell most, towards Kazakh above zero."""
    kk, ru = counts("kk"), counts("ru")
    both = set(kk) | set(ru)
    odds = {
        pair: log((kk[pair] + 1) / (kk.total() + len(both)) / ((ru[pair] + 1) / (ru.total() + len(both))))
        for pair in both
    }
    best = sorted(both, key=lambda pair: (-abs(odds[pair]) * (kk[pair] + ru[pair]), pair))[:KEPT]
    return {pair: round(odds[pair], 2) for pair in sorted(best)}


if __name__ == "__main__":
    PAIRS.write_text(json.dumps(learn(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
