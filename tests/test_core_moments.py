"""Moments, zones and names in the reader's words."""

from datetime import UTC, datetime

import pytest

from matchmaker.core.i18n import use_locale
from matchmaker.core.moments import hour_words, moment_words, zone_words
from matchmaker.core.text import name_key

AT = datetime(2027, 3, 18, 19, 5, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "moment", "zone"),
    [
        ("kk", "2027\u202fж. 19 нау., 00:05", "Алматы, UTC+05:00"),
        ("ru", "19 мар. 2027\u202fг., 00:05", "Алматы, UTC+05:00"),
        ("en", "Mar 19, 2027, 00:05", "Almaty, UTC+05:00"),
    ],
)
def test_a_moment_has_the_day_of_its_zone_and_no_seconds(locale: str, moment: str, zone: str) -> None:
    with use_locale(locale):
        assert (moment_words(AT, "Asia/Almaty"), zone_words("Asia/Almaty", AT)) == (moment, zone)


def test_hours_count_to_24_in_english_too() -> None:
    with use_locale("en"):
        assert [hour_words(AT, zone) for zone in ("UTC", "America/New_York")] == ["19:05", "15:05"]
        assert [zone_words(zone, AT) for zone in ("UTC", "America/New_York")] == ["UTC", "New York, UTC-04:00"]


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    names = ["Өмір", "Оспан", "Ұлан", "Қанат", "Камила", "Лаура", "Ахмет", "Әсел", "Бекзат", "James", "Іңкәр", "Ырыс"]
    wanted = ["James", "Ахмет", "Әсел", "Бекзат", "Камила", "Қанат", "Лаура", "Оспан", "Өмір", "Ұлан", "Ырыс", "Іңкәр"]
    assert sorted(names, key=name_key) == wanted
