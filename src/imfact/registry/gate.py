"""The gate before a promotion: what a version must keep of what the current one was seen to do."""

from __future__ import annotations

from pydantic import ValidationError

from imfact.contracts.model import Evaluation, Figures
from imfact.kit.errors import QualityError
from imfact.registry.names import evaluation_key, evaluations_folder
from imfact.registry.versions import show_version
from imfact.store.objects import ObjectStore

# Differences that a test of some hundred rows shows by chance; a version may lose that much.
ALLOWED_LOSS = {"auroc": 0.01, "average_precision": 0.02, "spearman": 0.02}
ALLOWED_ECE = 0.02


class BelowFloor(QualityError):
    """The version is worse than the current one by more than chance explains."""

    code = "below_floor"


class NotEvaluated(QualityError):
    """Nobody has seen how good the version is beside the current one."""

    code = "not_evaluated"


def floors_of(figures: Figures) -> dict[str, float]:
    """Return what a successor must reach on the same rows; ``ece`` is a ceiling."""
    floors = {
        name: value - loss
        for name, loss in ALLOWED_LOSS.items()
        if (value := getattr(figures, name)) is not None
    }
    return {**floors, "ece": figures.ece + ALLOWED_ECE}


def below(figures: Figures, floors: dict[str, float]) -> tuple[str, ...]:
    """Return one sentence for each floor that ``figures`` do not reach."""
    said = []
    for name, floor in floors.items():
        value = getattr(figures, name)
        if value is None or (value > floor if name == "ece" else value < floor):
            shown = "unknown" if value is None else f"{value:.3f}"
            said.append(f"{name} {shown} {'above' if name == 'ece' else 'below'} {floor:.3f}")
    return tuple(said)


def keep_evaluation(store: ObjectStore, evaluation: Evaluation) -> str:
    """Write an evaluation, in place of an earlier one of the same pair, signal and file; return its key."""
    key = evaluation_key(
        evaluation.version, evaluation.against, evaluation.signal, evaluation.data_sha256
    )
    store.put(key, evaluation.model_dump_json(indent=1).encode() + b"\n")
    return key


def require_floors(store: ObjectStore, version: str, current: str, *, proved: bool = False) -> None:
    """Refuse ``version`` unless its style was evaluated beside ``current`` and it kept all floors.

    Match and coherence need no evaluation; where there is one, its floors hold as those of style do. Who ``proved`` itself as the current one before needs no evaluation, but keeps the floors if
    there is one.

    Raises:
        NotEvaluated: there is no evaluation of this pair's style.
        BelowFloor: one of them found the version below a floor.
        VersionNotFound: there is no such version.
    """
    show_version(store, "clickbait", version)
    found = [e for e in evaluations(store, version) if e.against == current]
    if not proved and not any(e.signal == "style" for e in found):
        raise NotEvaluated(
            f"{version} was never evaluated beside the current {current}; run `imfact model "
            f"evaluate {version} --data FILE.jsonl`, or promote with --force and --reason.",
            version=version,
        )
    for evaluation in found:
        if evaluation.below:
            raise BelowFloor(
                f"{version} does not keep the floors of {current} in {evaluation.signal} on "
                f"{evaluation.data}: "
                f"{'; '.join(evaluation.below)}. Promote with --force and --reason if you must.",
                version=version,
            )


def evaluations(store: ObjectStore, version: str) -> list[Evaluation]:
    """Return the evaluations of ``version``; one that cannot be read is passed over."""
    found = []
    for key in store.keys(evaluations_folder(version)):
        try:
            found.append(Evaluation.model_validate_json(store.get(key)))
        except ValidationError:
            continue
    return found
