"""Which articles must be judged again, and the run that does it: enrich and index over those alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from imfact.contracts.internal_api import StandingVerdict
from imfact.contracts.runs import Manifest, ManifestEntry, RunPlan, StageName
from imfact.lake.stage_io import StageContext

Versions = tuple[str, str, str]
"""(model, encoder, policy)"""


@dataclass(frozen=True, slots=True)
class Rescoring:
    """The articles whose verdicts were made by other versions than those in force for them."""

    entries: tuple[ManifestEntry, ...]
    encoder_changed: bool
    """Some of them were judged with another encoder: they need vectors of the new one first."""

    @property
    def first(self) -> StageName:
        """The stage to begin with."""
        return "embed" if self.encoder_changed else "enrich"

    def plan(self, context: StageContext) -> tuple[RunPlan, Manifest]:
        """Return the run's plan and the input of its first stage."""
        plan = RunPlan(run_id=context.run_id, started_at=context.clock(), first=self.first)
        return plan, Manifest(run_id=context.run_id, stage=self.first, entries=self.entries)


def outdated(
    standing: Iterable[StandingVerdict],
    wanted: Callable[[str], Versions],
    limit: int | None = None,
) -> Rescoring:
    """Return what is to be judged again, at most ``limit`` articles.

    What was judged so far is no longer outdated, so that a limited or interrupted rescoring is gone
    on with by starting another one.

    Args:
        standing: By which versions articles are judged.
        wanted: The versions in force for an article, by its url_hash; the canary has its share.
        limit: The most articles; all where None.
    """
    entries: list[ManifestEntry] = []
    encoder_changed = False
    for one in standing:
        versions = wanted(one.url_hash)
        if (one.model_version, one.encoder_version, one.policy_version) == versions:
            continue
        if limit is not None and len(entries) >= limit:
            break
        # An article that was never judged may have no vectors of this encoder either.
        encoder_changed |= one.encoder_version != versions[1]
        entries.append(ManifestEntry(url_hash=one.url_hash, source=one.source, key=one.curated_key))
    return Rescoring(tuple(entries), encoder_changed)
