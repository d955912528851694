"""What goes into and comes out of the house besides crawling: rows of articles, reports of imports."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from unicodedata import category

from pydantic import BaseModel, ConfigDict, Field, field_validator

from imfact.contracts.assessment import Assessment
from imfact.kit.clock import as_utc


class ImportedRow(BaseModel):
    """One line of a file of articles; other fields of it are not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    url: str
    source: str | None = None
    """Slug or name of the source; without it the source is that of the URL's host."""
    title: str = Field(min_length=1, max_length=1_000)
    body: str = Field(min_length=1)
    published_at: datetime | None = None
    """Without a zone it is read as Asia/Seoul."""

    @field_validator("title", "body")
    @classmethod
    def _can_be_seen(cls, text: str) -> str:
        # Controls, formats such as U+200B and spaces leave nothing to read or to judge.
        if all(category(character)[0] in "CZ" for character in text):
            raise ValueError("there is no character in it that could be seen")
        return text

    @field_validator("published_at")
    @classmethod
    def _is_in_the_calendar(cls, moment: datetime | None) -> datetime | None:
        if moment is not None:
            as_utc(moment)
        # As it was written: midnight there, not in UTC, is what a file of days has.
        return moment


class ExportedArticle(BaseModel):
    """One row of an export; only articles whose rights allow it are written."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    url_hash: str
    source: str
    title: str
    body: str
    published_at: datetime | None
    copy_group: str | None
    story: str | None
    assessment: Assessment | None


class BrokenPart(BaseModel):
    """A place of a file that could not be used: the line, or 0 where the file itself breaks off."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int = 0
    reason: str


class FileImport(BaseModel):
    """How the import of one file ended; ``read`` = imported + unchanged + skipped + broken lines."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file: str
    kind: Literal["warc", "articles"]
    read: int = 0
    imported: int = 0
    unchanged: int = 0
    """Lay in the lake already."""
    skipped: dict[str, int] = {}
    """Reason → how many records were left out for it."""
    sources_added: tuple[str, ...] = ()
    broken: tuple[BrokenPart, ...] = ()

    @property
    def cut(self) -> str | None:
        """What is wrong with the file itself, None where it was read to its end."""
        return next((part.reason for part in self.broken if part.line == 0), None)


class ImportReport(BaseModel):
    """How an import ended, file by file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    schema_version: Literal[1] = 1
    rights: str
    files: tuple[FileImport, ...]
