"""The run as data: which stages there are, in which order, and what each reads."""

from __future__ import annotations

from dataclasses import dataclass

from imfact.contracts.runs import StageName


@dataclass(frozen=True, slots=True)
class Step:
    """One stage and the stage whose manifest it reads; None reads the policy's sources."""

    stage: StageName
    reads: StageName | None


WORKFLOW: tuple[Step, ...] = (
    Step("crawl", reads=None),
    Step("refine", reads="crawl"),
    Step("load", reads="refine"),
    Step("embed", reads="load"),
    Step("enrich", reads="embed"),
    Step("index", reads="enrich"),
)


def step_of(stage: StageName) -> Step:
    """Return the step of ``stage``."""
    return next(step for step in WORKFLOW if step.stage == stage)
