"""The public instances are read as they are meant, and what is malformed is named."""

import json
from pathlib import Path

import pytest

from benchmarks import scheduling
from benchmarks.dzn import Malformed, read
from matchmaker.scheduling.problem import Meeting, Person, Problem, Table

GOOD = """
nBusiness = 3; nMeetings = 3; % a remark
nTables = 2;
nTotalSlots = 4;
nMorningSlots = 2;
requested = [|1, 2,1,
|1, 3,2,
|2, 3,3,
|];
meetingsxBusiness = [{1,2,3},{1,2,4},{1,3,4}];
nMeetingsBusiness = [2,2,2];
forbidden = [{0},
{2, 3},
{}];
fixed = [0,3,0];
precedences = [{}, {1}, {}];
"""
DAY = frozenset(range(4))


def test_an_instance_is_read() -> None:
    assert read(GOOD) == Problem(
        slots=4,
        people=(Person(DAY), Person(frozenset({0, 3})), Person(DAY)),
        meetings=(
            Meeting((0, 1), required=True, slots=frozenset({0, 1})),
            Meeting((0, 2), required=True, slots=frozenset({2})),
            Meeting((1, 2), required=True, slots=DAY),
        ),
        tables=(Table(DAY), Table(DAY)),
        before=((0, 1),),
        breaks_apart=2,
    )


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("nTables = 2;", "", "nTables: missing"),
        ("nTables = 2;", "nTables = two;", "nTables: 'two' is not a number"),
        ("nMorningSlots = 2", "nMorningSlots = 5", "nMorningSlots: 5 of 4 slots"),
        ("nMeetings = 3", "nMeetings = 4", "requested: 3 instead of 4"),
        ("|2, 3,3,", "|2, 2,3,", "requested, number 3: [2, 2, 3] is not two participants and a session"),
        ("|2, 3,3,", "|2, 4,3,", "requested, number 3: 4 of 3"),
        ("|2, 3,3,", "|2, 3,0,", "requested, number 3: [2, 3, 0] is not two participants and a session"),
        ("|2, 3,3,", "|2, x,3,", "requested: 'x' is not a number"),
        (
            "requested = [|",
            "requested = [",
            "requested: '[1, 2,1,\\n|1, 3,2,\\n|2, 3,3,\\n|]' is not between [| and |]",
        ),
        ("{2, 3},", "{2, 5},", "forbidden, number 2: 5 of 4"),
        ("{2, 3},", "2, 3,", "forbidden: not a list of sets"),
        ("[0,3,0]", "[0,3]", "fixed: 2 instead of 3"),
        ("[{}, {1}, {}]", "[{}, {2}, {}]", "precedences, number 2: before itself"),
        ("precedences = [{}, {1}, {}];", "precedences = [{}", "not an assignment: 'precedences = [{}'"),
    ],
)
def test_what_is_malformed_is_named(right: str, wrong: str, message: str) -> None:
    assert right in GOOD
    with pytest.raises(Malformed) as raised:
        read(GOOD.replace(right, wrong))
    assert str(raised.value) == message


def test_the_command_prints_a_line_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.dzn").write_text(GOOD, encoding="utf-8")
    (tmp_path / "two.dzn").write_text(GOOD.replace("{2, 3}", "{1, 2}"), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["scheduling", *map(str, sorted(tmp_path.iterdir())), "--threads", "1"])
    scheduling.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.pop("seconds") < 60 for line in lines] == [True, True]
    assert lines == [
        {"name": "one", "status": "optimal", "objective": 2, "bound": 2},
        {"name": "two", "status": "infeasible", "objective": None, "bound": None},
    ]


def test_a_malformed_file_ends_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.dzn"
    path.write_text("nBusiness = 3;", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["scheduling", str(path)])
    with pytest.raises(SystemExit) as raised:
        scheduling.main()
    assert raised.value.code == f"{path}: nMeetings: missing"
