"""Commands of the glossary: import, export, check. Faults are told as file:line: why."""

import sys
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup

from matchmaker.accounts.actor import SYSTEM
from matchmaker.cli_parts import plain_faults
from matchmaker.matching.glossary_file import Fault, Row, check_rows, conflicts, file_text, read_rows
from matchmaker.terminology.actions import import_terms
from matchmaker.terminology.queries import own_rows, rows_in_use, shipped_rows, without
from matchmaker.terminology.wording import Broken, why
from matchmaker.web.access import database

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
glossary_group = AppGroup("glossary", help="Terms in Kazakh, Russian and English beside the shipped ones.")


def _tell(faults: list[Fault]) -> None:
    for fault in faults:
        click.echo(f"{fault.file}:{fault.line}: {why(fault)}", err=True)


def _refuse(faults: list[Fault]) -> None:
    _tell(faults)
    raise click.ClickException(f"{_number(faults)}; nothing was imported.")


def _number(faults: list[Fault]) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"


@glossary_group.command("import")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace the terms of concepts that the glossary has.")
@plain_faults
def import_file(file: Path, replace: bool) -> None:
    """Take the terms of a TSV file into use; nothing is imported when a row is broken."""
    faults: list[Fault] = []
    rows = list(read_rows(file, faults))
    if faults:
        _refuse(faults + check_rows(rows))
    try:
        with database().write() as db:
            counts = import_terms(SYSTEM, db, rows, replace)
    except Broken as broken:
        _refuse(broken.faults)
    click.echo(f"{counts.new} new, {counts.replaced} replaced, {counts.unchanged} unchanged.")


@glossary_group.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
@plain_faults
def export(file: IO[str]) -> None:
    """Write the glossary in use, shipped and own, to a TSV file or to the screen."""
    with database().read() as db:
        rows = rows_in_use(db)
    file.write(file_text(entry for _file, _line, entry in rows))
    click.echo(f"{len(rows)} concepts written.", err=True)


@glossary_group.command("check")
@click.argument("files", nargs=-1, type=FILE)
@plain_faults
def check(files: tuple[Path, ...]) -> None:
    """Check the shipped files, the database and further files; code 1 when there is a fault."""
    faults: list[Fault] = []
    with database().read() as db:
        layers = [shipped_rows(faults), own_rows(db)]
    layers += [list(read_rows(file, faults)) for file in files]
    standing: list[Row] = []
    for layer in layers:  # a later one may say a concept of an earlier one anew, as the engine takes it
        standing = without(standing, layer)
        faults += check_rows(layer, standing)
        standing += layer
    _tell(faults)
    many = conflicts(standing)
    click.echo(f"{len(standing)} concepts, {_number(faults)}, {len(many)} terms that begin more than 6 concepts.")
    sys.exit(1 if faults else 0)
