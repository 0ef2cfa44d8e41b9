"""The commands `flask --app wsgi deal …`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from matchmaker.cli_parts import plain_faults
from matchmaker.deals.seeds.opening import DEALS
from matchmaker.deals.seeds.records import keep as keep_records
from matchmaker.paths import SEEDS
from matchmaker.web import access

deal_group = AppGroup("deal", help="Technology-transfer deals.")


@deal_group.command("keep")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SEEDS)
@plain_faults
def keep(folder: Path) -> None:
    """Keep what recommends the pairs of the demo's deals in the seeds, so that seeding need not ask the engine."""
    with access.database().read() as db:
        click.echo(f"Kept in {keep_records(db, access.index(), folder / 'deals', DEALS)}.")
