"""The benchmark of deals in small: what it counts is there. The whole of it is `python -m benchmarks.deals`."""

import pytest

from benchmarks.crowd.browser import Answer
from benchmarks.deals import pages
from benchmarks.deals.pressing import words


def test_pages_are_measured_and_what_is_out_of_bounds_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    with pages.house(26, 4) as large, pages.house(10, 2) as small:
        for room in ("", "/work"):
            assert pages.compare(large, small, "provider", f"/deals/{{deal}}{room}", 1, float("inf"))
        assert not pages.compare(large, small, "officer", "/deals/", 1, 0)
        history = large.browsers["officer"].get(f"/deals/{large.deal}").text
    shown = capsys.readouterr().out.splitlines()
    assert [(line.split()[:2], line.endswith("!")) for line in shown] == [
        (["/deals/N", "provider"], False),
        (["/deals/N/work", "provider"], False),
        (["/deals/", "officer"], True),
    ]
    assert "29 events" in history  # with the step that opened it and the two terms


def test_the_words_of_a_refusal() -> None:
    page = '<div class="error-summary" role="alert"><ul><li><a href="#f">Somebody &amp; all.</a></li></ul></div>'
    assert [words(Answer(409, text, "")) for text in (page, "<p>Conflict</p>")] == ["Somebody & all.", ""]
