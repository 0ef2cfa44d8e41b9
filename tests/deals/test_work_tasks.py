"""Tasks and milestones: made, changed, ticked off, opened again and removed; two people at once; bad input."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import load_deal
from matchmaker.deals.work import actions
from matchmaker.deals.work.draft import TaskDraft
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.queries import PAGE, load_task, milestones_of, own_tasks
from tests.cast import Cast
from tests.deals.rooms import DealRoom, at_once, deal_room
from tests.pages import errors_of, soup, text_of, typed, values_of, without_tokens

FORM = "aside form"


@pytest.fixture
def room(app: Flask, cast: Cast) -> DealRoom:
    return deal_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> DealRoom:
    return deal_room(any_app, any_cast)


def add(room: DealRoom, client: FlaskClient, title: str = "Send samples", **values: object) -> int:
    """A task made through the page; its id."""
    answer = client.post(f"/deals/{room.deal}/work", data={"title": title} | values)
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rpartition("#t")[2])


def shown(room: DealRoom, client: FlaskClient) -> list[str]:
    """The lines of the page."""
    return [text_of(row) for row in soup(client.get(f"/deals/{room.deal}/work")).select("li.task")]


def test_a_task_from_its_form_to_its_end(any_room: DealRoom) -> None:
    author, company = any_room.browser("author"), any_room.browser("company")
    task = add(any_room, author, owner_id=any_room.user("company"), due_on="2031-03-10")
    assert shown(any_room, company) == ["Send samples Company March 10, 2031 Edit : Send samples"]
    address = f"/deals/{any_room.deal}/work/{task}"
    form = values_of(soup(company.get(address)).select_one("form.panel"))
    assert form == {
        "csrf_token": form["csrf_token"], "version": ["1"], "title": ["Send samples"],
        "owner_id": [str(any_room.user("company"))], "due_on": ["2031-03-10"],
    }  # fmt: skip
    changed = {"title": "Send two samples", "due_on": "", "owner_id": "", "is_milestone": "1", "version": "1"}
    assert company.post(address, data=changed).status_code == 302
    assert shown(any_room, author) == ["Send two samples Milestone Nobody yet Edit : Send two samples"]
    for verb, version in (("do", "2"), ("undo", "3"), ("remove", "4")):
        assert author.post(f"{address}/{verb}", data={"version": version}).status_code == 302
    assert (any_room.tasks(), shown(any_room, author)) == ([("Send two samples", False, True)], [])
    assert any_room.verbs() == ["add_task", "edit_task", "do_task", "undo_task", "remove_task"]
    assert author.get(address).status_code == 404


def test_the_trail_holds_no_words_that_people_type(room: DealRoom) -> None:
    client = room.browser("author")
    task = add(room, client, "Secret recipe")
    client.post(
        f"/deals/{room.deal}/work/{task}", data={"title": "Other recipe", "due_on": "2031-03-10", "version": "1"}
    )
    with room.database.read() as db:
        rows = db.connection().exec_driver_sql("SELECT before, after FROM audit WHERE subject = 'deal'").all()
    assert rows == [
        ("{}", f'{{"task": {task}}}'), ('{"due_on": "None"}', f'{{"task": {task}, "due_on": "2031-03-10"}}'),
    ]  # fmt: skip


def test_the_most_urgent_come_first_and_the_done_last(room: DealRoom) -> None:
    client = room.browser("author")
    for title, due in (("undated", ""), ("later", "2031-03-10"), ("late", "2020-01-01"), ("ticked", "2020-01-01")):
        add(room, client, title, due_on=due, owner_id=room.user("author"))
    client.post(f"/deals/{room.deal}/work/4/do", data={"version": "1"})
    assert [line.split()[0] for line in shown(room, client)] == ["late", "later", "undated", "ticked"]
    with room.database.read() as db:
        assert [own.task.title for own in own_tasks(room.cast["author"], db)] == ["late", "later", "undated"]
        assert own_tasks(room.cast["company"], db) == []
    home = [text_of(row) for row in soup(client.get("/")).select("li.task")]
    assert home == ["late Late: January 1, 2020 Fine copper flotation", "later March 10, 2031 Fine copper flotation",
                    "undated Fine copper flotation"]  # fmt: skip
    assert [text_of(row) for row in soup(client.get("/deals/tasks")).select("li.task")] == home


def test_two_people_edit_the_same_task(room: DealRoom) -> None:
    author, company = room.browser("author"), room.browser("company")
    address = f"/deals/{room.deal}/work/{add(room, author)}"
    assert company.post(address, data={"title": "Send ten samples", "version": "1"}).status_code == 302
    answer = author.post(address, data={"title": "Send five samples", "due_on": "2031-03-10", "version": "1"})
    assert answer.status_code == 409
    form = typed(answer, "form.panel")
    assert (form["title"], form["due_on"], form["version"]) == (["Send five samples"], ["2031-03-10"], ["2"])
    stored = [text_of(part) for part in soup(answer).select(".conflict dl > div")]
    assert stored == ["What is to be done Send ten samples", "By when empty"]
    assert author.post(address, data={key: value[0] for key, value in form.items()}).status_code == 302
    assert room.tasks() == [("Send five samples", False, False)]


def test_many_tick_one_task_off_at_once(any_room: DealRoom) -> None:
    task = add(any_room, any_room.browser("author"))
    clients = [any_room.browser(("author", "company", "officer")[number % 3]) for number in range(20)]
    found = at_once(
        clients, lambda client: client.post(f"/deals/{any_room.deal}/work/{task}/do", data={"version": "1"})
    )
    assert found == [302] + [409] * 19
    assert any_room.verbs() == ["add_task", "do_task"]


def test_a_form_sent_many_times_at_once_is_one_task(any_room: DealRoom) -> None:
    clients = [any_room.browser("author") for _number in range(8)]
    data = {"title": "Send samples", "form_token": "one-form"}
    assert at_once(clients, lambda client: client.post(f"/deals/{any_room.deal}/work", data=data)) == [302] * 8
    assert (any_room.tasks(), any_room.verbs()) == ([("Send samples", False, False)], ["add_task"])


def test_bad_input_is_told_in_words_and_kept(room: DealRoom) -> None:
    client, outsider = room.browser("author"), str(room.user("outsider"))
    with room.database.write() as db:
        db.get_one(Deal, room.deal).starts_on = date(2030, 1, 1)
    tries: dict[str, dict[str, str]] = {
        "title": {"title": "  ", "due_on": "2031-01-01"}, "due_on": {"title": "A", "due_on": "tomorrow"},
        "owner_id": {"title": "A", "owner_id": outsider},
    }  # fmt: skip
    for field, data in tries.items():
        answer = client.post(f"/deals/{room.deal}/work", data=data)
        assert (answer.status_code, list(errors_of(answer))) == (422, [field])
        assert typed(answer, FORM)["title"] == [data["title"]]
    far = client.post(f"/deals/{room.deal}/work", data={"title": "A", "due_on": "9999-12-31"})
    early = client.post(f"/deals/{room.deal}/work", data={"title": "A", "due_on": "2029-12-31", "is_milestone": "1"})
    assert [errors_of(one) for one in (far, early)] == [
        {"due_on": "Choose a day between 2000 and 2100."},
        {
            "due_on": "A milestone comes after the agreement, which holds from 2030-01-01. Choose that day or a later one."
        },
    ]
    assert typed(early, FORM)["is_milestone"] == ["1"]
    assert room.tasks() == []


def test_a_milestone_is_not_met_before_the_signing(app: Flask, cast: Cast) -> None:
    room = deal_room(app, cast, stage="negotiation")
    client = room.browser("officer")
    task = add(room, client, "Pilot line runs", is_milestone="1")
    answer = client.post(f"/deals/{room.deal}/work/{task}/do", data={"version": "1"})
    words = "A milestone is met after the agreement is signed: move the deal to “Signed” first."
    assert (answer.status_code, text_of(soup(answer).select_one(".error-summary li"))) == (422, words)
    assert room.tasks() == [("Pilot line runs", False, False)]


def test_what_is_done_has_pages_and_the_last_done_comes_first(room: DealRoom) -> None:
    days = [datetime(2031, 3, 1, minute // 60, minute % 60, tzinfo=UTC) for minute in range(PAGE + 2)]
    with room.database.write() as db:
        db.add_all(DealTask(deal_id=room.deal, title=f"Task {at:%M}", done_at=at) for at in days)
        db.add_all(DealTask(deal_id=room.deal, title=f"Open {number}") for number in range(PAGE + 2))
    client = room.browser("author")
    first, last = (soup(client.get(f"/deals/{room.deal}/work?page={page}")) for page in (1, 2))
    titles = [[text_of(one) for one in page.select("#done .task-title")] for page in (first, last)]
    assert titles == [[f"Task {minute:02}" for minute in range(PAGE + 1, 1, -1)], ["Task 01", "Task 00"]]
    assert [len(page.select("[aria-labelledby=open-title] li")) for page in (first, last)] == [PAGE + 2] * 2
    address = f"/deals/{room.deal}/work"
    refused = soup(client.post(address, data={"title": ""}))
    assert [[one["href"] for one in page.select(".pager a")] for page in (first, refused, last)] == [
        [f"{address}?page=2#done"],
        [f"{address}?page=2#done"],
        [f"{address}?page=1#done"],
    ]


def test_the_tasks_of_a_deal_that_is_over_stay(app: Flask, cast: Cast) -> None:
    room = deal_room(app, cast, stage="lost")
    client = room.browser("author")
    assert soup(client.get(f"/deals/{room.deal}/work")).select("main form") == []
    answer = client.post(f"/deals/{room.deal}/work", data={"title": "Send samples"})
    assert (answer.status_code, typed(answer, FORM)["title"]) == (409, ["Send samples"])
    assert room.tasks() == []


def test_a_done_milestone_stays_one_until_it_is_opened_again(room: DealRoom) -> None:
    client = room.browser("officer")
    address = f"/deals/{room.deal}/work/{add(room, client, 'Pilot line runs', is_milestone='1')}"
    client.post(f"{address}/do", data={"version": "1"})
    answer = client.post(address, data={"title": "Pilot line runs", "version": "2"})
    assert errors_of(answer) == {"is_milestone": "It is done already: reopen it before you change what it is."}


class Money:
    """Stands in for the floor above: notes what it is told, and refuses to let go of a milestone."""

    def __init__(self) -> None:
        self.met: list[tuple[int, datetime | None]] = []

    def milestone_met(self, db: Session, task: DealTask) -> None:
        self.met.append((task.id, task.done_at))

    def refuse(self, db: Session, task: DealTask) -> None:
        raise Invalid({"": "A payment hangs on it."})


def test_a_milestone_tells_money_and_money_may_refuse(room: DealRoom) -> None:
    money, actor = Money(), room.cast["officer"]
    with room.database.write() as db:
        deal = load_deal(actor, db, room.deal)
        plain = actions.add_task(actor, db, deal, TaskDraft("Send samples"))
        task = actions.add_task(actor, db, deal, TaskDraft("Pilot line runs", True))
        actions.do_task(actor, db, deal, plain.id, 1, money.milestone_met)
        actions.do_task(actor, db, deal, task.id, 1, money.milestone_met)
        assert [one.title for one in milestones_of(db, room.deal)] == ["Pilot line runs"]
    assert money.met == [(task.id, task.done_at)]
    assert task.done_at is not None and task.done_at <= datetime.now(UTC)
    for undone in (actions.undo_task, actions.remove_task):
        with pytest.raises(Invalid), room.database.write() as db:
            undone(actor, db, load_deal(actor, db, room.deal), task.id, 2, money.refuse)
    with room.database.read() as db:
        assert load_task(db, room.deal, task.id).done_at == task.done_at


def test_for_others_the_rooms_are_not_there(room: DealRoom) -> None:
    task = add(room, room.browser("author"))
    calls = (("GET", "/deals/{}/work"), ("POST", "/deals/{}/work"), ("GET", "/deals/{}/work/1"), ("POST", "/deals/{}/work/1/do"),
             ("GET", "/deals/{}/room"), ("POST", "/deals/{}/room"), ("POST", "/deals/{}/room/read"))  # fmt: skip
    for name in ("outsider", "operator", "analyst"):
        client, found = room.browser(name), []
        for number in (room.deal, 999999):
            answers = [without_tokens(client.open(way.format(number), method=how, data={"title": "A", "text": "A"}))
                       for how, way in calls]  # fmt: skip
            found.append([(status, page.replace(f"/deals/{number}/".encode(), b"")) for status, page in answers])
        assert found[0] == found[1]
        assert {status for status, _page in found[0]} == {404}
    other = room.browser("author").get(f"/deals/{room.deal}/work/{task + 1}")
    assert other.status_code == 404
