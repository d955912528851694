"""The run as data: which stages there are, in which order, what each reads and where it computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from imfact.contracts.runs import StageName

Compute = Literal["function", "container", "processing"]
"""On AWS a Lambda function, a Fargate task, or a SageMaker Processing job; in one process at home."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage and what a target must know to run it.

    Args:
        stage: Its name.
        reads: The stage whose manifest it reads; None reads the policy's sources.
        compute: Where it computes on a target that has the choice.
        batch: Items of a batch that goes its own way where a target can fan out; None keeps the
            stage in one piece, as it looks at all items together or writes what has one writer.
        timeout_seconds: After which the stage, or one batch of it, counts as failed.
        attempts: Tries in all, where the error is one that may pass.
    """

    stage: StageName
    reads: StageName | None
    compute: Compute = "function"
    batch: int | None = None
    timeout_seconds: int = 900
    attempts: int = 4


WORKFLOW: tuple[Step, ...] = (
    Step("crawl", reads=None, compute="container", timeout_seconds=7_200, attempts=2),
    Step("refine", reads="crawl", batch=50),
    Step("load", reads="refine"),
    Step("embed", reads="load", compute="processing", timeout_seconds=7_200, attempts=2),
    Step("group", reads="embed"),
    Step("enrich", reads="group", batch=32),
    Step("index", reads="enrich"),
)


def step_of(stage: StageName) -> Step:
    """Return the step of ``stage``."""
    return next(step for step in WORKFLOW if step.stage == stage)


def steps_from(first: StageName) -> tuple[Step, ...]:
    """Return the steps of a run that begins with stage ``first``."""
    return WORKFLOW[WORKFLOW.index(step_of(first)) :]


def whole_timeout_seconds() -> int:
    """Return how long a run may take in all, every attempt of every stage included."""
    return sum(step.timeout_seconds * step.attempts for step in WORKFLOW)
