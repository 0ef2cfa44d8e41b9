"""Words of live postings that the glossary cannot translate, the most frequent first, each with a sentence that uses it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.language import WORD, parts
from matchmaker.matching.reasons import Marked
from matchmaker.matching.script import CYRILLIC
from matchmaker.matching.stems import dictionary_forms, language_of
from matchmaker.matching.stopwords import STOP
from matchmaker.postings import rules
from matchmaker.postings.models import Posting, PostingText
from matchmaker.recommendations.content import body_of
from matchmaker.recommendations.edition import BLOCK
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry

TRIED = 3  # times as many words are looked at as are shown: some turn out to be parts of a known term
PLACES = 2  # postings in which an example is looked for
LEAST = 3  # letters of a word, or of the longest part of one with hyphens: less is a unit of measure or an ending
AROUND = 80  # characters of a sentence shown on either side of the word


@dataclass(frozen=True)
class Unknown:
    """A word in its dictionary form, how many postings use it, and one of them with its sentence."""

    word: str
    lang: str
    count: int
    posting_id: int
    sentence: Marked


Found = dict[str, tuple[str, str, int, Marked]]


def unknown_words(actor: Actor, db: Session, index: LiveIndex, limit: int = 50) -> list[Unknown]:
    """The most frequent words without a gloss in live postings that the actor may see. Two queries."""
    live = index.catch_up(db)
    glossary = live.engine.glossary
    counts, places = _counted(actor, db, live.encoder_name, glossary)
    tried = sorted(counts, key=lambda stem: (-counts[stem], stem))[: limit * TRIED]
    texts = _texts(db, {place for stem in tried for place in places[stem]})
    found: Found = {}
    read: set[int] = set()
    shown: list[Unknown] = []
    for stem in tried:
        for posting_id in places[stem]:
            if stem not in found and posting_id not in read:
                read.add(posting_id)
                _read(glossary, posting_id, texts.get(posting_id, []), found)
        if stem in found and len(shown) < limit:
            word, lang, posting_id, sentence = found[stem]
            shown.append(Unknown(word, lang, counts[stem], posting_id, sentence))
    return shown


def _counted(actor: Actor, db: Session, encoder: str, glossary: Glossary) -> tuple[Counter[str], dict[str, list[int]]]:
    """In how many postings each stem stands that has no gloss, and the first of them.

    A group that holds nothing but a Cyrillic stem has no gloss, or is of a text whose meaning is read in another language.
    """
    query = select(IndexEntry.posting_id, IndexEntry.terms).join(Posting, Posting.id == IndexEntry.posting_id)
    query = query.where(IndexEntry.encoder == encoder, rules.live(), rules.visible_to(actor)).order_by(
        Posting.id.desc()
    )
    counts: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    for posting_id, terms in db.execute(query.execution_options(yield_per=BLOCK)):
        for stem in terms:
            if _is_word(stem) and not _is_glossed(glossary, stem):
                counts[stem] += 1
                if counts[stem] <= PLACES:
                    places.setdefault(stem, []).append(posting_id)
    return counts, places


def _is_word(stem: str) -> bool:
    """One word with Cyrillic letters, without figures, and long enough to be a term."""
    pieces = stem.split("-")
    least = LEAST + (len(pieces) > 1)  # л-ден is a unit with a case ending
    return bool(CYRILLIC.search(stem)) and all(map(str.isalpha, pieces)) and max(map(len, pieces)) >= least


def _is_glossed(glossary: Glossary, stem: str) -> bool:
    return any((stem,) in glosses for glosses in glossary.glosses.values())


def _texts(db: Session, ids: Iterable[int]) -> dict[int, list[PostingText]]:
    found: dict[int, list[PostingText]] = {}
    for text in db.scalars(select(PostingText).where(PostingText.posting_id.in_(ids))):
        found.setdefault(text.posting_id, []).append(text)
    return found


def _read(glossary: Glossary, posting_id: int, texts: list[PostingText], found: Found) -> None:
    """Note each word of the texts that has no gloss, with its sentence."""
    for text in texts:
        for piece, lang in parts(f"{text.title}\n{body_of(text)}"):
            for stem, word, span in _unglossed(glossary, piece, lang):
                own = language_of(word, lang)
                found.setdefault(stem, (dictionary_word(word, stem, own), own, posting_id, _around(piece, own, span)))


def _unglossed(glossary: Glossary, text: str, lang: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    spans, at = [match.span() for match in WORD.finditer(text)], 0
    for term in glossary.terms_of([text[start:end] for start, end in spans], lang):
        word = term.words[0]
        if (
            not term.glosses
            and len(term.words) == 1
            and CYRILLIC.search(word)
            and STOP.isdisjoint(dictionary_forms(word, lang))
        ):
            yield term.forms[0], word, spans[at]
        at += len(term.words)


def dictionary_word(word: str, stem: str, lang: str) -> str:
    """What to suggest for a word: the likeliest Russian lemma; of a Kazakh word, what is left without its endings."""
    return dictionary_forms(word, lang)[0] if lang == "ru" else stem


def _around(text: str, lang: str, span: tuple[int, int]) -> Marked:
    """The sentence, or the words of it around the marked one."""
    start, end = span
    first = text.rfind(" ", 0, start - AROUND) + 1 if start > AROUND else 0
    last = text.find(" ", end + AROUND)
    shown = text[first : last if last > 0 else None]
    dots = "…" if first else ""
    marked = (start - first + len(dots), end - first + len(dots))
    return Marked(f"{dots}{shown}{'…' if last > 0 else ''}", lang, (marked,))
