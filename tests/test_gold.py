"""The figures of the graded set: from rankings and judgements to what the file keeps."""

import json

import pytest

from benchmarks import gold
from benchmarks.gold import Ranking, measure, report
from matchmaker.core.tables import read_table
from matchmaker.paths import GOLD, SEEDS
from matchmaker.recommendations.method import gold as kept
from matchmaker.seeding import RELEVANCE, posting_rows

# Two needs, three capabilities of two organisations. The first need is served perfectly; the second finds only "b".
FOUND = Ranking(
    scores={"n1": {"a": 70.4, "b": 50.0, "c": 12.0}, "n2": {"c": 59.6, "b": 44.4}},
    langs={"n1": "kk", "n2": "ru", "a": "en", "b": "ru", "c": "kk"},
    owners={"a": 1, "b": 2, "c": 2},
    engine="e",
    encoder="hashing",
)
GRADES = {"n1": {"a": 3.0, "b": 1.0, "c": 0.0}, "n2": {"b": 2.0}}
EXPECTED = {
    "engine": "e",
    "encoder": "hashing",
    "needs": 2,
    "capabilities": 3,
    "measures": {"ndcg@10": 0.8155, "recall@10": 1.0, "recall@100": 1.0, "mrr": 0.75},
    "pairs": [
        {"need": "kk", "capability": "en", "needs": 1, "ndcg@10": 1.0},
        {"need": "ru", "capability": "ru", "needs": 1, "ndcg@10": 0.6309},  # 1 / log2 3
    ],
    "words": [
        {"word": "strong", "pairs": 2, "fitting": 1},  # 70.4, and 59.6 that is shown as 60
        {"word": "good", "pairs": 1, "fitting": 1},
        {"word": "possible", "pairs": 3, "fitting": 1},
    ],
    "exposure": {"capabilities": 0.1333, "organisations": 0.3},  # listed 1, 2, 2 times; organisations 1, 4 times
}


def test_the_figures_of_a_small_set() -> None:
    assert measure(FOUND, GRADES) == EXPECTED


def test_the_last_line_of_the_report_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    report(EXPECTED)
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(lines[-1]) == EXPECTED
    assert lines[1:4] == [
        "nDCG@10 by languages need→capability: kk→en 1.00, ru→ru 0.63",
        "pairs that fit, by the word of their score: strong 1/2, good 1/1, possible 1/3",
        "Gini of places among the first 10: {'capabilities': 0.1333, 'organisations': 0.3}",
    ]


def test_the_kept_file_is_of_the_seeds() -> None:
    values = json.loads(GOLD.read_text(encoding="utf-8"))
    judged = {row["need"] for row in read_table(SEEDS / "relevance.csv", RELEVANCE)}
    posted = [row["kind"] for row in posting_rows(SEEDS)]
    assert (values["needs"], sum(one["needs"] for one in values["pairs"])) == (len(judged), len(judged))
    assert 0 < values["capabilities"] <= posted.count("capability")
    assert sum(one["pairs"] for one in values["words"]) == values["needs"] * values["capabilities"]


def test_the_kept_file_is_read_whole() -> None:
    values = json.loads(GOLD.read_text(encoding="utf-8"))
    assert vars(kept()) | {"measured_on": kept().measured_on.isoformat()} == {
        "measured_on": values["date"],
        "engine": values["engine"],
        "needs": values["needs"],
        "capabilities": values["capabilities"],
        "measures": values["measures"],
        "pairs": {(one["need"], one["capability"]): (one["ndcg@10"], one["needs"]) for one in values["pairs"]},
        "words": {one["word"]: (one["fitting"], one["pairs"]) for one in values["words"]},
        "exposure": values["exposure"],
    }


@pytest.mark.parametrize(("arguments", "is_kept"), [((), False), (("--write",), True)])
def test_the_file_is_written_only_when_asked_for(
    arguments: tuple[str, ...],
    is_kept: bool,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path_factory.mktemp("gold") / "gold.json"
    monkeypatch.setattr(gold, "GOLD", path)
    monkeypatch.setattr(gold, "load", lambda app: None)
    monkeypatch.setattr(gold, "rank_needs", lambda app: FOUND)
    monkeypatch.setattr(gold, "judgements", lambda: GRADES)
    gold.main(arguments)
    assert path.exists() is is_kept
    if is_kept:
        written = json.loads(path.read_text(encoding="utf-8"))
        assert next(iter(written)) == "date"
        assert {name: value for name, value in written.items() if name != "date"} == EXPECTED
