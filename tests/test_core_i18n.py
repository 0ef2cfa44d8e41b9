"""Words in the reader's language: catalogues are whole, and a locale holds only where it was set."""

import re
from threading import Thread

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from matchmaker.core.i18n import CATALOGUES, LOCALES, _, current_locale, ngettext, set_locale, translate, use_locale
from tests.needs import need

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TRANSLATED = ["kk", "ru"]


def compiled() -> None:
    made = all((CATALOGUES / locale / "LC_MESSAGES" / "messages.mo").exists() for locale in TRANSLATED)
    need(made, "The catalogues are not compiled: run make messages")


def entries(locale: str) -> list[Message]:
    with (CATALOGUES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [message for message in read_po(file, locale) if message.id]


def forms(text: str | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_message_is_translated_for_good(locale: str) -> None:
    assert [m.id for m in entries(locale) if m.fuzzy or not all(forms(m.string)) or not m.string] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_translations_keep_the_placeholders(locale: str) -> None:
    wrong = [
        (message.id, form)
        for message in entries(locale)
        for form in forms(message.string)
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert wrong == []


def test_both_catalogues_hold_the_same_messages() -> None:
    kazakh, russian = ({forms(message.id)[0] for message in entries(locale)} for locale in TRANSLATED)
    assert kazakh == russian
    assert len(kazakh) > 500


def test_a_message_in_each_language() -> None:
    compiled()
    found = []
    for locale in LOCALES:
        with use_locale(locale):
            found.append(_("The cell is missing."))
    assert found == ["Ұяшық жетіспейді.", "Не хватает ячейки.", "The cell is missing."]


def test_values_fill_the_placeholders_and_percent_signs_stay() -> None:
    assert _("“%(value)s” is not a whole number.", value="50 %") == "“50 %” is not a whole number."
    assert _("100 % copper") == "100 % copper"
    assert translate("“%(value)s” is not a whole number.") == "“%(value)s” is not a whole number."


def test_russian_counts_have_their_own_forms() -> None:
    compiled()
    counted = next(m for m in entries("ru") if isinstance(m.id, tuple))
    with use_locale("ru"):
        found = [
            ngettext(*counted.id, number, **dict.fromkeys(placeholders(counted), number)) for number in (1, 3, 5, 21)
        ]
    assert len({re.sub(r"\d+", "", text) for text in found}) == 3
    assert re.sub(r"\d+", "", found[0]) == re.sub(r"\d+", "", found[3])


def placeholders(message: Message) -> list[str]:
    return [name for name in re.findall(r"%\((\w+)\)", " ".join(forms(message.id))) if name != "number"]


def test_a_locale_ends_with_its_block_even_after_a_fault() -> None:
    with pytest.raises(ValueError), use_locale("kk"), use_locale("ru"):
        raise ValueError
    assert current_locale() == "en"


def test_an_unknown_locale_is_english() -> None:
    set_locale("fr")
    assert current_locale() == "en"
    with use_locale("../kk"):
        assert current_locale() == "en"


def test_a_locale_does_not_reach_another_thread() -> None:
    set_locale("kk")
    seen: list[str] = []
    thread = Thread(target=lambda: seen.append(current_locale()))
    thread.start()
    thread.join()
    assert (seen, current_locale()) == (["en"], "kk")
