"""Everything in one go: the report in each language and form, and the data package."""

from collections.abc import Callable

from matchmaker.core.i18n import LOCALES, use_locale
from matchmaker.indicators.report.files.archive import zipped
from matchmaker.indicators.report.files.package import package_files
from matchmaker.indicators.report.files.paper import paper
from matchmaker.indicators.report.files.sheets import workbook
from matchmaker.indicators.report.files.word import word
from matchmaker.indicators.report.snapshot import Data

FORMS: dict[str, Callable[[Data], bytes]] = {"pdf": paper, "docx": word, "xlsx": workbook}


def report_file(data: Data, lang: str, form: str) -> bytes:
    """One file of the report."""
    with use_locale(lang):
        return FORMS[form](data)


def file_name(data: Data, lang: str, form: str) -> str:
    """What a file of the report is called."""
    return f"report-{data['year']}-{lang}.{form}"


def bundle(data: Data, licence: str) -> bytes:
    """An archive of all of them."""
    files = {file_name(data, lang, form): report_file(data, lang, form) for form in FORMS for lang in LOCALES}
    return zipped(files | package_files(data, licence), data["frozen_at"])
