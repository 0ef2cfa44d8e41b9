"""The command line: files in, CSV out."""

import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.paths import TEMPLATES

INDICATORS = """code,name,level,direction,weight,parent
staff,Staff,1,1,1,people
leavers,Leavers,1,-1,3,people
labs,"Labs, all",1,1,2,index
people,People,2,1,2,index
index,Index,3,1,1,
"""
VALUES = "unit,labs,staff,leavers\nA,5,0,10\nB,,5,20\nC,15,10,30\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The benchmark on the example worked by hand."""
    (folder / "indicators.csv").write_text(INDICATORS, encoding="utf-8")
    (folder / "values.csv").write_text(VALUES, encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.potential", str(folder / "indicators.csv"), str(folder / "values.csv")]
    return subprocess.run([*command, *arguments], cwd=TEMPLATES.parent, capture_output=True, text=True, check=False)


def test_scores_of_every_group(tmp_path: Path) -> None:
    assert run(tmp_path).stdout == "unit,people,index\nA,75.0,37.5\nB,50.0,50.0\nC,25.0,62.5\n"


def test_ranks_of_draws(tmp_path: Path) -> None:
    choices = ("--normalise", "rank", "--aggregate", "geometric", "--treat", "log", "--draws", "2000", "--seed", "7")
    first, again = run(tmp_path, *choices), run(tmp_path, *choices)
    assert first.stdout == again.stdout
    header, *rows = first.stdout.splitlines()
    assert header == "unit,people,index,rank_mean,rank_median,rank_q05,rank_q95"
    assert sum(float(row.split(",")[3]) for row in rows) == pytest.approx(6, abs=0.01)


def test_what_cannot_be_reckoned_with_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "--aggregate", "geometric", "--scale", "0", "1")
    assert (done.returncode, done.stderr.strip()[:45]) == (1, "Unusable: a geometric mean needs scores above")
