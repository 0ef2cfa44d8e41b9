"""Reading a data package as strictly as its specification: Data Package, Tabular Data Resource, Table Schema, RFC 4180."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

NAME = re.compile(r"[-a-z0-9._/]+")
PACKAGE = {
    "profile",
    "name",
    "id",
    "title",
    "description",
    "version",
    "created",
    "keywords",
    "licenses",
    "sources",
    "resources",
}
RESOURCE = {"profile", "name", "path", "format", "mediatype", "encoding", "bytes", "hash", "schema"}
CASTS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "datetime": datetime.fromisoformat,
}
Rows = list[dict[str, Any]]


def read_package(content: bytes) -> tuple[dict[str, Any], dict[str, Rows]]:
    """The description, and the rows of each resource with values of their types. Fails where the specification is broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(files.pop("datapackage.json").decode("utf-8"))
    check_head(head)
    tables = {one["name"]: read_resource(one, files) for one in head["resources"]}
    assert set(files) == {one["path"] for one in head["resources"]}
    for one in head["resources"]:
        check_keys(one, tables)
    return head, tables


def check_head(head: dict[str, Any]) -> None:
    """Names, licences, sources, the moment of making."""
    assert set(head) == PACKAGE
    assert NAME.fullmatch(head["name"]) and head["resources"]
    assert all(one.get("name") or one.get("path") for one in head["licenses"]) and head["licenses"]
    assert all(re.match(r"https?://", one["path"]) for one in head["licenses"] if "path" in one)
    assert all(one.get("title") for one in head["sources"])
    assert datetime.fromisoformat(head["created"]).tzinfo is not None
    names = [one["name"] for one in head["resources"]]
    assert len(set(names)) == len(names) and all(map(NAME.fullmatch, names))


def read_resource(one: dict[str, Any], files: dict[str, bytes]) -> Rows:
    """The rows of one resource."""
    assert set(one) == RESOURCE and one["profile"] == "tabular-data-resource"
    assert not one["path"].startswith(("/", ".")) and ".." not in one["path"]  # relative, never to the parent
    content = files[one["path"]]
    assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    fields = one["schema"]["fields"]
    assert all(
        set(field) <= {"name", "type", "description", "constraints"} and field["type"] in CASTS for field in fields
    )
    lines = list(csv.reader(io.StringIO(content.decode(one["encoding"]), newline=""), strict=True))
    assert lines[0] == [field["name"] for field in fields] and len(set(lines[0])) == len(lines[0])
    assert content.endswith(b"\r\n") and not content.startswith(b"\xef\xbb\xbf")
    return [read_row(line, fields, one["schema"]["missingValues"]) for line in lines[1:]]


def read_row(line: list[str], fields: list[dict[str, Any]], missing: list[str]) -> dict[str, Any]:
    """The cells with their types."""
    found = {}
    for cell, field in zip(line, fields, strict=True):
        found[field["name"]] = None if cell in missing else CASTS[field["type"]](cell)
        assert found[field["name"]] is not None or not field.get("constraints", {}).get("required"), field["name"]
    return found


def check_keys(one: dict[str, Any], tables: dict[str, Rows]) -> None:
    """No primary key twice, no foreign key to nowhere."""
    rows, schema = tables[one["name"]], one["schema"]
    if key := schema.get("primaryKey"):
        values = [tuple(row[name] for name in key) for row in rows]
        assert len(set(values)) == len(values) and all(None not in value for value in values)
    for foreign in schema.get("foreignKeys", []):
        other = foreign["reference"]
        known = {row[other["fields"]] for row in tables[other["resource"]]}
        assert {row[foreign["fields"]] for row in rows} - {None} <= known
