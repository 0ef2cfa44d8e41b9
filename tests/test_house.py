"""The house keeps its rules: imports go down, start-up is light, files stay short."""

import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.paths import TEMPLATES

ROOT = TEMPLATES.parent
HEAVY = ("torch", "faiss", "sentence_transformers", "transformers", "ortools")
MOST_LINES = 400
LIGHT = f"""
import sys
from matchmaker.app import create_app
from matchmaker.config import Config
app = create_app(Config(home=sys.argv[1], secret_key="test"))
assert app.test_client().get("/health").status_code == 200
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python process of its own, in the project's folder."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_starting_imports_nothing_heavy(tmp_path: Path) -> None:
    done = run("-c", LIGHT, str(tmp_path))
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_starting_leaves_the_schema_alone(tmp_path: Path) -> None:
    run("-c", LIGHT, str(tmp_path))
    database = tmp_path / "matchmaker.sqlite"
    assert not database.exists() or database.stat().st_size == 0


def test_imports_go_down_the_floors_only() -> None:
    done = run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["matchmaker", "tests", "templates"])
def test_no_file_is_long(folder: str) -> None:
    files = [path for kind in ("*.py", "*.html") for path in (ROOT / folder).rglob(kind)]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


@pytest.mark.parametrize("folder", ["matchmaker", "tests", "benchmarks"])
def test_every_module_says_why_it_exists(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if path.read_text(encoding="utf-8").strip()]
    silent = [path.name for path in files if not path.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert [name for name in silent if not name.startswith("0")] == []
