"""The technology readiness level that a text states in so many words; nothing is concluded from anything else."""

import re

NAMES = (
    r"\bTRL(?![^\W\d])|technology readiness level|"
    r"\bУГТ(?![^\W\d])|уров\w+ (?:технологической готовности|готовности технологи\w+)|"
    r"\bТДД(?![^\W\d])|технологиялық (?:дайындық|әзірлік|даярлық) деңгей\w*|технологияның (?:дайындық|әзірлік|даярлық) деңгей\w*"
)
NAME = re.compile(NAMES, re.IGNORECASE)
ABBREVIATION = r"(?:\s*\((?:TRL|УГТ|ТДД)\))?"
BETWEEN = r"(?:[\s:=№–—-]|level|уровень|уровня|деңгейі|of|is|at|составляет|соответствует)*"
NUMBER = r"([1-9])(?![\d.,]\d|\d|\s*%)"
AFTER = re.compile(rf"(?:{NAMES}){ABBREVIATION}{BETWEEN}{NUMBER}", re.IGNORECASE)
BEFORE = re.compile(
    r"\b([1-9])(?:\s*-?\s*(?:ші|шы|й|го|th))?\s+(?:УГТ\b|ТДД\b|TRL\b|технологиялық дайындық деңгей)", re.IGNORECASE
)


def stated_levels(text: str) -> list[int]:
    """The levels that a text names, lowest first. Of a range the lower end counts: so much is sure."""
    return sorted({int(found) for pattern in (AFTER, BEFORE) for found in pattern.findall(text)})
