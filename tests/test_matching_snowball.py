"""Stems are the same whoever else asks for one at the same moment."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from matchmaker.matching.snowball import snowball

WORDS = {
    "english": ["flotation", "operational", "a", "nationally", "conditional", "ores", "recommendations", "the"],
    "russian": ["флотационный", "обогащение", "я", "технологическими", "руда", "исследовательского", "и", "сталь"],
}


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("language", WORDS)
def test_threads_do_not_disturb_each_other(restless: None, language: str) -> None:
    expected = [snowball(word, language) for word in WORDS[language]]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _turn: [snowball(word, language) for word in WORDS[language]], range(400)))
    assert found == [expected] * 400
