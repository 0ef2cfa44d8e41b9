"""What answers while a draft is typed: the linter's verdict and live counterparts. Nothing is stored."""

from flask import render_template, request

from matchmaker.core.i18n import LOCALES
from matchmaker.core.text import clean
from matchmaker.postings.fields import CODES, KINDS, TEXTS
from matchmaker.postings.linter import lint as judge
from matchmaker.recommendations.content import profile_of
from matchmaker.recommendations.queries import OTHER_KIND, recommend_for_text
from matchmaker.recommendations.wording import Recommendation
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import whole_number
from matchmaker.web.postings import blueprint

LEAST = 20
SHOWN = 5


def typed_kind() -> str:
    """The kind chosen in the form that was sent."""
    kind = request.form.get("kind", "")
    return kind if kind in KINDS else "capability"


def _texts() -> dict[str, str]:
    return {text.name: clean(request.form.get(text.name, "")[: text.most]) for text in TEXTS}


def _codes() -> dict[str, list[str]]:
    return {name: [c for c in request.form.getlist(name) if c in terms(book)] for name, book in CODES.items()}


@blueprint.post("/lint")
@access("poster", reads=True)
def lint() -> str:
    """The linter on what is typed so far."""
    lang = request.form.get("lang", "")
    verdict = judge(typed_kind(), lang if lang in LOCALES else "ru", _texts(), _codes())
    return render_template("postings/_lint.html", lint=verdict)


def recommend_typed(most: int) -> tuple[str, list[Recommendation]]:
    """The kind that was chosen and the counterparts of what was typed; none while there is too little of it."""
    kind, texts = typed_kind(), _texts()
    title, body = texts.pop("title"), "\n".join(text for text in texts.values() if text)
    if len(title) + len(body) < LEAST:
        return kind, []
    profile = profile_of(kind, whole_number(request.form.get("trl")), _codes())
    return kind, recommend_for_text(actor(), db(), index(), kind, title, body, profile, most)


@blueprint.post("/live")
@access("poster", reads=True)
def live() -> str:
    """Counterparts of what is typed so far."""
    kind, found = recommend_typed(SHOWN)
    return render_template("postings/_live.html", recommendations=found, other_kind=OTHER_KIND[kind])
