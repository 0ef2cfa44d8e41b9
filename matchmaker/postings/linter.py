"""The linter: how ready a draft is for review, by the four criteria of EEN's profile reviewers, with advice in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matchmaker.core.i18n import _
from matchmaker.matching.language import detect, sentences, words

FIGURE = re.compile(r"\d")
COMPARISON = re.compile(
    r"\b(than\b|compared|less|more|faster|higher|lower|cheaper|reduc\w+|increas\w+|saves?|"
    r"чем|по сравнению|меньше|больше|быстрее|выше|ниже|дешевле|сни\w+|повы\w+|сокра\w+|эконом\w+|"
    r"салыстыр\w+|қарағанда|артық|төмен\w*|жоғары\w*|арзан\w*|азай\w+|арт\w+|үнемде\w+|қысқар\w+)",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(unique|revolutionary|world-class|best in the world|unparalleled|cutting-edge|"
    r"уникальн\w+|революционн\w+|не имеющ\w+ аналогов|лучш\w+ в мире|"
    r"бірегей\w*|теңдесі жоқ\w*|революциялық\w*|әлемдегі ең үздік\w*)",
    re.IGNORECASE,
)
TOP = 5


@dataclass(frozen=True)
class Criterion:
    """One criterion with its marks, 0 to 5, and what would raise them."""

    name: str
    title: str
    score: int
    advice: list[str]


@dataclass(frozen=True)
class Lint:
    """The verdict on a draft; `score` is of 100."""

    score: int
    criteria: list[Criterion]


Texts = Mapping[str, str]
Codes = Mapping[str, list[str]]
Check = tuple[bool, Callable[[], str]]


def lint(kind: str, lang: str, texts: Texts, codes: Codes) -> Lint:
    """Judge a draft as typed so far; nothing is stored."""
    criteria = [
        _criterion("advantages", _("Advantages"), _advantages(kind, texts)),
        _criterion("clarity", _("Clarity"), _clarity(texts)),
        _criterion("partner", _("What is expected of the partner"), _partner(texts, codes)),
        _criterion("language", _("Language"), _language(lang, texts)),
    ]
    return Lint(round(sum(criterion.score for criterion in criteria) * 100 / (TOP * len(criteria))), criteria)


def _criterion(name: str, title: str, checks: list[Check]) -> Criterion:
    advice = [word() for passed, word in checks if not passed]
    return Criterion(name, title, round(TOP * (len(checks) - len(advice)) / len(checks)), advice)


def _advantages(kind: str, texts: Texts) -> list[Check]:
    text = texts["advantages"]
    say = _("Say what is better than what is in use today.")
    if kind == "need":
        say = _("Say what the solutions tried so far lack.")
    return [
        (len(text) >= 40, lambda: say),
        (len(text) >= 120, lambda: _("Give the advantages in two or three sentences, at least 120 characters.")),
        (bool(FIGURE.search(text)), lambda: _("Give figures: by how much, in which units.")),
        (bool(COMPARISON.search(text)), lambda: _("Compare with something: than what, since when, at what cost.")),
    ]


def _clarity(texts: Texts) -> list[Check]:
    description = texts["description"]
    long = [one for one in sentences(description, most=200) if len(words(one)) > 40]
    return [
        (20 <= len(texts["title"]) <= 120, lambda: _("Let the title name the thing in 20 to 120 characters.")),
        (
            120 <= len(texts["summary"]) <= 600,
            lambda: _("Keep the summary to 120–600 characters: what, for whom, with what effect."),
        ),
        (
            len(description) >= 400,
            lambda: _("Describe how it works or what the problem is in at least 400 characters."),
        ),
        (bool(FIGURE.search(description)), lambda: _("Put measured values and conditions into the description.")),
        (
            not long,
            lambda: _("Shorten sentences of over 40 words: the longest begins “%(start)s…”.", start=long[0][:40]),
        ),
        (texts["keywords"].count(",") >= 2, lambda: _("Give at least three keywords, parted by commas.")),
    ]


def _partner(texts: Texts, codes: Codes) -> list[Check]:
    return [
        (len(texts["expectations"]) >= 40, lambda: _("Say what the partner is to do: its role and task.")),
        (len(texts["expectations"]) >= 100, lambda: _("Say more of the partner: field, experience, what it brings.")),
        (bool(codes.get("cooperation")), lambda: _("Choose at least one form of cooperation.")),
        (bool(codes.get("partner_kinds")), lambda: _("Choose the kind of partner you look for.")),
    ]


def _language(lang: str, texts: Texts) -> list[Check]:
    prose = " ".join(texts[name] for name in ("summary", "description", "advantages", "expectations")).strip()
    praise = PRAISE.search(prose)
    return [
        (len(prose) >= 200, lambda: _("There is too little text to judge.")),
        (not prose or detect(prose) == lang, lambda: _("The text does not seem to be in the language chosen above.")),
        (not texts["title"].isupper(), lambda: _("Write the title in ordinary letters, not in capitals.")),
        (
            praise is None,
            lambda: _("Replace praise such as “%(word)s” by a figure.", word=praise.group() if praise else ""),
        ),
        (prose.count("!") < 3, lambda: _("Leave out exclamation marks.")),
    ]
