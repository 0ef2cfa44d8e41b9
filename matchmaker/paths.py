"""Where the checkout keeps what is not code."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
SEEDS = ROOT / "seeds"
GLOSSARY = SEEDS / "glossary"
GOLD = SEEDS / "gold.json"
PROGRAMMES = SEEDS / "programmes.json"
