"""What a reader of the radar sees under a choice: the same for the page and for its files."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.matching.glossary import Glossary
from matchmaker.territories.radar.counting import VOCABULARIES, Chosen, Heat, Line, Need, cube_of, heat_of
from matchmaker.territories.radar.models import DemandRun
from matchmaker.territories.radar.queries import Since, Text, last_run_and_since, read_needs, read_texts
from matchmaker.territories.radar.topics import Topic, fields_of, keywords_of, topics_of
from matchmaker.vocabularies import terms


@dataclass(frozen=True)
class Sight:
    """heats: by axis; unmet: the needs behind the choice, the worst served first; texts: of all needs, by id."""

    run: DemandRun | None
    since: Since
    heats: dict[str, Heat]
    unmet: list[Need]
    topics: list[Topic]
    fields: list[Topic]
    cube: list[Line]
    texts: dict[int, Text]


def look(actor: Actor, db: Session, glossary: Glossary, chosen: Chosen) -> Sight:
    """Everything, in three queries. Raises Forbidden."""
    run, since = last_run_and_since(actor, db)
    needs, texts = read_needs(actor, db, since.on), read_texts(actor, db)
    seen, is_compared = [need for need in needs if chosen.lets_through(need)], since.on is not None
    words = {need.id: keywords_of(glossary, texts[need.id]) for need in seen if need.id in texts}
    return Sight(
        run, since,
        {axis: heat_of(seen, axis, chosen, list(terms("regions")), is_compared) for axis in VOCABULARIES},
        sorted((need for need in seen if need.now), key=lambda need: (need.score or 0, need.id)),
        topics_of(seen, words, is_compared), fields_of(seen, words, is_compared), cube_of(seen, chosen, is_compared), texts,
    )  # fmt: skip
