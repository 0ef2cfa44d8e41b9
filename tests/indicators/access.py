"""Rows and calls of the access matrix from every room of indicators: each `access_<room>.py` brings a ..._TABLE and ..._CALLS."""

from importlib import import_module
from pathlib import Path

INDICATOR_TABLE = ""
INDICATOR_CALLS: dict[str, tuple[str, dict[str, object]]] = {}
for path in sorted(Path(__file__).parent.glob("access_*.py")):
    for name, value in vars(import_module(f"{__package__}.{path.stem}")).items():
        if name.endswith("_TABLE"):
            INDICATOR_TABLE += value
        elif name.endswith("_CALLS"):
            INDICATOR_CALLS |= value
