"""The catalogues are complete: every message has a translation into kk and ru with the same placeholders."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from matchmaker.core.i18n import CATALOGUES
from matchmaker.paths import TEMPLATES

ROOT = TEMPLATES.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
Key = str | tuple[str, ...]


@cache
def messages() -> frozenset[Key]:
    """Every message of the code and the templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "_": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(ROOT), methods, options, keywords)
    return frozenset(row[2] for row in found if not str(row[0]).startswith((".venv", "tests")))


@cache
def translations(locale: str) -> dict[Key, Message]:
    """The catalogue's entries by message."""
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {message.id: message for message in read_po(file, locale) if message.id}


def forms(text: Key) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str) -> list[str]:
    return sorted(found.group() for found in PLACEHOLDER.finditer(text))


def test_messages_are_found() -> None:
    assert len(messages()) > 400
    assert {"Sign in", ("%(num)s posting", "%(num)s postings")} <= messages()


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_every_message_is_translated(locale: str) -> None:
    known = translations(locale)
    missing = [key for key in messages() if key not in known or not all(forms(known[key].string))]
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_no_translation_is_a_guess(locale: str) -> None:
    assert [key for key, message in translations(locale).items() if message.fuzzy] == []


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_placeholders_are_the_same(locale: str) -> None:
    known = translations(locale)
    wrong = [
        (form, key)
        for key in messages() & set(known)
        for form in forms(known[key].string)
        if form and placeholders(form) != placeholders(forms(key)[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize(("locale", "letters"), [("kk", "әғқңөұүі"), ("ru", "ыэъёщ")])
def test_a_catalogue_is_in_its_language(locale: str, letters: str) -> None:
    text = "".join(form for message in translations(locale).values() for form in forms(message.string)).lower()
    assert all(letter in text for letter in letters)
    assert not (locale == "ru" and set("әғқңөұүһ") & set(text))
