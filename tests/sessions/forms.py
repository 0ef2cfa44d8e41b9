"""Values of the forms of sessions, for tests that go through the door."""

from werkzeug.datastructures import MultiDict

from tests.sessions.making import DAY


def session_form(**changes: object) -> MultiDict[str, object]:
    """A complete form of a new session; `changes` replace single fields."""
    values: dict[str, object] = {
        "title_en": "Clean copper",
        "title_ru": "Чистая медь",
        "theme_en": "Flotation reagent for fine copper particles from tailings",
        "venue_en": "Karaganda, Mira 12",
        "sectors": ["07"],
        "region": "KZ-35",
        "mode": "on_site",
        "timezone": "Asia/Almaty",
        "starts_on": DAY.isoformat(),
        "capacity": "40",
        "needs_approval": "1",
        "floor": "2",
        "wanted": "1",
        "first_at": "10:00",
        "minutes": "20",
        "between": "5",
        "slot_count": "4",
        "pauses": "10:50-11:30",
        "more_tables": "3",
        "more_room": "Hall A",
        "interpreters-en-kk": "1",
    }
    return MultiDict(values | changes)


def entry_form(organisation: int, *postings: int, **changes: object) -> MultiDict[str, object]:
    """A complete form of a registration."""
    values: dict[str, object] = {
        "organisation_id": str(organisation),
        "languages": ["en", "ru"],
        "is_open_to_others": "1",
    }
    return MultiDict(values | {"posting_ids": [str(one) for one in postings]} | changes)
