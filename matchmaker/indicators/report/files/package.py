"""The machine-readable copy: CSV files and their description as a Tabular Data Package (specs.frictionlessdata.io).

One for all languages: names stand in a column for each. The same report gives the same bytes.
"""

import csv
import hashlib
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

from matchmaker.core.i18n import LOCALES, worded
from matchmaker.indicators.report.files.archive import zipped
from matchmaker.indicators.report.files.content import evidence_in
from matchmaker.indicators.report.snapshot import Data, figures_in

Row = dict[str, Any]
LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
}
TYPES = {
    "year": "integer",
    "baseline_year": "integer",
    "better": "integer",
    "decimals": "integer",
    "version": "integer",
}
TYPES |= {"size": "integer", "evidence": "integer", "id": "integer", "value": "number", "target": "number"}
TYPES |= {"baseline": "number", "critical": "number", "is_demo": "boolean", "submitted_at": "datetime"}
DESCRIBED = {
    "place": "KZ: the whole country; a code of ISO 3166-2:KZ: a region; t and a number: a science city of the platform",
    "better": "1: more is better; -1: less is better",
    "standing": "critical: worse than the critical level; at_risk: short of the plan by more than a tenth of the planned change; on_course; no_target; no_value",
    "is_demo": "true: made up for a demo, not statistics",
    "origin": "platform: counted by the platform; entered: given by a body, with evidence",
    "version": "the version of the published value that the report holds",
    "sha256": "SHA-256 of the document's bytes, in hexadecimal digits",
}
REQUIRED = {"code", "indicator", "place", "year", "standing", "id", "sha256", "name", "is_demo", "state", "kind"}
KEYS = {"directions": ["code"], "indicators": ["code"], "figures": ["indicator", "place", "year"], "evidence": ["id"]}
POINTS = {
    "indicators": [("direction", "directions", "code")],
    "figures": [("indicator", "indicators", "code"), ("evidence", "evidence", "id")],
}


def package(data: Data, licence: str) -> bytes:
    """The archive with datapackage.json and the files it describes. licence: an identifier of SPDX."""
    return zipped(package_files(data, licence), data["frozen_at"])


def package_files(data: Data, licence: str) -> dict[str, bytes]:
    """Path and content of each file."""
    tables = {name: _written(rows, columns) for name, (columns, rows) in _tables(data).items()}
    described = [_resource(name, columns, tables[name]) for name, (columns, _rows) in _tables(data).items()]
    head = _head(data, licence) | {"resources": described}
    files = {"datapackage.json": json.dumps(head, ensure_ascii=False, indent=2).encode() + b"\n"}
    return files | {f"data/{name}.csv": content for name, content in tables.items()}


def _head(data: Data, licence: str) -> Data:
    title, path = LICENCES.get(licence, (licence, ""))
    year = data["year"]
    return {
        "profile": "tabular-data-package",
        "name": f"annual-report-{year}",
        "id": data["sha256"],
        "title": f"Annual report on target indicators of science cities of Kazakhstan, {year}",
        "description": "Every published figure of the report with its target, standing, formula, source and evidence.",
        "version": f"{year}.1",
        "created": data["frozen_at"],
        "keywords": ["Kazakhstan", "science cities", "target indicators"],
        "licenses": [{"name": licence, "title": title} | ({"path": path} if path else {})],
        "sources": [{"title": title} for title in sources_in(data)],
    }


def sources_in(data: Data) -> list[str]:
    """Every source that the indicators name, once."""
    named = (worded(one["sources"], "en") for part in data["directions"] for one in part["indicators"])
    return list(dict.fromkeys(filter(None, named))) or ["Matchmaker"]


def _texts(names: str, texts: Data) -> Row:
    return {f"{names}_{lang}": texts.get(lang, "") for lang in LOCALES}


def _columns(*names: str) -> list[str]:
    """The columns; a name with * stands for one in each language."""
    return [
        one for name in names for one in ([f"{name[:-1]}_{lang}" for lang in LOCALES] if name[-1] == "*" else [name])
    ]


def _tables(data: Data) -> dict[str, tuple[list[str], list[Row]]]:
    """Columns and rows of each file."""
    indicators = [(part, one) for part in data["directions"] for one in part["indicators"]]
    return {
        "directions": (_columns("code", "name*"), [_direction(part) for part in data["directions"]]),
        "indicators": (INDICATOR, [_indicator(part, one) for part, one in indicators]),
        "figures": (FIGURE, [_figure(data["year"], *one) for one in figures_in(data)]),
        "evidence": (["id", "name", "sha256", "size"], evidence_in(data)),
        "bodies": (_columns("name*", "kind", "region", "state", "submitted_at", "is_demo"), _bodies(data)),
    }


INDICATOR = _columns(
    "code", "direction", "name*", "unit*", "formula*", "source*", "frequency", "better", "decimals", "baseline_year",
    "baseline", "critical", "owner*", "is_demo",
)  # fmt: skip
FIGURE = _columns(
    "indicator", "place", "place_name*", "year", "value", "target", "standing", "version", "origin", "is_demo", "note",
    "evidence",
)  # fmt: skip


def _direction(part: Data) -> Row:
    return {"code": part["code"]} | _texts("name", part["names"])


def _indicator(part: Data, one: Data) -> Row:
    texts = _texts("name", one["names"]) | _texts("unit", one["units"]) | _texts("formula", one["formulas"])
    return one | texts | _texts("source", one["sources"]) | _texts("owner", one["owner"]) | {"direction": part["code"]}


def _figure(year: int, part: Data, indicator: Data, figure: Data) -> Row:
    evidence = figure["evidence"]["id"] if figure["evidence"] else None
    return figure | _texts("place_name", figure["names"]) | {
        "indicator": indicator["code"], "year": year, "evidence": evidence
    }  # fmt: skip


def _bodies(data: Data) -> list[Row]:
    return [one | _texts("name", one["names"]) for one in data["bodies"]]


def _written(rows: Iterable[Row], columns: list[str]) -> bytes:
    """CSV after RFC 4180: commas, CRLF, UTF-8 without a mark."""
    written = StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(columns)
    for row in rows:
        lines.writerow([_cell(row[name]) for name in columns])
    return written.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _resource(name: str, columns: list[str], content: bytes) -> Data:
    schema: Data = {"fields": [_field(one) for one in columns], "missingValues": [""]}
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    if name in POINTS:
        schema["foreignKeys"] = [
            {"fields": own, "reference": {"resource": other, "fields": key}} for own, other, key in POINTS[name]
        ]
    return {
        "profile": "tabular-data-resource", "name": name, "path": f"data/{name}.csv", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "schema": schema,
    }  # fmt: skip


def _field(name: str) -> Data:
    described = {"description": DESCRIBED[name]} if name in DESCRIBED else {}
    needed = {"constraints": {"required": True}} if name in REQUIRED else {}
    return {"name": name, "type": TYPES.get(name, "string")} | described | needed
