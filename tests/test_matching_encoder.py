"""What every encoder promises: the stand-in, the bundled model and one that is loaded by folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matchmaker.matching.encoder import BUNDLED, Encoder, HashingEncoder, SentenceTransformerEncoder, make_encoder

TEXTS = ["copper flotation", "Флотация медной руды", "мыс кенін байыту", "", "a " * 2000, "copper flotation"]
VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "copper",
    "flotation",
    "a",
    *list("bcdefghijklmnopqrstuvwxyz"),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small BERT with random weights, as transformers saves it."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny-bert")
    words = folder / "vocab.txt"
    words.write_text("\n".join(VOCABULARY), encoding="utf-8")
    torch.manual_seed(7)
    sizes = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(VOCABULARY), max_position_embeddings=32, **sizes)).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(words), model_max_length=32).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", params=["hashing", "bundled", "folder"])
def encoder(request: pytest.FixtureRequest) -> tuple[Encoder, int]:
    """An encoder and the length of its vectors."""
    name = str(request.getfixturevalue("tiny")) if request.param == "folder" else request.param
    return make_encoder(name), {"hashing": 64, "bundled": 384, "folder": 24}[request.param]


Made = tuple[Encoder, int]


def test_vectors_are_unit_float32_of_the_dimension(encoder: Made) -> None:
    made, dimension = encoder
    found = made.encode(TEXTS)
    assert (made.dimension, found.shape, found.dtype) == (dimension, (len(TEXTS), dimension), np.dtype(np.float32))
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


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


def test_a_folder_loaded_again_gives_the_same_vectors(tiny: Path) -> None:
    first, second = (SentenceTransformerEncoder(str(tiny)).encode(["copper"]) for _time in range(2))
    assert first.tolist() == second.tolist()


def test_the_bundled_model_knows_what_is_near() -> None:
    query, near, far = make_encoder(BUNDLED).encode(
        ["recover copper from tailings", "extraction of metal from mine waste", "gluten-free bread for schools"]
    )
    assert float(query @ near) > float(query @ far) + 0.2


def test_the_setting_chooses_the_encoder(tiny: Path) -> None:
    made: list[Callable[[], str]] = [lambda: make_encoder("hashing").name, lambda: make_encoder(str(tiny)).name]
    assert [name() for name in made] == ["hashing", str(tiny)]
    assert isinstance(make_encoder("hashing"), HashingEncoder)
