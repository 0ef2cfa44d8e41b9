"""Papers as PDF: a Typst template of `templates/papers` filled with data. Every word comes with the data, translated.

The fonts lie in `static/fonts`; those of the machine are not asked, so that a paper looks the same everywhere.
"""

import json
from typing import Any, Literal

from matchmaker.core.i18n import current_locale
from matchmaker.paths import STATIC, TEMPLATES

PAPERS = TEMPLATES / "papers"
FONTS = STATIC / "fonts"


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """A paper."""
    return _compile(template, data, "pdf")


def picture(template: str, data: dict[str, Any]) -> bytes:
    """The first page of a paper as PNG."""
    return _compile(template, data, "png")


def _compile(template: str, data: dict[str, Any], form: Literal["pdf", "png"]) -> bytes:
    import typst  # its library is large: loaded when the first paper is asked for

    inputs = {"data": json.dumps({"lang": current_locale()} | data, ensure_ascii=False)}
    made = typst.compile(
        str(PAPERS / f"{template}.typ"),
        root=str(PAPERS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format=form,
        sys_inputs=inputs,
    )
    return made[0] if isinstance(made, list) else bytes(made or b"")
