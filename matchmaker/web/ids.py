"""Numbers in addresses: no larger than the database's ids. A larger one is nowhere, it must not reach a query."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1


class Id(IntegerConverter):
    """`<int:…>` that a column of the database can hold."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": MOST, **options})


def install(app: Flask) -> None:
    """Replace the converter before the pages are attached."""
    app.url_map.converters["int"] = Id
