"""Small sentence-transformers models with random weights, as folders, for tests of what is read from a model's files."""

from pathlib import Path

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LATIN = [*SPECIAL, *"abcdefghijklmnopqrstuvwxyz", *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), ":"]
LATIN += "query passage copper flotation reagent recovery tailings ore and for of the a".split()
RUSSIAN = "лаборатория предлагает реагент для флотации медной руды и ищет способ извлечения металла из хвостов".split()
KAZAKH = (
    "зертхана мыс кенін байытуға арналған реагентті ұсынады және өңдеу қалдықтарынан металл алу әдісін іздейді".split()
)


def bert(folder: Path, words: list[str], dimension: int = 16, length: int = 64, seed: int = 7) -> Path:
    """A BERT with random weights and this vocabulary, as transformers saves it."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: number for number, word in enumerate(dict.fromkeys(words))}
    torch.manual_seed(seed)
    sizes = {"hidden_size": dimension, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=length, **sizes)).save_pretrained(folder)
    tokenizer = BertTokenizerFast(vocab=vocabulary, model_max_length=length, strip_accents=False)
    tokenizer.save_pretrained(folder)
    return folder


def sentence_model(
    folder: Path,
    words: list[str] = LATIN,
    dimension: int = 16,
    length: int = 64,
    prompts: dict[str, str] | None = None,
    default: str | None = None,
    normalises: bool = False,
) -> Path:
    """The same with pooling, and with prompts in its configuration, as sentence-transformers saves it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    inside = Transformer(str(bert(folder.with_name(f"{folder.name}-bert"), words, dimension, length)))
    modules = [inside, Pooling(dimension), *([Normalize()] if normalises else [])]
    model = SentenceTransformer(modules=modules, prompts=prompts, default_prompt_name=default, device="cpu")
    model.save(str(folder))
    return folder
