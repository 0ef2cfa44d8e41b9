"""The commands `flask --app wsgi matching …`: weights learned from the answers to recommendations."""

import click
from flask.cli import AppGroup

from matchmaker.accounts.actor import SYSTEM
from matchmaker.cli_parts import plain_faults
from matchmaker.matching.relearning import FEATURES, LEAST_HELD_BACK, Learned, relearn
from matchmaker.recommendations.weights.actions import keep_learned
from matchmaker.recommendations.weights.answers import examples
from matchmaker.sessions.day.queries import graded_pairs
from matchmaker.web import access

matching_group = AppGroup("matching", help="The weights that recommendations are scored with.")


@matching_group.command("fit")
@click.option("--dry-run", is_flag=True, help="Show what would be learned, and keep nothing.")
@plain_faults
def fit(dry_run: bool) -> None:
    """Learn weights from answers; adopt them when they rank the held-back answers better than those in use."""
    with access.database().read() as db:
        learned = relearn(examples(db, access.index(), graded_pairs(db)), access.index().fusion)
    if learned is None:
        click.echo("There is nothing to learn from: no posting has both accepted and declined recommendations.")
        return
    show(learned)
    if dry_run:
        click.echo(f"Nothing is kept. {verdict(learned)}")
        return
    with access.database().write() as db:
        kept = keep_learned(SYSTEM, db, access.index().encoder_name, learned)
    click.echo(f"Kept as {kept.version}, {'in use' if learned.is_better else 'rejected'}. {verdict(learned)}")


def show(learned: Learned) -> None:
    """The counts, the figures, and both sets of weights beside each other."""
    click.echo(f"{learned.answers} answers: {learned.lists} lists to learn from, {learned.held_back} held back.")
    click.echo(
        f"nDCG@10 on the held-back lists: {learned.before:.4f} with the weights in use ({learned.base.version}), "
        f"{learned.after:.4f} with the candidate."
    )
    click.echo(f"{'points':12} {'in use':>8} {'candidate':>10}")
    for name in FEATURES:
        click.echo(f"{name:12} {learned.base.points[name]:8.2f} {learned.fusion.points[name]:10.2f}")


def verdict(learned: Learned) -> str:
    """Why the guard lets the candidate pass or not."""
    if not learned.is_enough:
        return f"At least {LEAST_HELD_BACK} held-back lists are needed to judge, and there are {learned.held_back}."
    return "The candidate ranks better." if learned.is_better else "The candidate does not rank better."
