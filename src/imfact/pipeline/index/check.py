"""Checks of an index version against the database: is all there, and is it found."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field

from imfact.contracts.internal_api import IndexDocument
from imfact.contracts.search import SearchDocument, SearchFilters
from imfact.kit.errors import QualityError
from imfact.kit.hashing import set_checksum
from imfact.pipeline.index.documents import with_vectors
from imfact.pipeline.index.golden import unfound
from imfact.pipeline.index.parts import IndexParts
from imfact.pipeline.index.replay import replay

_SAMPLES = 20
# A check that met a takedown, which removes from every version at once, is made again.
_ATTEMPTS = 3
_NAMED = 5


class IndexIncomplete(QualityError):
    """A version does not hold what the database says; it is not shown to readers."""

    code = "index_incomplete"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check saw. ``problems`` are sentences; none means that the version is good."""

    version: int
    expected: int
    text: int
    vector: int
    checksum: str
    golden: int
    problems: tuple[str, ...] = field(default=())

    def require(self) -> None:
        """Raise IndexIncomplete where there are problems."""
        if self.problems:
            raise IndexIncomplete(
                f"Index v{self.version} is not what the database says: "
                + " ".join(self.problems)
                + " Run `imfact index build`.",
                version=self.version,
            )


@dataclass(slots=True)
class _Expected:
    """Articles that must be found, and those that may be: their vectors are not there yet."""

    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    samples: list[IndexDocument] = field(default_factory=list)


def check(parts: IndexParts, version: int, unreadable: Collection[str] = ()) -> CheckResult:
    """Compare ``version`` with the database, after writing what changed since.

    Count and checksum of both indices must be those of the database's articles, and each of some
    sampled articles must be found by its own title and by its own vector.

    Args:
        parts: The engine and where documents come from.
        version: The version.
        unreadable: Articles whose vectors were found unreadable; they may be absent.
    """
    result = _check(parts, version, unreadable)
    for _ in range(_ATTEMPTS - 1):
        if not result.problems:
            break
        result = _check(parts, version, unreadable)
    return result


def _check(parts: IndexParts, version: int, unreadable: Collection[str]) -> CheckResult:
    expected = _expected(parts, version, unreadable)
    # The database goes on changing while it is read: what did is settled by the outbox, after which
    # the version and ``expected`` are of one moment.
    done = replay(parts, version, keep=version != parts.engine.current())
    expected.must |= done.written
    expected.must -= done.removed | done.unusable
    expected.may |= done.unusable
    expected.may -= done.written | done.removed
    text, vector = parts.engine.count(version)
    sums = parts.engine.checksum(version)
    wanted = set_checksum(expected.must)
    problems = []
    if (text, vector) != (len(expected.must),) * 2 or set(sums) != {wanted}:
        problems += _differences(parts, version, expected)
    samples = [row for row in expected.samples if row.url_hash in expected.must]
    documents = [
        doc for _, doc in with_vectors(parts.lake, samples) if isinstance(doc, SearchDocument)
    ]
    problems += unfound(parts.engine.reading(version), documents, SearchFilters())
    return CheckResult(
        version, len(expected.must), text, vector, wanted, len(documents), tuple(problems)
    )


def _expected(parts: IndexParts, version: int, unreadable: Collection[str]) -> _Expected:
    """Read the whole database once, keeping url_hashes and a fair sample of the rows."""
    found = _Expected()
    # Seeded, so that a check that failed fails again until something was mended.
    chance = random.Random(version)  # noqa: S311 - a sample, no secret
    for row in parts.gateway.all_documents(parts.encoder_version):
        if row.part_key is None or row.url_hash in unreadable:
            found.may.add(row.url_hash)
            continue
        found.must.add(row.url_hash)
        if len(found.samples) < _SAMPLES:
            found.samples.append(row)
        elif (place := chance.randrange(len(found.must))) < _SAMPLES:
            found.samples[place] = row
    return found


def _differences(parts: IndexParts, version: int, expected: _Expected) -> list[str]:
    """Say which articles are missing from either index, and which should not be there."""
    said = []
    hashes = parts.engine.url_hashes(version)
    for name, found, count in zip(
        ("text", "vector"), hashes, parts.engine.count(version), strict=True
    ):
        for what, wrong in (
            ("lacks", expected.must - found),
            ("holds without reason", found - expected.must - expected.may),
        ):
            if wrong:
                named = ", ".join(sorted(wrong)[:_NAMED]) + (" …" if len(wrong) > _NAMED else "")
                said.append(f"The {name} index {what} {len(wrong)} articles ({named}).")
        if count != len(found):
            said.append(f"The {name} index holds {count - len(found)} articles twice.")
    if hashes[0] != hashes[1]:
        said.append(f"{len(hashes[0] ^ hashes[1])} articles are in one of the two indices only.")
    return said
