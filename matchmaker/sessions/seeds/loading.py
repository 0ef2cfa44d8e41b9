"""Loading the demo's sessions, once: a session that is there already stays as it is."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.queries import find_by_email
from matchmaker.core import audit
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.seeds.afterwards import seed_afterwards
from matchmaker.sessions.seeds.frame import make_frame, read_frame
from matchmaker.sessions.seeds.people import World, email_of, load_world, seed_registrations
from matchmaker.sessions.seeds.timetable import FILE, seed_timetable
from matchmaker.sessions.seeds.wants import seed_marks, seed_requests

FRAME = "session.toml"


def seed_sessions(db: Session, folder: Path, password: str) -> int:
    """Load what is not there yet; returns how many sessions were made."""
    own = folder / "sessions"
    known = set(db.scalars(select(InnovationSession.seed_key)))
    missing = [path.parent for path in sorted(own.glob(f"*/{FRAME}")) if path.parent.name not in known]
    if missing:
        world = load_world(db, own, password)
        for one in missing:
            world.registrations = {}
            seed_session(db, one, world)
    return len(missing)


def seed_session(db: Session, folder: Path, world: World) -> InnovationSession:
    """One session. Without a kept timetable it stands before the making of one."""
    said = read_frame(folder / FRAME)
    officer = find_by_email(db, email_of("officer", "officer"))
    session = make_frame(said, folder.name, world.organisations.get(said["organiser"]), officer.id if officer else None)
    db.add(session)
    db.flush()  # its parts are named by id
    audit.record(db, None, "create", "innovationsession", session.id)
    seed_registrations(db, folder, session, world)
    seed_requests(db, folder, session, world)
    seed_marks(db, folder, world)
    if (folder / FILE).exists():
        meetings = seed_timetable(db, folder, session, world)
        if session.state == "finished":
            seed_afterwards(db, folder, session, world, meetings)
    elif session.state != "open":
        session.state = "closed"
    return session
