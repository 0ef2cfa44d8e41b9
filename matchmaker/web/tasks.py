"""What each role is told to do next, in one table: a count, for whom it matters, where it leads."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from matchmaker.accounts.actor import Actor
from matchmaker.core.i18n import _

POSTERS = frozenset({"researcher", "company", "operator", "officer", "administrator"})
OFFICERS = frozenset({"officer", "administrator"})


@dataclass(frozen=True)
class Task:
    """One thing to do next; shown when `count` is not zero or the task is always there."""

    title: str
    text: str
    url: str
    icon: str
    count: int | None = None


Counts = dict[str, int]


def _for_dealers(actor: Actor, counts: Counts) -> list[Task]:
    found = [_messages(counts), *(_leading if actor.is_officer else _paying)(counts)]
    return [task for task in found if task.count]


def _messages(counts: Counts) -> Task:
    url = url_for("deal_room.index", deal_id=counts["messages_deal"])
    text = _("The other side or the officer has written.")
    return Task(_("Read the new messages in your deals"), text, url, "chat-dots", counts["messages"])


def _paying(counts: Counts) -> list[Task]:
    """For the side that pays."""
    return [
        Task(
            _("Pay what is late in your deals"),
            _("It is past its day and not entered as paid. If you have paid, ask the other side to enter it."),
            _money_url("late", counts),
            "cash-coin",
            counts["late"],
        ),
        Task(
            _("Report your sales"),
            _("A period of a royalty is over, and its sales are not reported."),
            _money_url("unreported", counts),
            "receipt",
            counts["unreported"],
        ),
    ]


def _leading(counts: Counts) -> list[Task]:
    """For the officer who leads."""
    return [
        Task(
            _("See to late payments in your deals"),
            _("They are past their day and not entered as paid."),
            _money_url("late", counts),
            "cash-coin",
            counts["late"],
        ),
        Task(
            _("See to sales that are not reported"),
            _("A period of a royalty is over: the side that pays is to report."),
            _money_url("unreported", counts),
            "receipt",
            counts["unreported"],
        ),
    ]


def _money_url(name: str, counts: Counts) -> str:
    """The money of the deal when there is one, else the list of deals."""
    if counts[f"{name}_deals"] > 1:
        return url_for("deals.table")
    return url_for("deal_money.index", deal_id=counts[f"{name}_deal"])


def _for_participants(actor: Actor, counts: Counts) -> list[Task]:
    number = counts["meetings_to_answer"]
    if not number:
        return []
    url = url_for("session_requests.index", session_id=counts["meetings_session"])
    text = _("Somebody would like to meet you at a session and waits for your answer.")
    return [Task(_("Answer requests for meetings"), text, url, "calendar2-heart", number)]


def _for_posters(actor: Actor, counts: Counts) -> list[Task]:
    mine, interests = url_for("postings.mine"), url_for("introductions.index")
    kind = "need" if actor.role == "company" else "capability"
    found = [
        Task(
            _("Answer those who are interested in you"),
            _("They wait for your yes or no."),
            interests,
            "bell",
            counts["interests"],
        ),
        Task(
            _("Go on with your introductions"),
            _("Contacts are open: agree on a first talk."),
            interests,
            "people",
            counts["introductions"],
        ),
        Task(
            _("Complete what the officer returned"),
            _("A note says what is missing."),
            mine,
            "arrow-return-left",
            counts["returned"],
        ),
        Task(_("Finish your drafts"), _("Nobody sees a draft until it is reviewed."), mine, "pencil", counts["drafts"]),
        Task(
            _("Renew what expires soon"),
            _("One click keeps it in the recommendations."),
            mine,
            "arrow-repeat",
            counts["expiring"],
        ),
        Task(
            _("Accept people who ask to join"),
            _("They want to post for your organisation."),
            url_for("organisations.index", mine=1),
            "person-plus",
            counts["requests"],
        ),
    ]
    shown = [task for task in found if task.count]
    if not actor.organisations and actor.role in ("researcher", "company", "operator"):
        shown.insert(
            0,
            Task(
                _("Join or register your organisation"),
                _("Postings belong to an organisation: find yours or add it."),
                url_for("organisations.index"),
                "building",
            ),
        )
    elif not shown and actor.role in ("researcher", "company"):
        title = _("Post a need") if kind == "need" else _("Post a capability")
        shown.append(
            Task(title, _("Counterparts appear while you type."), url_for("postings.new", kind=kind), "plus-circle")
        )
    return shown


def _for_officers(actor: Actor, counts: Counts) -> list[Task]:
    desk = url_for("desk.index")
    found = [
        Task(
            _("Broker introductions"),
            _("Both sides said yes and wait for you."),
            desk + "#introductions",
            "people",
            counts["to_broker"],
        ),
        Task(
            _("Review submitted postings"),
            _("Publish, or return with a note."),
            desk + "#review",
            "inbox",
            counts["to_review"],
        ),
        Task(
            _("Verify organisations"),
            _("Their postings cannot be published before."),
            desk + "#organisations",
            "patch-check",
            counts["to_verify"],
        ),
        Task(
            _("Freshen stale postings"),
            _("Ask the owners whether they still hold."),
            desk + "#stale",
            "hourglass-split",
            counts["stale"],
        ),
    ]
    shown = [task for task in found if task.count]
    needs = Task(
        _("Look for needs that nobody meets"),
        _("The desk lists them, the worst served first."),
        desk + "#unmatched",
        "search-heart",
    )
    return [*shown, needs]


def _for_overseers(actor: Actor, counts: Counts) -> list[Task]:
    overview = url_for("overview.index")
    return [
        Task(
            _("See the line by region"),
            _("Postings, interests and introductions in every region."),
            overview,
            "bar-chart",
        ),
        Task(
            _("Read the needs of enterprises"),
            _("What industry asks of science today."),
            url_for("search.index", kind="need"),
            "clipboard-data",
            counts["needs"],
        ),
        Task(
            _("Read the capabilities of science"),
            _("What laboratories can do or license."),
            url_for("search.index", kind="capability"),
            "lightbulb",
            counts["capabilities"],
        ),
    ]


def _for_managers(actor: Actor, counts: Counts) -> list[Task]:
    residents = _("Organisations would like to become residents of your territory and wait for your decision.")
    lent = _(
        "Organisations would like to use equipment and rooms of your territory; the hours are kept until you answer."
    )
    first = counts["applications_territory"]
    url = url_for("territory_residents.index", territory_id=first, _anchor="waiting") if first else ""
    title = _("Decide on applications of residents")
    tasks = [
        Task(title, residents, url, "building-check", counts["applications"]),
        Task(_("Answer bookings"), lent, url_for("bookings.waiting"), "calendar-check", counts["bookings"]),
    ]
    return [task for task in tasks if task.count]


def _for_funders(actor: Actor, counts: Counts) -> list[Task]:
    task = Task(
        _("Look at projects that fit you"),
        _("Infrastructure of science cities that looks for money."),
        url_for("investors.index"),
        "buildings",
        counts["open_projects"],
    )
    return [task] if task.count else []


def _for_reporters(actor: Actor, counts: Counts) -> list[Task]:
    tasks = [
        Task(
            _("Write what your organisation reports"),
            _("The annual report waits for the figures that you answer for."),
            url_for("reports.index"),
            "file-earmark-text",
            counts["to_write"],
        ),
        Task(
            _("Accept or return what bodies have submitted"),
            _("Their figures enter the annual report when you accept them."),
            url_for("reports.year", year=counts["to_accept_year"], standing="submitted"),
            "file-earmark-check",
            counts["to_accept"],
        ),
        Task(
            _("Enter or publish values of indicators"),
            _("Their period is over, and nothing is published yet."),
            url_for("indicator_values.due"),
            "graph-up",
            counts["due"],
        ),
    ]
    return [task for task in tasks if task.count]


def _for_keepers(actor: Actor, counts: Counts) -> list[Task]:
    task = Task(
        _("Decide on suggested terms"),
        _("Officers have met words that the glossary lacks."),
        url_for("glossary.index") + "#awaiting",
        "translate",
        counts["terms"],
    )
    return [task] if task.count else []


def _for_administrators(actor: Actor, counts: Counts) -> list[Task]:
    return [
        Task(
            _("Give roles to people"),
            _("Officers, operators and analysts are named here."),
            url_for("admin.users"),
            "person-gear",
        )
    ]


TABLE: tuple[tuple[frozenset[str], Callable[[Actor, Counts], list[Task]]], ...] = (
    (POSTERS | {"analyst"}, _for_participants),
    (POSTERS | {"analyst"}, _for_dealers),
    (frozenset({"operator"}), _for_managers),
    (POSTERS, _for_funders),
    (POSTERS | {"analyst"}, _for_reporters),
    (OFFICERS, _for_officers),
    (POSTERS, _for_posters),
    (frozenset({"operator", "analyst"}), _for_overseers),
    (frozenset({"operator", "administrator"}), _for_keepers),
    (frozenset({"administrator"}), _for_administrators),
)


def tasks_for(actor: Actor, counts: Counts) -> list[Task]:
    """The tasks of a role, the most urgent first."""
    return [task for roles, make in TABLE if actor.role in roles for task in make(actor, counts)]
