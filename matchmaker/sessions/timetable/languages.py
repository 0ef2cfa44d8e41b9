"""Which interpreter two people need."""

from collections.abc import Sequence

from matchmaker.sessions.models import Interpreters


def language_between(one: Sequence[str], other: Sequence[str], interpreters: Sequence[Interpreters]) -> str | None:
    """The pair of languages to be interpreted, as `en-kk`; None when both speak one language, or someone named none.

    Of several the one with the most interpreters; one that nobody interprets when there is no other.
    """
    if not one or not other or set(one) & set(other):
        return None
    pairs = sorted("-".join(sorted((here, there))) for here in one for there in other)
    numbers = {each.languages: each.number for each in interpreters}
    return max(pairs, key=lambda pair: numbers.get(pair, 0))
