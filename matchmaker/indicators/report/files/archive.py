"""Archives whose bytes depend on what is in them and on nothing else."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name


def zipped(files: Mapping[str, bytes], moment: str) -> bytes:
    """The files by path, all with one time: that of the report's data."""
    time = datetime.fromisoformat(moment).timetuple()[:6] if moment else OLDEST
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, time)
            entry.external_attr = 0o644 << 16  # readable where it is unpacked
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
