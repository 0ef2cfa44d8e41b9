"""Kazakh word forms: an automaton that strips endings from right to left, bound to vowel harmony and to the sound before.

Noun: stem, plural, possessive, case, and the attributive -ғы; verb: stem, voice, negation, then a participle, converb
or tense, of which the first two decline like nouns; a verb is given as its infinitive. After Bekmanova, Sharipbay et al. on the morphology of Kazakh, and
the ordering of slots in two-level descriptions of the Turkic languages (Oflazer 1994).
"""

from functools import lru_cache

BACK, FRONT = frozenset("аоұыяё"), frozenset("әөүіеэ")
VOWELS = BACK | FRONT | frozenset("уию")
OPEN = VOWELS - frozenset("уию")  # у, и and ю end in a glide: суды, but баланы
VOICELESS = frozenset("пткқсшщфхцчһбвгд")  # б в г д end borrowed words only, and are followed by voiceless endings
VOICED_AGAIN = {"б": "п", "г": "к", "ғ": "қ"}
VOICED = {voiceless: voiced for voiced, voiceless in VOICED_AGAIN.items()}
DOUBLED = frozenset("лмнст")  # металл, грамм, тонна, класс, ватт: single before an ending that begins with a consonant
AFTER_OPEN = ("м", "ң")  # after ы and і these are -ім, -ің of a stem that ends in a consonant
AFTER_VOWELS = (*AFTER_OPEN, "сы", "сі", "ңыз", "ңіз", "мыз", "міз", "н", "ны", "ні", "ншы", "нші")
GLIDES = {"ы": "уию", "і": "уию", "а": "уи", "е": "уи", "у": "аеуияә"}  # vowels after vowels: суы, киеді, жасау
AFTER_CONSONANTS = frozenset("ды ді дың дің дар дер дық дік дау деу дыр дір".split())  # of nouns: жасады is a verb
UNCHANGING = ("мен", "бен", "пен", "менен", "нікі", "дікі", "тікі")  # whatever the harmony
SHORTEST = 2


def _forms(*rows: str) -> tuple[str, ...]:
    return tuple(sorted({form for row in rows for form in row.split()}, key=len, reverse=True))


PLURAL = _forms("лар лер дар дер тар тер")
POSSESSIVE = _forms(
    "ы і сы сі ым ім м ың ің ң ымыз іміз мыз міз ыңыз іңіз ңыз ңіз",
)
CASE = _forms(
    "ның нің дың дің тың тің ны ні ды ді ты ті н ға ге қа ке на не а е да де та те нда нде",
    "дан ден тан тен нан нен мен бен пен менен",
)
WHERE = _forms("дағы дегі тағы тегі ндағы ндегі")
ATTRIBUTE = (*WHERE, *_forms("нікі дікі тікі ғы гі қы кі"))
PREDICATE = _forms("мын мін бын бін пын пін сың сің мыз міз быз біз пыз піз сыз сіз")
LIKENESS = _forms("дай дей тай тей ша ше ғана")
DERIVED = _forms("лық лік дық дік тық тік лы лі ды ді ты ті сыз сіз шы ші ғыш гіш ыншы інші ншы нші")
DEGREE = _forms("рақ рек ырақ ірек лау леу дау деу тау теу")
NOMINAL = _forms("у ған ген қан кен атын етін йтын йтін ушы уші мақ мек бақ бек пақ пек ылу ілу")
FINITE = _forms(
    "ып іп п а е й са се ар ер р ғалы гелі қалы келі ғанша генше ғай гей қай кей",
    "ды ді ты ті дым дім тым тім дың дің тың тің дық дік тық тік дыңыз діңіз тыңыз тіңіз",
    "ады еді йды йді ыпты іпті пты пті сам сем саң сең сақ сек саңыз сеңіз",
    "ңыз ңіз ыңыз іңіз ңыздар ңіздер ыңыздар іңіздер ңдар ңдер ыңдар іңдер сын сін айын ейін йын йін айық ейік йық йік",
)
CONVERB = _forms("ып іп п а е й")
JOINING = (("а", "я", "й"), ("у", "ю", "й"), ("й", "и", "ы"), ("й", "и", "і"))  # first sound, letter, sound before
LETTERS = frozenset("яюи")
NEGATION = _forms("ма ме ба бе па пе")
JOINED = (FINITE, CONVERB, NOMINAL)
VOICE = _forms("ыл іл л ын ін н дыр дір тыр тір т ғыз гіз қыз кіз ыс іс с ылыс іліс")

# What may be stripped in a state, and the state that the rest is in: from the end of the word towards its stem.
SLOTS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "end": (
        *((PREDICATE, "case"), (PREDICATE, "converb"), (LIKENESS, "possessive")),
        *((FINITE, "verb"), ((), "root"), ((), "case")),
    ),
    "case": ((CASE, "possessive"), ((), "possessive")),
    "possessive": ((POSSESSIVE, "plural"), (ATTRIBUTE, "possessive"), ((), "plural")),
    "plural": ((PLURAL, "stem"), ((), "stem")),
    "stem": ((ATTRIBUTE, "possessive"), (DEGREE, "quality"), (DERIVED, "base"), (NOMINAL, "verb")),
    "quality": ((DERIVED, "base"),),
    "base": (),
    "converb": ((CONVERB, "verb"),),
    "verb": ((NEGATION, "voice"), ((), "voice")),
    "voice": ((VOICE, "voice"),),
    "root": (),
}
VERBAL = frozenset(("verb", "voice", "root"))  # states in which the rest is the root of a verb
ONLY_AFTER = {
    "а": "мң",
    "е": "мң",
    "н": "ыі",
    "на": "ыі",
    "не": "ыі",
    "нан": "ыімнң",
    "нен": "ыімнң",
    "нда": "ыі",
    "нде": "ыі",
}
PRONOUNS = {
    form: pronoun
    for pronoun, row in {
        "мен": "менің мені маған менде менен менімен менікі",
        "сен": "сенің сені саған сенде сенен сенімен сенікі",
        "ол": "оның оны оған онда одан онымен онан онікі",
        "бұл": "бұның мұның бұны мұны бұған мұнда бұнда бұдан мұнан бұнымен мұнымен мұнікі",
        "сол": "соның соны соған сонда содан сонымен сонан сонікі",
        "осы": "осының осыны осыған осында осыдан осынымен осынан",
    }.items()
    for form in row.split()
}


def harmony(text: str) -> frozenset[str] | None:
    """The class of the last vowel that has one; None when there is none."""
    for letter in reversed(text):
        if letter in BACK:
            return BACK
        if letter in FRONT:
            return FRONT
    return None


def _first_class(ending: str) -> frozenset[str] | None:
    return next((harmony(letter) for letter in ending if letter in BACK or letter in FRONT), None)


def fits(stem: str, ending: str) -> bool:
    """Whether an ending may follow a stem: harmony, and the sound at the seam."""
    last, first = stem[-1], ending[0]
    own, wanted = harmony(stem), _first_class(ending)
    borrowed = last in "уию" or any(letter in "иую" for letter in stem[-3:])
    if wanted and own and own is not wanted and not borrowed and ending not in UNCHANGING:
        return False
    if first in VOWELS:
        return last not in VOWELS or last in GLIDES.get(first, "")
    if first in "тқкп" and ending != "қой":
        return last in VOICELESS if len(ending) > 1 else True
    if ending in AFTER_VOWELS:
        return (last in VOWELS and (ending not in AFTER_OPEN or last not in "ыі")) or (last in "йр" and first == "м")
    if first in "дғгб":
        return last not in VOICELESS or last in "бвгд"
    return not (first == "л" and last in VOICELESS)


def _rests(word: str, endings: tuple[str, ...]) -> list[str]:
    if not endings:
        return [word]
    cuts = [(word[: -len(ending)], ending) for ending in endings if word.endswith(ending)]
    if endings in JOINED and not LETTERS.isdisjoint(word):
        cuts += _parted(word, endings)
    cuts = [(rest, ending) for rest, ending in cuts if len(rest) >= SHORTEST and fits(rest, ending)]
    if endings is not FINITE:
        cuts = [(rest, ending) for rest, ending in cuts if rest[-1] not in OPEN or ending not in AFTER_CONSONANTS]
    if endings is CASE:
        cuts = [(rest, ending) for rest, ending in cuts if rest[-1] in ONLY_AFTER.get(ending, rest)]
    return [rest for rest, _ending in cuts]


def _parted(word: str, endings: tuple[str, ...]) -> list[tuple[str, str]]:
    """Endings of verbs written as one letter with the sound before: қояды is қой and -ады, оқиды is оқы and -йды."""
    joined = [(ending, one, last) for ending in endings for first, one, last in JOINING if ending[0] == first]
    cuts = [(word.removesuffix(one + ending[1:]), last, ending) for ending, one, last in joined]
    return [(rest + last, ending) for rest, last, ending in cuts if len(rest) < len(word)]


def infinitive(root: str) -> str:
    """The dictionary form of a verb's root: айту of айт, оқу of оқы, жою of жой, кию of ки, шығу of шық."""
    if root[-1] == "й":
        return f"{root[:-1]}ю"
    if root[-1] == "и":
        return f"{root}ю"
    if root[-1] in "ыі":
        return f"{root[:-1]}у"
    return f"{root[:-1]}{VOICED.get(root[-1], root[-1])}у"


def _restored(rest: str) -> list[str]:
    """The dictionary form of a stem that an ending changed: кітаб as кітап, орн as орын, метал as металл, модел as модель."""
    forms = [rest[:-1] + VOICED_AGAIN[rest[-1]]] if rest[-1] in VOICED_AGAIN else []
    if len(rest) > 2 and rest[-1] in DOUBLED and rest[-2] in VOWELS:
        forms += [rest + rest[-1], rest + "ь"] if rest[-1] == "л" else [rest + rest[-1]]
    if len(rest) > 2 and rest[-1] not in VOWELS and rest[-2] not in VOWELS and harmony(rest):
        forms.append(f"{rest[:-1]}{'ы' if harmony(rest) is BACK else 'і'}{rest[-1]}")
    return forms


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """Every stem that the automaton reaches, the longest first, verbs as infinitives; the word itself is the first."""
    if word in PRONOUNS:
        return word, PRONOUNS[word]
    found: dict[tuple[str, str], None] = {}
    waiting = [(word, "end")] if word else []
    while waiting:
        rest, state = waiting.pop()
        if (rest, state) not in found:
            found[rest, state] = None
            waiting += [(one, after) for endings, after in SLOTS[state] for one in _rests(rest, endings)]
    reached = {(rest, state in VERBAL) for rest, state in found if not VOWELS.isdisjoint(rest) and state != "converb"}
    verbs = {infinitive(rest) for rest, verbal in reached if verbal}
    nouns = {rest for rest, verbal in reached if not verbal} - {word}
    nouns |= {form for rest in nouns for form in _restored(rest)}
    return (word, *sorted((nouns | verbs) - {word}, key=lambda rest: (-len(rest), rest)))


@lru_cache(maxsize=200_000)
def bare(word: str) -> str:
    """The stem of a word that no dictionary knows: case, possessive and plural endings taken off, the longest first."""
    for endings in (CASE, WHERE, POSSESSIVE, PLURAL):
        rests = [rest for rest in _rests(word, endings) if len(rest) > 2 and not VOWELS.isdisjoint(rest)]
        rests = [rest for rest in rests if rest[-1] not in "ыі" or word[len(rest) :] not in ("сы", "сі")]  # жұмыс-ы
        word = min(rests, key=len, default=word)
    return word[:-1] + VOICED_AGAIN[word[-1]] if word.endswith("ғ") else word
