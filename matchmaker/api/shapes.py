"""Shapes of requests and answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matchmaker.postings.extraction.understanding import Understood
from matchmaker.postings.models import Posting
from matchmaker.recommendations.wording import Recommendation


class RecommendRequest(BaseModel):
    """A text, what it is, and how many counterparts are wanted."""

    model_config = ConfigDict(strict=True)

    text: str = Field(min_length=3, max_length=40_000, description="Free text in Kazakh, Russian or English")
    kind: Literal["need", "capability"] = Field(description="What the text is; counterparts are of the other kind")
    limit: int = Field(default=10, ge=1, le=50)


class ExtractRequest(RecommendRequest):
    """A text that is to be understood. A file is sent as a form instead, with the same fields beside it."""

    text: str = Field(min_length=3, max_length=400_000, description="Free text, an abstract or a report")


class ExtractForm(BaseModel):
    """A report as a form (multipart/form-data)."""

    file: bytes = Field(description="PDF, DOCX or TXT", json_schema_extra={"format": "binary"})
    kind: Literal["need", "capability"] = Field(description="What it is; counterparts are of the other kind")
    limit: int = Field(default=10, ge=1, le=50)


class Fault(BaseModel):
    """What went wrong, and in which fields."""

    status: int
    message: str
    fields: dict[str, str]


class ErrorAnswer(BaseModel):
    """The answer to a request that cannot be served."""

    error: Fault


class RecommendationShape(BaseModel):
    """One counterpart with its score (0–100) and its reasons in words."""

    posting_id: int
    kind: str
    title: str
    lang: str
    score: float
    reasons: list[str]


class RecommendAnswer(BaseModel):
    """Counterparts, best first."""

    recommendations: list[RecommendationShape]


class ReadShape(BaseModel):
    """How much of a text was read. pages: none where a text has no pages."""

    pages: int | None
    words: int
    is_cut: bool


class UnderstoodShape(BaseModel):
    """What a text says in the fields of a posting. lang: kk, ru, en or other. codes: proposals by field.

    trl_stated: every level that the text names; trl: the level, when it names one. origins: where title, summary and
    keywords come from.
    """

    lang: str
    title: str
    summary: str
    description: str
    keywords: list[str]
    trl: int | None
    trl_stated: list[int]
    codes: dict[str, list[str]]
    origins: dict[str, str]
    read: ReadShape


class ExtractAnswer(BaseModel):
    """What was understood, and its counterparts, best first."""

    understood: UnderstoodShape
    recommendations: list[RecommendationShape]


class PostingShape(BaseModel):
    """The open part of a posting in its original language."""

    id: int
    kind: str
    lang: str
    title: str
    summary: str
    description: str
    trl: int | None
    codes: dict[str, list[str]]
    organisation: str | None
    published_at: str | None
    deadline_on: str | None


class PostingList(BaseModel):
    """One page of postings and how many there are in all."""

    postings: list[PostingShape]
    total: int


def recommendation_shape(found: Recommendation) -> RecommendationShape:
    """A recommendation as JSON."""
    posting = found.posting
    title = posting.text(posting.lang).title
    score = round(found.match.score, 2)
    return RecommendationShape(
        posting_id=posting.id, kind=posting.kind, title=title, lang=posting.lang, score=score, reasons=found.sentences()
    )


def understood_shape(found: Understood) -> UnderstoodShape:
    """What was understood, as JSON."""
    source = found.source
    return UnderstoodShape(
        lang=found.lang,
        title=found.title,
        summary=found.summary,
        description=found.description,
        keywords=found.keywords,
        trl=found.trl,
        trl_stated=found.levels,
        codes=found.codes,
        origins=found.origins,
        read=ReadShape(pages=source.page_count, words=source.words_read, is_cut=source.is_cut),
    )


def posting_shape(posting: Posting, organisation_shown: bool) -> PostingShape:
    """A posting as JSON; an anonymous one without its organisation."""
    text = posting.text(posting.lang)
    return PostingShape(
        id=posting.id,
        kind=posting.kind,
        lang=posting.lang,
        title=text.title,
        summary=text.summary,
        description=text.description,
        trl=posting.trl,
        codes=posting.codes,
        organisation=posting.organisation.name if organisation_shown else None,
        published_at=posting.published_at.isoformat() if posting.published_at else None,
        deadline_on=posting.deadline_on.isoformat() if posting.deadline_on else None,
    )
