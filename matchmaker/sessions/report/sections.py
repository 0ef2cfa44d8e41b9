"""A report in the reader's words: sections with a table each, for the page, the paper and the workbook alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from matchmaker.core.i18n import _, current_locale, ngettext
from matchmaker.sessions.report.figures import PEOPLE_LEAST, RATINGS_LEAST, Figures, Group
from matchmaker.vocabularies import label

Number = int | float | None
BEFORE = ("requested", "accepted")  # steps before the timetable, not shares of it


@dataclass(frozen=True)
class Row:
    """A line of a table; `length`: how long its bar is drawn, 0 to 100."""

    title: str
    numbers: Sequence[Number]
    length: float = 0


@dataclass(frozen=True)
class Section:
    """A table and the chart in it. `heads`: of the first column and of the numbers; `shares`: columns that are shares."""

    code: str
    title: str
    note: str
    heads: list[str]
    rows: list[Row]
    shares: frozenset[int] = frozenset()


def sections_of(found: Figures) -> list[Section]:
    """The whole report."""
    return [
        _line(found), _people(found), _meetings(found), _outcomes(found), *_ratings(found), _fairness(found),
        _requests(found), _postings(found),
        _by("regions", _("By region"), _("Region"), found.regions, "regions"),
        _by("kinds", _("By kind of organisation"), _("Kind of organisation"), found.kinds, "organisation_kinds"),
        _by("sectors", _("By sector"), _("Sector"), found.sectors, "oked"),
    ]  # fmt: skip


def _with_bars(rows: Sequence[tuple[str, Sequence[Number]]], column: int = 0) -> list[Row]:
    most = max((numbers[column] or 0 for _title, numbers in rows), default=0) or 1
    return [Row(title, numbers, round(100 * (numbers[column] or 0) / most, 1)) for title, numbers in rows]


def _line(found: Figures) -> Section:
    words = {
        "requested": _("Meetings asked for"), "accepted": _("Agreed"), "placed": _("Placed in the timetable"),
        "held": _("Held"), "cooperation": _("Both sides speak of cooperation"),
        "introductions": _("Introductions that followed"),
    }  # fmt: skip
    placed = found.line["placed"]
    rows = [
        (words[name], (number, number / placed if placed and name not in BEFORE else None))
        for name, number in found.line.items()
    ]
    note = _("Meetings can be placed without a request: by mutual marks, by the system, by the officer.")
    heads = [_("Step"), _("Count"), _("Share of placed")]
    return Section("line", _("From request to result"), note, heads, _with_bars(rows), frozenset({1}))


def _people(found: Figures) -> Section:
    rows: list[tuple[str, Sequence[Number]]] = [
        (label("registration_states", state), (number,)) for state, number in found.registrations.items()
    ]
    words = {"came": _("Checked in on the day"), "stayed_away": _("Had a place and did not come")}
    rows += [(title, (found.attendance[name],)) for name, title in words.items()]
    return Section("people", _("People"), _("Waiting list and no-shows included."), [_("State"), _("People")],
                   _with_bars(rows))  # fmt: skip


def _meetings(found: Figures) -> Section:
    words = {"held": _("Held"), "missed": _("Missed"), "planned": _("Nobody has told yet")}
    rows: list[tuple[str, Sequence[Number]]] = [(words[one], (number,)) for one, number in found.meetings.items()]
    rows += [(_("No-shows that count"), (found.attendance["missed"],))]
    rows += [(_("No-shows excused"), (found.attendance["excused"],))]
    note = _("A no-show is one person at one meeting.")
    return Section("meetings", _("Meetings and no-shows"), note, [_("State"), _("Count")], _with_bars(rows))


def _outcomes(found: Figures) -> Section:
    words = {
        "none": _("Nothing for now"), "insight": _("New insight"), "follow_up": _("A next step is agreed"),
        "cooperation": _("Cooperation"),
    }  # fmt: skip
    rows = [(words[code], numbers) for code, numbers in found.outcomes.items()]
    heads = [_("Outcome"), _("Answers"), _("Meetings in which both say so")]
    note = _("Each side answers for itself, so a meeting has up to two answers.")
    return Section("outcomes", _("Outcomes"), note, heads, _with_bars(rows))


def _ratings(found: Figures) -> list[Section]:
    if found.ratings is None or found.rating is None:
        return []
    total = sum(found.ratings)
    rows = [
        (ngettext("%(number)s star", "%(number)s stars", number), (count, count / total))
        for number, count in enumerate(found.ratings, 1)
    ]
    mean = format_decimal(found.rating, "0.0", locale=current_locale())
    note = _("Told from %(least)s ratings on. Mean: %(mean)s of 5.", least=RATINGS_LEAST, mean=mean)
    heads = [_("Rating"), _("Answers"), _("Share")]
    return [Section("ratings", _("Ratings of meetings"), note, heads, _with_bars(rows), frozenset({1}))]


def _fairness(found: Figures) -> Section:
    rows = [(str(number), (placed, held)) for number, placed, held in found.fairness]
    under = ngettext(
        "%(number)s person is under the floor.", "%(number)s people are under the floor.", found.under_floor
    )
    floor = _("The floor of this session: %(floor)s.", floor=found.session.floor)
    heads = [_("Meetings"), _("People, as placed"), _("People, as held")]
    return Section("fairness", _("Fairness: people by number of meetings"), f"{floor} {under}", heads, _with_bars(rows))


def _requests(found: Figures) -> Section:
    words = {
        "open": _("Waiting"), "countered": _("Counter-proposal"), "accepted": _("Agreed"), "declined": _("Declined"),
        "withdrawn": _("Withdrawn"), "expired": _("Expired"),
    }  # fmt: skip
    rows = [(words[state], (number,)) for state, number in found.requests.items()]
    return Section("requests", _("Requests for meetings"), "", [_("State"), _("Count")], _with_bars(rows))


def _postings(found: Figures) -> Section:
    words = {"need": _("Needs"), "capability": _("Capabilities")}
    rows = [(words[kind], numbers) for kind, numbers in found.postings.items()]
    heads = [_("Postings"), _("Brought"), _("Placed"), _("Talked about"), _("With cooperation")]
    note = _("Each posting counts once, however many meetings it had.")
    return Section("postings", _("Needs and capabilities"), note, heads, _with_bars(rows))


def _by(code: str, title: str, head: str, groups: list[Group], vocabulary: str) -> Section:
    rows = [(label(vocabulary, one.code) if one.code else _("Other sectors"), _numbers(one)) for one in groups]
    heads = [
        head, _("Organisations"), _("People"), _("Asked"), _("Agreed"), _("Placed"), _("Held"), _("Missed"),
        _("Cooperation"), _("Introductions"),
    ]  # fmt: skip
    note = _("A meeting counts once for each side. Where fewer than %(least)s people come from, a dash hides what came of "
             "their meetings.", least=PEOPLE_LEAST)  # fmt: skip
    return Section(code, title, note, heads, _with_bars(rows, 4))


def _numbers(one: Group) -> tuple[Number, ...]:
    return (
        one.organisations, one.people, one.requested, one.accepted, one.placed, one.held, one.missed, one.cooperation,
        one.introductions,
    )  # fmt: skip
