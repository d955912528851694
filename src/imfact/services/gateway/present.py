"""Stored articles as readers may see them: rights are applied here and nowhere later."""

from __future__ import annotations

from imfact.contracts.assessment import Assessment
from imfact.contracts.public_api import (
    ArticleDetail,
    ArticleItem,
    Copies,
    RelatedItem,
    RevisionItem,
    Story,
    TitleMark,
    Verdict,
)
from imfact.kit.korean import lead_of
from imfact.services.gateway.db.listing import ListedArticle, StoredArticle
from imfact.services.gateway.db.relatives import NONE, Relative, Relatives
from imfact.services.gateway.db.revisions import StoredRevision

SNIPPET_CHARACTERS = 120


def to_item(listed: ListedArticle, relatives: Relatives = NONE) -> ArticleItem:
    """Return the article as a list row with what is folded under it."""
    story = None
    if listed.story is not None and relatives.story_count:
        story = Story(
            id=listed.story,
            count=relatives.story_count,
            items=tuple(_related(one) for one in relatives.story),
        )
    return ArticleItem(
        url_hash=listed.url_hash,
        url=listed.url,
        title=listed.title,
        source=listed.source,
        section=listed.section,
        published_at=listed.published_at,
        snippet=lead_of(listed.text, SNIPPET_CHARACTERS) if listed.rights.allows("show") else "",
        verdict=None if listed.assessment is None else to_verdict(listed.assessment, listed.title),
        revision_count=listed.revision_count,
        title_changes=listed.title_changes,
        copies=Copies(
            count=relatives.copy_count, items=tuple(_related(one) for one in relatives.copies)
        ),
        story=story,
    )


def to_detail(stored: StoredArticle, relatives: Relatives = NONE) -> ArticleDetail:
    """Return the article whole, as far as its rights allow."""
    rights = stored.listed.rights
    return ArticleDetail(
        article=to_item(stored.listed, relatives),
        author=stored.author,
        fetched_at=stored.fetched_at,
        paywalled=stored.paywalled,
        show=rights.show,
        body=stored.listed.text if rights.show == "full" else None,
        assessment=stored.listed.assessment,
        summary=stored.summary if rights.allows("summarise") else None,
        revisions=tuple(_revision(one) for one in stored.revisions),
    )


def _revision(stored: StoredRevision) -> RevisionItem:
    verdict = stored.assessment
    return RevisionItem(
        number=stored.number,
        title=stored.title,
        seen_at=stored.seen_at,
        title_changed=stored.title_changed,
        body_changed=stored.body_changed,
        p_clickbait=None if verdict is None else verdict.p_clickbait,
        interval=None if verdict is None else verdict.interval,
        trust=None if verdict is None else verdict.trust,
        band=None if verdict is None else verdict.band,
        sentence_ko="" if verdict is None else verdict.sentence_ko,
        sentence_en="" if verdict is None else verdict.sentence_en,
    )


def _related(relative: Relative) -> RelatedItem:
    return RelatedItem.model_validate(relative, from_attributes=True)


def to_verdict(assessment: Assessment, title: str) -> Verdict:
    """Return the assessment as a row shows it; marks are the reasons that are spans of the headline."""
    marks = tuple(
        TitleMark(
            start=reason.start,
            end=reason.end,
            kind=reason.kind,
            tactic=reason.tactic,
            note_ko=reason.note_ko,
            note_en=reason.note_en,
        )
        for reason in assessment.reasons
        if reason.where == "title"
        and reason.start is not None
        and reason.end is not None
        and reason.start < reason.end <= len(title)
    )
    return Verdict(
        p_clickbait=assessment.p_clickbait,
        interval=assessment.interval,
        band=assessment.band,
        unsure_reason=assessment.unsure_reason,
        trust=assessment.trust,
        tactic=assessment.tactic,
        sentence_ko=assessment.sentence_ko,
        sentence_en=assessment.sentence_en,
        marks=tuple(sorted(marks, key=lambda mark: (mark.start, mark.end))),
    )


def showable_text(listed: ListedArticle) -> str:
    """Return as much of the body as may be quoted: all of it, its first 120 characters, or nothing."""
    if listed.rights.show == "full":
        return listed.text
    return lead_of(listed.text, SNIPPET_CHARACTERS) if listed.rights.show == "snippet" else ""
