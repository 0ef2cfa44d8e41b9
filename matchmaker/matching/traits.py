"""What a sentence-transformers model's own files say of it: prompts, length, languages, whether it normalises.

Languages are told by the tokenizer: one that reads a language knows the pieces of its words. A vocabulary without them
answers a probe sentence with unknown tokens, or falls back to single letters or bytes, from which a model that never
saw the language makes nothing.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from matchmaker.matching.encoding import QUERY, REACH, Role

PROBES = {
    "en": "The laboratory offers a reagent for the flotation of copper ore and looks for a way to recover metal",
    "ru": "Лаборатория предлагает реагент для флотации медной руды и ищет способ извлечения металла из хвостов",
    "kk": "Зертхана мыс кенін байытуға арналған реагентті ұсынады және өңдеу қалдықтарынан металл алу әдісін іздейді",
}
UNKNOWN_AT_MOST = 0.05  # share of unknown tokens in the probe
LETTERS_AT_LEAST = (
    1.5  # letters per token; about 1 where words fall apart into letters, 2 and more where they are known
)
SPARE = 1.5  # texts of the trade have longer words than the probes
LEAST_REACH = 8
QUERY_NAMES = ("query", "question", "search_query")
PASSAGE_NAMES = ("document", "passage", "corpus", "search_document")
E5 = re.compile(r"(^|[-_])e5[-_](?!.*instruct)", re.IGNORECASE)
E5_PROMPTS = ("query: ", "passage: ")  # its authors ask for them; its older files do not say so


@dataclass(frozen=True)
class Traits:
    """query, passage: what is put before a text in that role. reach: how many words are read at once.

    normalises: whether the model's last step does; the vectors are made unit vectors in any case.
    """

    dimension: int
    query: str
    passage: str
    languages: frozenset[str]
    reach: int
    normalises: bool

    def prompt(self, role: Role) -> str:
        """What is put before a text in this role."""
        return self.query if role == QUERY else self.passage


def read_traits(model: Any, name: str, only: frozenset[str] | None = None) -> Traits:
    """The traits of a loaded model; `only` are its languages where they are known without asking."""
    query, passage = prompts(model.prompts, model.default_prompt_name, name)
    languages = only or frozenset(lang for lang in PROBES if knows(model.tokenizer, PROBES[lang]))
    return Traits(
        dimension=int(model.get_embedding_dimension()),
        query=query,
        passage=passage,
        languages=languages,
        reach=reach(model, languages, max(query, passage, key=len)),
        normalises=any(type(module).__name__ == "Normalize" for module in model),
    )


def prompts(given: dict[str, str], default: str | None, name: str) -> tuple[str, str]:
    """The prompts of a question and of a passage: the model's own by name, else its default one, else none."""
    known = {key.lower().strip(" :"): text for key, text in given.items() if text}
    if not known and E5.search(PurePath(name).name):
        return E5_PROMPTS
    fallback = (given.get(default) or "") if default else ""
    query, passage = (
        next((known[one] for one in names if one in known), fallback) for names in (QUERY_NAMES, PASSAGE_NAMES)
    )
    return query, passage


def token_ids(tokenizer: Any, text: str) -> list[int]:
    """The tokens of a text as numbers, without the marks at its ends."""
    found = tokenizer.encode(text, add_special_tokens=False)
    return list(getattr(found, "ids", found))  # the tokenizer of a static model answers with an object


def unknown_id(tokenizer: Any) -> int | None:
    """The number of the unknown token; None where everything can be written in bytes."""
    if hasattr(tokenizer, "unk_token_id"):
        number: int | None = tokenizer.unk_token_id
        return number
    return next((one for mark in ("[UNK]", "<unk>") if (one := tokenizer.token_to_id(mark)) is not None), None)


def knows(tokenizer: Any, text: str) -> bool:
    """Whether a tokenizer knows the words of a text: few unknown tokens, and not letter by letter."""
    tokens = token_ids(tokenizer, text)
    unknown = tokens.count(-1 if (number := unknown_id(tokenizer)) is None else number)
    letters = sum(letter.isalpha() for letter in text)
    return unknown <= UNKNOWN_AT_MOST * len(tokens) and letters >= LETTERS_AT_LEAST * len(tokens)


def reach(model: Any, languages: frozenset[str], prompt: str) -> int:
    """How many words fit into the model's sequence in the language that takes the most tokens for a word."""
    longest = getattr(model, "max_seq_length", None)
    if not longest:
        return REACH
    asked = [PROBES[lang] for lang in languages] or [PROBES["en"]]
    tokens = max(len(token_ids(model.tokenizer, text)) / len(text.split()) for text in asked)
    room = longest - 2 - len(token_ids(model.tokenizer, prompt))
    return int(min(max(room / (SPARE * tokens), LEAST_REACH), REACH))
