"""The line through all floors: two postings, a recommendation each way, two yeses, an introduction, a deal, its NDA."""

from flask import Flask

from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.recommendations.introductions import load_introduction
from matchmaker.recommendations.queries import recommend_for_posting
from tests.cast import Cast, publish_posting, run_jobs
from tests.deals.making import make_deal
from tests.deals.ndas import Room


def test_from_posting_to_confidential_text(any_app: Flask, any_cast: Cast) -> None:
    database, index, cast = any_app.extensions["database"], any_app.extensions["index"], any_cast
    offer = publish_posting(database, cast, "author", "capability", confidential="Collector: 2-mercaptobenzothiazole")
    need = publish_posting(database, cast, "company", "need", title="Copper losses in flotation tailings")
    run_jobs(any_app)
    with database.read() as db:
        posting = load_posting(cast["company"], db, need)
        found, declined = recommend_for_posting(cast["company"], db, index, posting)
        assert [one.posting.id for one in found] == [offer]
        assert declined == 0
        assert sum(item.points for item in found[0].contributions) == found[0].match.score
    with database.write() as db:
        sides = [load_posting(cast["officer"], db, posting_id) for posting_id in (offer, need)]
        assert answer(cast["author"], db, *sides, "interested") is None
        made = answer(cast["company"], db, *reversed(sides), "interested")
        assert made is not None
    with database.write() as db:
        move_introduction(cast["officer"], db, load_introduction(cast["officer"], db, made.id), "broker")
        deal = make_deal(db, cast, need_id=need, capability_id=offer, introduction_id=made.id)
    room = Room(database, cast, deal.id, {"capability": offer, "need": need})
    assert "company" not in room.readers()
    room.put_in_force()
    assert "company" in room.readers()
