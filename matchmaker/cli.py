"""Commands: `flask --app wsgi …`. A fault of the domain ends a command with one clear line and code 1."""

import json
import sys
import threading
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from tqdm import tqdm

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import ANONYMOUS, SYSTEM
from matchmaker.api.shapes import recommendation_shape, understood_shape
from matchmaker.cli_deals import deal_group
from matchmaker.cli_glossary import glossary_group
from matchmaker.cli_matching import matching_group
from matchmaker.cli_parts import plain_faults
from matchmaker.cli_sessions import session_group
from matchmaker.config import Config
from matchmaker.core import jobs as core_jobs
from matchmaker.core.i18n import LOCALES, _, set_locale
from matchmaker.matching.encoder import check_dimension
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.paths import SEEDS
from matchmaker.postings.extraction.reading import read_file
from matchmaker.postings.jobs import start_sweeping
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.cold_start import start_from
from matchmaker.recommendations.encoder_change import settle, want
from matchmaker.recommendations.encoder_state import (
    Progress,
    as_values,
    choice,
    progress,
    say,
    stored_dimension,
)
from matchmaker.recommendations.jobs import (
    ask_for_sentences,
    ask_to_read_again,
    disagreements,
    forget_readings,
    fresh_reading,
    outdated_readings,
    put_reading,
    unread_postings,
)
from matchmaker.recommendations.queries import recommend_for_text
from matchmaker.seeding import DEMO_PASSWORD, demo_emails, seed_all
from matchmaker.vocabularies import terms
from matchmaker.web import access

KINDS = ("capability", "need")

db_group = AppGroup("db", help="The schema of the database.")
index_group = AppGroup("index", help="The vector index: a disposable reading of the database.")
jobs_group = AppGroup("jobs", help="Work that happens later.")
users_group = AppGroup("users", help="Accounts.")


def upgrade_schema(config: Config) -> None:
    """Bring the schema of a database to the present version."""
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    alembic.attributes["url"] = config.url
    command.upgrade(alembic, "head")


@db_group.command("upgrade")
@plain_faults
def upgrade() -> None:
    """Bring the schema to the present version."""
    upgrade_schema(access.config())
    click.echo("The schema is up to date.")


def embed_missing(title: str) -> int:
    """Read every posting that the serving encoder has not read, with a progress bar; returns how many."""
    database, engines = access.database(), access.index().engines
    with database.write() as db:
        serving = settle(db, engines.setting).serving
        ids = unread_postings(db, serving)
    for posting_id in tqdm(ids, desc=title, unit="posting", disable=not ids):
        with database.read() as db:
            reading = fresh_reading(db, engines.reading(db, serving), posting_id)
        if reading:
            with database.write() as db:
                put_reading(db, choice(db, engines.setting), serving, posting_id, reading)
                ask_for_sentences(db, posting_id)
    return len(ids)


@index_group.command("check")
@plain_faults
def check() -> None:
    """Compare the stored readings with the postings; code 1 when they differ."""
    with access.database().read() as db:
        postings = rows(db, whole().where(Posting.state.in_(("published", "paused", "in_review"))))
        serving = choice(db, access.config().encoder).serving
        wrong = disagreements(db, serving, postings)
        outdated = outdated_readings(db, access.index().engines.reading(db, serving))
    if outdated:
        click.echo(f"{len(outdated)} read with an older glossary or engine; the job runner reads them again.")
    click.echo(f"{len(postings)} postings, {len(wrong)} without a reading of their present text: {wrong[:20]}")
    sys.exit(1 if wrong or outdated else 0)


@index_group.command("rebuild")
@plain_faults
def rebuild() -> None:
    """Read every posting again by the encoder that serves; the answers stay the same."""
    with access.database().write() as db:
        serving = settle(db, access.config().encoder).serving
        check_dimension(
            access.index().engines.encoder(serving), stored_dimension(db, serving)
        )  # else what serves stays
        forget_readings(db, serving)
    click.echo(f"{embed_missing('Embedding')} postings read.")


@index_group.command("status")
@plain_faults
def status() -> None:
    """Which encoder serves, and how far a change to another has come."""
    with access.database().read() as db:
        for line in encoder_lines(progress(db, access.config().encoder)):
            click.echo(line)


def encoder_lines(found: Progress) -> list[str]:
    """The state of the encoders in a line each."""
    lines = [f"Serving: {found.serving}, {found.served} of {found.total} postings read."]
    if found.is_changing:
        lines.append(f"Wanted: {found.wanted}, {found.read} of {found.total} postings read; it serves when all are.")
    return lines + ([say(found.fault)] if found.fault else [])


def want_encoder() -> None:
    """Ask for the encoder of this process's setting, as every long-running process does when it starts."""
    with access.database().write() as db:
        want(db, access.config().encoder)
        found = progress(db, access.config().encoder)
    if found.is_changing or found.fault:
        click.echo("\n".join(encoder_lines(found)), err=True)


def run_jobs(stop: threading.Event) -> None:
    """Run jobs as they fall due, the sweep among them."""
    with access.database().write() as db:
        start_sweeping(db)
        ask_to_read_again(db)  # the shipped glossary or the engine may be newer than the readings
    work = access.database(), current_app.extensions["tasks"], stop
    threading.Thread(target=core_jobs.run_long, args=work, daemon=True).start()
    core_jobs.run_forever(*work)


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Stop when nothing is due.")
@plain_faults
def run(once: bool) -> None:
    """Run jobs until interrupted."""
    want_encoder()
    if once:
        click.echo(f"{core_jobs.run_all(access.database(), current_app.extensions['tasks'])} jobs run.")
        return
    run_jobs(threading.Event())


@users_group.command("create")
@click.option("--role", required=True)
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--locale", type=click.Choice(LOCALES), default="ru")
@click.password_option()
@plain_faults
def create(role: str, email: str, name: str, locale: str, password: str) -> None:
    """Open a confirmed account of any role."""
    with access.database().write() as db:
        user = create_user(SYSTEM, db, email=email, password=password, name=name, role=role, locale=locale)
    click.echo(f"Account {user.id} is open: {user.email}, {user.role}.")


@click.command("seed")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SEEDS)
@with_appcontext
@plain_faults
def seed(folder: Path) -> None:
    """Load the demo; what is there already is left as it is."""
    with access.database().write() as db:
        organisations, postings = seed_all(db, folder)
    click.echo(f"Seeds: {organisations} new organisations, {postings} new postings.")
    embed_missing("Embedding")


@click.command("recommend")
@click.option("--text", help="A need or a capability in Kazakh, Russian or English.")
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PDF, DOCX or TXT."
)
@click.option(
    "--kind", type=click.Choice(KINDS), required=True, help="What the text is; counterparts are of the other kind."
)
@click.option("--limit", type=click.IntRange(1, 50), default=10)
@click.option("--locale", type=click.Choice(LOCALES), default="en", help="The language of the reasons.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on the last line.")
@with_appcontext
@plain_faults
def recommend(text: str | None, path: Path | None, kind: str, limit: int, locale: str, as_json: bool) -> None:
    """Counterparts of a text or a report among the postings that everyone may see."""
    if (text is None) == (path is None):
        raise click.UsageError("Give either --text or --file.")
    set_locale(locale)
    answer: dict[str, Any] = (
        _of_file(path, kind, limit) if path else {"recommendations": _of_text(text or "", kind, limit)}
    )
    if fault := access.index().edition.encoder.fault:
        click.echo(" ".join((say(as_values(fault)), _("The text was compared by its words only."))), err=True)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for shape in answer["recommendations"]:
        click.echo(f"{shape['score']:5.1f}  #{shape['posting_id']}  {shape['title']}")


def _of_text(text: str, kind: str, limit: int) -> list[dict[str, Any]]:
    with access.database().read() as db:
        found = recommend_for_text(ANONYMOUS, db, access.index(), kind, "", text, None, limit)
        return [recommendation_shape(one).model_dump() for one in found]


def _of_file(path: Path, kind: str, limit: int) -> dict[str, Any]:
    """What a report says and its counterparts; how it was read goes where it does not disturb the answer."""
    source = read_file(path.name, path.read_bytes(), int(access.config().upload_limit))
    with access.database().read() as db:
        found = start_from(ANONYMOUS, db, access.index(), kind, source, limit)
        shapes = [recommendation_shape(one).model_dump() for one in found.recommendations]
    pages = f"{source.page_count} pages, " if source.page_count else ""
    words = f"the first {source.words_read} words" if source.is_cut else f"{source.words_read} words"
    click.echo(
        f"{path.name}: {pages}{words} read, language {found.understood.lang}: {found.understood.title}", err=True
    )
    return {"understood": understood_shape(found.understood).model_dump(), "recommendations": shapes}


def _warm_up(app: Flask) -> None:
    """Load encoder and index before the first visitor needs them."""
    with app.app_context():
        want_encoder()
        with access.database().read() as db:
            access.index().catch_up(db).engine.read("warm", "up")


def _background(app: Flask) -> None:
    with app.app_context():
        run_jobs(threading.Event())


@click.command("serve")
@click.option("--demo", is_flag=True, help="Migrate, load the demo, run jobs in this process, show the accounts.")
@with_appcontext
def serve(demo: bool) -> None:
    """Serve the pages with waitress; PORT chooses the port."""
    from waitress import serve as serve_wsgi

    app, config = current_app._get_current_object(), access.config()  # type: ignore[attr-defined]
    if demo:
        upgrade_schema(config)
        with access.database().write() as db:
            seed_all(db, SEEDS)
        _embed_demo()
        threading.Thread(target=_background, args=(app,), daemon=True).start()
        _print_accounts(config)
    threading.Thread(target=_warm_up, args=(app,), daemon=True).start()
    click.echo(f"\nMatchmaker: http://127.0.0.1:{config.port}\n")
    serve_wsgi(app, host="127.0.0.1", port=int(config.port), threads=int(config.threads), ident="")


def _embed_demo() -> None:
    """Read the demo; where the encoder cannot be used, say so and serve what there is."""
    try:
        embed_missing("Embedding the demo postings")
    except EncoderUnusable as fault:
        click.echo(say(as_values(fault)), err=True)


def _print_accounts(config: Config) -> None:
    click.echo("\nDemo accounts (password of each: " + DEMO_PASSWORD + ")")
    for email, role in demo_emails():
        click.echo(f"  {email:30} {terms('roles')[role].label}")


def install(app: Flask) -> None:
    """Attach the commands."""
    groups = (db_group, index_group, jobs_group, users_group, glossary_group, matching_group, session_group, deal_group)
    for part in (*groups, seed, recommend, serve):
        app.cli.add_command(part)
