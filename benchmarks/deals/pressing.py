"""Many who press one button of one deal at the same moment: one effect, one line of history, a conflict in words for the rest.

Each has a session of its own and presses over HTTP at two servers, which are processes. Three deals go the same way: one
side accepts the NDA, then the other, then the officer moves the deal on.
"""

import html
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.crowd.browser import Answer, Wire
from benchmarks.crowd.run import servers
from benchmarks.deals.stage import PASSWORD, TEXT, email_of, make_cast, new_deal, offer
from benchmarks.stage import open_app
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.models import Audit
from matchmaker.deals.disclosure.models import Acceptance, Nda
from matchmaker.deals.disclosure.text import hash_of
from matchmaker.deals.models import DealMove

DEALS, SERVERS, DONE, REFUSED = 3, 2, 302, 409
SUMMARY = re.compile(r'class="error-summary".*?<li>(.*?)</li>', re.DOTALL)
Count = Callable[[Session, int], int]


@dataclass(frozen=True)
class Press:
    """One button: who presses it on which page, what is sent, and how its effects and lines of history are counted."""

    who: str
    room: str
    button: str
    sent: dict[str, str]
    effects: Count
    lines: Count


def _accepted(side: str) -> Count:
    of_side = select(func.count()).select_from(Acceptance).join(Nda, Nda.id == Acceptance.nda_id)
    return lambda db, deal: db.scalar(of_side.where(Nda.deal_id == deal, Acceptance.side == side)) or 0


def _moved(db: Session, deal: int) -> int:
    return db.scalar(select(func.count()).where(DealMove.deal_id == deal, DealMove.from_stage != "")) or 0


def _written(verb: str, times: int = 1) -> Count:
    """Lines of the trail, less those that came before."""
    trail = select(func.count()).where(Audit.subject == "deal", Audit.verb == verb)
    return lambda db, deal: (db.scalar(trail.where(Audit.subject_id == deal)) or 0) - times + 1


ACCEPT = {"seen": hash_of(TEXT), "password": PASSWORD}
PRESSES = (
    Press("provider", "/nda", "/nda/accept", ACCEPT, _accepted("provider"), _written("nda_accept")),
    Press("recipient", "/nda", "/nda/accept", ACCEPT, _accepted("recipient"), _written("nda_accept", 2)),
    Press("officer", "", "/advance", {"seen": "nda"}, _moved, _written("advance")),
)


def together(browsers: list[Wire], look: str, button: str, sent: dict[str, str]) -> list[Answer]:
    """Everybody looks at a page, then all press its button at the same moment."""
    barrier, found = threading.Barrier(len(browsers)), list[Answer]()

    def press(browser: Wire) -> None:
        browser.get(look)
        barrier.wait()
        found.append(browser.post(button, sent))

    threads = [threading.Thread(target=press, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def words(answer: Answer) -> str:
    """What a refusal says."""
    found = SUMMARY.search(answer.text)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def press_all(database: Database, deals: list[int], press: Press, browsers: list[Wire]) -> bool:
    """Print one button's line; whether there was nothing wrong."""
    answers = [
        one
        for deal in deals
        for one in together(browsers, f"/deals/{deal}{press.room}", f"/deals/{deal}{press.button}", press.sent)
    ]
    statuses = Counter(one.status for one in answers)
    said = Counter(words(one) for one in answers if one.status == REFUSED)
    with database.read() as db:
        effects, lines = ([count(db, deal) for deal in deals] for count in (press.effects, press.lines))
    others = len(answers) - statuses[DONE] - statuses[REFUSED]
    wrong = others + said[""] + sum(abs(number - 1) for number in (*effects, *lines))
    wrong += abs(statuses[DONE] - len(deals))
    name = f"{press.button.rpartition('/')[2]} ({press.who})"
    print(
        f"{name:20} {len(answers):7} {statuses[DONE]:5} {statuses[REFUSED]:5} {others:5}  "
        f"{sum(effects):7} {sum(lines):7} {wrong:7}  {' | '.join(sorted(said))}"
    )
    return wrong == 0


def measure(config: Config, clients: int) -> bool:
    """Every button on one database; whether there was nothing wrong."""
    config = replace(config, encoder="hashing", rate_limit="")
    database: Database = open_app(config).extensions["database"]
    cast = make_cast(database)
    with database.write() as db:
        made = [new_deal(db, cast, "nda") for _deal in range(DEALS)]
        for deal in made:
            offer(db, deal)
    print(f"\n{clients} clients at once, {SERVERS} servers, {DEALS} deals, {database.engine.dialect.name}")
    print(f"{'button':20} {'presses':>7} {DONE:5} {REFUSED:5} other  effects history  faults  words of the refusals")
    with servers(config, SERVERS) as ports:
        found = [
            press_all(database, [one.id for one in made], press, _signed_in(ports, press.who, clients))
            for press in PRESSES
        ]
    database.engine.dispose()
    return all(found)


def _signed_in(ports: list[int], who: str, clients: int) -> list[Wire]:
    browsers = [Wire(ports[number % len(ports)]) for number in range(clients)]
    for browser in browsers:
        browser.sign_in(email_of(who), PASSWORD)
    return browsers
