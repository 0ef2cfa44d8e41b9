"""Snowball's stems. A stemmer keeps the word that it works on, so every thread has stemmers of its own."""

import threading

import snowballstemmer


class _Stemmers(threading.local):
    def __init__(self) -> None:
        self.by_language = {name: snowballstemmer.stemmer(name) for name in ("english", "russian")}


_own = _Stemmers()


def snowball(word: str, language: str) -> str:
    """The stem of a lower-case word; language: english or russian."""
    return str(_own.by_language[language].stemWord(word))
