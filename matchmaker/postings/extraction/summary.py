"""The most telling sentences of a text that has no abstract of its own."""

import numpy as np

from matchmaker.matching.engine import Engine
from matchmaker.matching.language import detect, sentences

MOST = 900  # characters; a posting's summary may have a hundred more
USUAL = 600
LEAD = 12  # sentences up to which the first ones are taken as they are
LOOKED_AT = 40
LONGEST = 350
FIRST = 0.1  # what standing first is worth, in cosine; nothing at the last sentence looked at


def shortened(text: str, most: int = MOST) -> str:
    """Whole sentences from the beginning up to a length; words of the first one when it alone is longer."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in sentences(text, least=1, most=200):
        if len(kept) + len(sentence) + 1 > most:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[: most - 1].rsplit(" ", 1)[0] + "…"


def summary_of(engine: Engine, body: list[str]) -> tuple[str, str]:
    """A summary and where it comes from: `whole` of a short text, `lead`, or `nearest` to the meaning of the whole."""
    text = "\n".join(body)
    if len(text) <= MOST:
        return " ".join(text.split()), "whole"
    found = [one for one in sentences(text, most=LOOKED_AT) if len(one) <= LONGEST]
    if len(found) <= LEAD:
        return shortened(" ".join(text.split()), USUAL), "lead"
    return _nearest(engine, found), "nearest"


def _nearest(engine: Engine, found: list[str]) -> str:
    """The sentences nearest to the mean of all, in the order of the text."""
    pieces = [engine.pieces(one)[0] for one in found]
    vectors = engine.encode(pieces, [detect(one) for one in found])
    nearness = vectors @ vectors.mean(0) + FIRST * np.linspace(1, 0, len(found))
    chosen: list[int] = []
    for place in np.argsort(-nearness, kind="stable").tolist():
        if sum(len(found[one]) + 1 for one in [*chosen, place]) <= USUAL:
            chosen.append(place)
    return " ".join(found[place] for place in sorted(chosen))
