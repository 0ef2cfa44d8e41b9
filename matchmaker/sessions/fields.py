"""What a session's forms can hold: choices, bounds, and pairs of languages between which interpreters work."""

from matchmaker.core.i18n import LOCALES

MODES = ("on_site", "online", "hybrid")
EQUIPMENT = ("screen", "sockets", "sample_bench", "quiet")
PROGRAMME_KINDS = ("registration", "plenary", "pitches", "visit", "pause", "other")
LANGUAGE_PAIRS = ("kk-ru", "en-kk", "en-ru")
# texts by language: column of the session → name in the form, and how many characters it takes
TEXTS = {
    "titles": ("title", 200),
    "themes": ("theme", 3000),
    "descriptions": ("description", 6000),
    "venues": ("venue", 300),
}
TEXT_FIELDS = tuple(f"{name}_{lang}" for name, _most in TEXTS.values() for lang in LOCALES)
SLOTS_MOST, TABLES_MOST = 100, 300
