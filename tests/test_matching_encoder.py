"""What every encoder promises: the stand-in, the bundled model, and models of several kinds that are loaded by folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matchmaker.matching.encoder import BUNDLED, Encoder, HashingEncoder, SilentWhenUnusable, check_place, make_encoder
from matchmaker.matching.encoding import PASSAGE, QUERY, EncoderUnusable, Role, Vectors
from matchmaker.matching.engine import Engine
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.precision import MANY, is_made_for_bfloat16
from matchmaker.matching.traits import E5_PROMPTS, prompts
from matchmaker.matching.transformer import SentenceTransformerEncoder
from tests.models import KAZAKH, LATIN, RUSSIAN, bert, sentence_model

TEXTS = ["copper flotation", "Флотация медной руды", "мыс кенін байыту", "", "a " * 2000, "copper flotation"]
PROMPTS = {"query": "query: ", "passage": "passage: "}
Made = tuple[Encoder, int]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders: a bare transformer, one with prompts, one that knows Russian, one that knows Kazakh too."""
    folder = tmp_path_factory.mktemp("models")
    return {
        "folder": bert(folder / "plain", LATIN, 24, 32),
        "prompts": sentence_model(folder / "prompts", prompts=PROMPTS, normalises=True),
        "russian": sentence_model(folder / "russian", [*LATIN, *RUSSIAN], dimension=8),
        "both": sentence_model(folder / "both", [*LATIN, *RUSSIAN, *KAZAKH]),
    }


@pytest.fixture(scope="module", params=["hashing", "bundled", "folder", "prompts", "russian", "both"])
def encoder(request: pytest.FixtureRequest, models: dict[str, Path]) -> Made:
    """An encoder and the length of its vectors."""
    name = str(models.get(request.param, request.param))
    dimensions = {"hashing": 64, "bundled": 384, "folder": 24, "russian": 8}
    return make_encoder(name), dimensions.get(request.param, 16)


def test_vectors_are_unit_float32_of_the_dimension(encoder: Made) -> None:
    made, dimension = encoder
    for role in (QUERY, PASSAGE):
        found = made.encode(TEXTS, role)
        assert (made.dimension, found.shape, found.dtype) == (dimension, (len(TEXTS), dimension), np.dtype(np.float32))
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)


def test_no_texts_give_no_vectors(encoder: Made) -> None:
    made, dimension = encoder
    assert made.encode([]).shape == (0, dimension)


def test_a_text_gives_the_same_vector_alone_and_among_others(encoder: Made) -> None:
    made, _dimension = encoder
    together = made.encode(TEXTS)
    alone = np.concatenate([made.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, together, atol=1e-5)
    np.testing.assert_allclose(together[0], together[-1], atol=1e-6)


def test_different_texts_give_different_vectors(encoder: Made) -> None:
    made, _dimension = encoder
    first, second = made.encode(["copper flotation", "a flotation a"])
    assert float(first @ second) < 0.9999


def test_many_texts_give_the_vectors_of_few(encoder: Made) -> None:
    made, _dimension = encoder
    texts = [f"copper flotation {'reagent ' * (number % 7)}" for number in range(MANY)]
    few = np.concatenate([made.encode([text]) for text in texts])
    assert (few * made.encode(texts)).sum(axis=1).min() > 0.998


def test_every_encoder_reads_some_words_at_once(encoder: Made) -> None:
    made, _dimension = encoder
    assert 8 <= made.reach <= 110


def test_a_folder_loaded_again_gives_the_same_vectors(models: dict[str, Path]) -> None:
    first, second = (make_encoder(str(models["folder"])).encode(["copper"]) for _time in range(2))
    assert first.tolist() == second.tolist()


def test_the_bundled_model_knows_what_is_near() -> None:
    query, near, far = make_encoder(BUNDLED).encode(
        ["recover copper from tailings", "extraction of metal from mine waste", "gluten-free bread for schools"]
    )
    assert float(query @ near) > float(query @ far) + 0.2


def test_the_setting_chooses_the_encoder(models: dict[str, Path]) -> None:
    made: list[Callable[[], str]] = [lambda: make_encoder("hashing").name, lambda: make_encoder("some/name").name]
    assert [name() for name in made] == ["hashing", "some/name"]
    assert isinstance(make_encoder("hashing"), HashingEncoder)


def languages(name: str) -> set[str]:
    made = make_encoder(name)
    return {lang for lang in ("kk", "ru", "en") if made.reads(lang)}


def test_languages_are_read_from_the_vocabulary(models: dict[str, Path]) -> None:
    found = {name: languages(str(models.get(name, name))) - {"en"} for name in ("hashing", "bundled", *models)}
    nothing: set[str] = set()
    assert found == {
        "hashing": nothing,
        "bundled": nothing,
        "folder": nothing,
        "prompts": nothing,
        "russian": {"ru"},
        "both": {"ru", "kk"},
    }


def test_a_vocabulary_of_single_letters_reads_no_words(tmp_path: Path) -> None:
    letters = [
        *LATIN,
        *"абвгдежзийклмнопрстуфхцчшщъыьэюяғқңөұүһі",
        *(f"##{one}" for one in "абвгдежзийклмнопрстуфхцчшщ"),
    ]
    assert "ru" not in languages(str(bert(tmp_path / "letters", letters)))
    assert not SentenceTransformerEncoder(BUNDLED).reads("ru"), "it has every Russian letter, and no Russian word"


def test_questions_and_passages_have_the_prompts_of_the_model(models: dict[str, Path]) -> None:
    made, plain = make_encoder(str(models["prompts"])), make_encoder(str(models["both"]))
    text, written = "copper flotation", ["query: copper flotation", "passage: copper flotation"]
    unprompted = SentenceTransformerEncoder(str(models["prompts"])).loaded.model.encode(written)
    unprompted /= np.linalg.norm(unprompted, axis=1, keepdims=True)
    found = np.concatenate([made.encode([text], QUERY), made.encode([text], PASSAGE)])
    np.testing.assert_allclose(found, unprompted, atol=1e-6)
    assert plain.encode([text], QUERY).tolist() == plain.encode([text], PASSAGE).tolist()


@pytest.mark.parametrize(
    ("given", "default", "name", "wanted"),
    [
        ({}, None, "model", ("", "")),
        ({"query": "q: ", "document": "d: "}, None, "model", ("q: ", "d: ")),
        ({"query:": "q: ", "passage:": "p: "}, None, "model", ("q: ", "p: ")),
        ({"query": "q: ", "document": ""}, None, "model", ("q: ", "")),
        ({"topic": "t: ", "query": "", "document": ""}, "topic", "model", ("t: ", "t: ")),
        ({"topic": "t: ", "query": "q: "}, "topic", "model", ("q: ", "t: ")),
        ({"query": "", "document": ""}, None, "intfloat/multilingual-e5-small", E5_PROMPTS),
        ({"query": "", "document": ""}, None, "/models/multilingual-e5-large-instruct", ("", "")),
        ({"query": "q: "}, None, "multilingual-e5-small", ("q: ", "")),
    ],
)
def test_prompts_by_their_names(given: dict[str, str], default: str | None, name: str, wanted: tuple[str, str]) -> None:
    assert prompts(given, default, name) == wanted


def test_what_a_model_says_of_itself(models: dict[str, Path]) -> None:
    found = {name: SentenceTransformerEncoder(str(models[name])).loaded.traits for name in models}
    assert {name: (traits.query, traits.passage, traits.normalises) for name, traits in found.items()} == {
        "folder": ("", "", False),
        "prompts": ("query: ", "passage: ", True),
        "russian": ("", "", False),
        "both": ("", "", False),
    }
    assert found["folder"].reach < found["both"].reach < 110 == SentenceTransformerEncoder(BUNDLED).reach


class Told(HashingEncoder):
    """Notes what it is given to read, and in which role."""

    def __init__(self, *langs: str, reach: int = 110) -> None:
        self.langs, self.reach = langs, reach
        self.told: list[tuple[Role, str]] = []

    def reads(self, lang: str) -> bool:
        return lang in self.langs

    def encode(self, texts: list[str], role: Role = PASSAGE) -> Vectors:
        self.told += [(role, text) for text in texts]
        return super().encode(texts)


RUSSIAN_TEXT, KAZAKH_TEXT = "Флотация медной руды для извлечения металла", "Мыс кенін байытуға арналған әдіс"
LATIN_KAZAKH = "Mys kenin baiytý úshin jáne óndiris úshin ádis"


@pytest.mark.parametrize(
    ("langs", "as_they_are"),
    [
        (("en",), {"copper ore"}),
        (("en", "ru"), {"copper ore", RUSSIAN_TEXT}),
        (("en", "ru", "kk"), {"copper ore", RUSSIAN_TEXT, KAZAKH_TEXT, f"{RUSSIAN_TEXT}. {KAZAKH_TEXT}."}),
    ],
)
def test_an_encoder_gets_the_text_itself_in_its_languages(langs: tuple[str, ...], as_they_are: set[str]) -> None:
    engine = Engine(Told(*langs), Glossary([]))
    texts = ["copper ore", RUSSIAN_TEXT, KAZAKH_TEXT, f"{RUSSIAN_TEXT}. {KAZAKH_TEXT}.", LATIN_KAZAKH]
    assert {text for text in texts if engine.as_read(text) == text} == as_they_are
    assert engine.words(RUSSIAN_TEXT) == Engine(Told(), Glossary([])).words(RUSSIAN_TEXT)


def test_what_is_typed_is_a_question_and_what_is_stored_a_passage() -> None:
    told = Told("en", reach=3)
    engine = Engine(told, Glossary([]))
    engine.read("one two three four", "")
    engine.read_typed("copper ore")
    engine.read("tailings", "", QUERY)
    assert told.told == [
        ("passage", "one two three"),
        ("passage", "four"),
        ("query", "copper ore"),
        ("query", "tailings"),
    ]


def fault_of(name: str, precision: str = "auto") -> tuple[str, dict[str, str]]:
    with pytest.raises(EncoderUnusable) as caught:
        make_encoder(name, precision).encode(["copper"])
    return caught.value.code, caught.value.values


def test_what_cannot_be_used_says_why(models: dict[str, Path], tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")
    assert fault_of(missing) == ("missing", {"name": missing})
    with pytest.raises(EncoderUnusable):
        check_place(missing)
    check_place("hashing")
    check_place("some/name")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_text("{}")
    code, values = fault_of(str(broken))
    assert (code, values["name"], "\n" in values["detail"]) == ("unloadable", str(broken), False)
    assert fault_of(BUNDLED, "float8") == (
        "precision",
        {"precision": "float8", "choices": "auto, float32, bfloat16"},
    )


def test_loading_is_not_tried_again_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from matchmaker.matching import transformer

    made, tries, now = make_encoder(str(tmp_path / "nowhere")), [], [0.0]
    monkeypatch.setattr(transformer, "location", lambda name: tries.append(name) or (_ for _ in ()).throw(_missing()))
    monkeypatch.setattr(transformer.time, "monotonic", lambda: now[0])
    for moment in (0.0, 1.0, 59.0, 61.0):
        now[0] = moment
        with pytest.raises(EncoderUnusable):
            made.encode(["copper"])
    assert len(tries) == 2


def _missing() -> EncoderUnusable:
    return EncoderUnusable("missing", name="nowhere")


def test_questions_to_a_missing_encoder_are_silent(tmp_path: Path, models: dict[str, Path]) -> None:
    gone = SilentWhenUnusable(make_encoder(str(tmp_path / "nowhere")), lambda: 16)
    other = SilentWhenUnusable(make_encoder(str(models["russian"])), lambda: 16)
    fine = SilentWhenUnusable(make_encoder(str(models["both"])), lambda: 16)
    for encoder, is_silent in ((gone, True), (other, True), (fine, False)):
        found = encoder.encode(["copper"])
        assert (found.shape, not found.any(), encoder.fault is not None) == ((1, 16), is_silent, is_silent)
    assert other.fault is not None
    assert (other.fault.code, other.fault.values["found"], other.fault.values["stored"]) == ("dimension", "8", "16")
    assert not Engine(gone, Glossary([])).read_typed("copper ore").vectors.any()


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "auto"])
def test_precisions_agree(models: dict[str, Path], precision: str) -> None:
    texts = [f"copper flotation {number} reagent" for number in range(MANY)]
    exact = make_encoder(BUNDLED, "float32").encode(texts)
    assert (exact * make_encoder(BUNDLED, precision).encode(texts)).sum(axis=1).min() > 0.998


def test_auto_takes_the_light_weights_for_many_texts_where_they_are_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    from matchmaker.matching import transformer

    assert is_made_for_bfloat16() in (True, False)
    for is_quick in (True, False):
        made = SentenceTransformerEncoder(BUNDLED)
        monkeypatch.setattr(transformer, "is_made_for_bfloat16", lambda quick=is_quick: quick)
        made.encode(["copper"])
        assert "_light" not in vars(made)
        made.encode(["copper"] * MANY)
        assert ("_light" in vars(made)) is is_quick
