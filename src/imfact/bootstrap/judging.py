"""Engines out of the buckets of a house: what pointer, routing and policy ask for, verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imfact.adapters.encoder.port import Encoder
from imfact.bootstrap.summarisers import open_summariser
from imfact.contracts.model import ModelVersion
from imfact.contracts.policy import Policy
from imfact.kit.errors import ConfigError, ConflictError, ImfactError
from imfact.policy.loading import require_agreement
from imfact.registry.calibration import read_calibration
from imfact.registry.candidate import read_candidate
from imfact.registry.golden import verify_classifier, verify_encoder
from imfact.registry.names import CANDIDATE
from imfact.registry.pointer import current_version, read_pointer
from imfact.registry.quality import read_quality
from imfact.registry.routing import candidate_wanted
from imfact.registry.versions import materialise, show_version
from imfact.services.ai.engine import JudgingEngine
from imfact.services.ai.holder import Serving, Wanted

if TYPE_CHECKING:
    from imfact.bootstrap.house import House


class CandidateMissing(ConflictError):
    """Routing names a candidate that is not in the slot."""

    code = "candidate_missing"


class Engines:
    """Builds engines; each has verified files and answered its golden inputs on this machine.

    Encoders are opened once a version: two engines over one encoder share it.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._encoders: dict[str, Encoder] = {}

    def look(self) -> Wanted:
        """Return what pointer, routing and policy ask for.

        Raises:
            ConfigError: one of them is missing or unreadable, or they contradict each other.
        """
        policy = self._house.current_policy.refresh()
        target = read_pointer(self._house.models).target
        require_agreement(policy.routing, target)
        return Wanted(
            current=target,
            policy=policy.version,
            candidate=candidate_wanted(policy.routing),
            canary=policy.routing.canary,
            shadow=policy.routing.shadow is not None,
        )

    def load(self, wanted: Wanted, present: Serving | None) -> Serving:
        """Return the engines of ``wanted``; what did not change is taken from ``present``.

        Raises:
            ConfigError: the current version does not exist, or requires another encoder than
                ``present`` has.
            ModelCorrupt: its files are altered, truncated or missing.
            GoldenMismatch: it answers otherwise than it should.
        """
        policy = self._house.current_policy.refresh()
        current = _unchanged(present.current if present else None, wanted.current, policy)
        if current is None:
            version = current_version(self._house.models)
            if version.version != wanted.current:
                raise ConflictError("The pointer changed while the version was being loaded.")
            if present is not None:
                _require_encoder(version, present.current.encoder_version)
            current = self.open(version, policy)
        candidate = _unchanged(present.candidate if present else None, wanted.candidate, policy)
        refused = None
        if candidate is None and wanted.candidate is not None:
            try:
                candidate = self._open_candidate(wanted.candidate, policy)
            except Exception as exc:  # noqa: BLE001 - it is on trial: whatever it does, readers go on
                why = f"{exc.code}: {exc.message}" if isinstance(exc, ImfactError) else repr(exc)
                refused = f"candidate {wanted.candidate}: {why}"
        return Serving(wanted, current, candidate, refused)

    def open(
        self, version: ModelVersion, policy: Policy | None = None, folder: str | None = None
    ) -> JudgingEngine:
        """Return the engine of a version, from the slot ``folder`` where one is given."""
        from imfact.adapters.classifier.onnx import OnnxClassifier
        from imfact.adapters.search.tokens import morpheme_spans

        house = self._house
        files = materialise(
            house.models, "clickbait", folder or version.version, house.settings.var / "cache"
        )
        encoder = self.encoder(encoder_of(version))
        classifier = OnnxClassifier(files, house.settings.threads)
        verify_classifier(files, classifier)
        return JudgingEngine(
            encoder=encoder,
            classifier=classifier,
            calibration=read_calibration(files),
            policy=policy or house.policy,
            summariser=open_summariser(house.settings.summariser, lambda: house.lake, house.clock),
            trained_on=version.trained_on,
            quality=read_quality(files),
            morphemes=morpheme_spans,
            clock=house.clock,
        )

    def of(self, version: str) -> JudgingEngine:
        """Return the engine of a version by its name, under the policy in force."""
        return self.open(show_version(self._house.models, "clickbait", version))

    def encoder(self, version: str) -> Encoder:
        """Return an encoder, verified when it is opened."""
        from imfact.adapters.encoder.onnx import OnnxEncoder

        if version not in self._encoders:
            house = self._house
            folder = materialise(house.models, "encoder", version, house.settings.var / "cache")
            encoder = OnnxEncoder(folder, house.settings.threads)
            verify_encoder(folder, encoder)
            self._encoders[version] = encoder
        return self._encoders[version]

    def _open_candidate(self, wanted: str, policy: Policy) -> JudgingEngine:
        found = read_candidate(self._house.models)
        if found is None or found.version != wanted:
            inside = "nothing" if found is None else found.version
            raise CandidateMissing(
                f"routing/model_alias.json names {wanted}, but the candidate slot holds {inside}; "
                f"run `imfact model candidate {wanted}`."
            )
        return self.open(found, policy, CANDIDATE)


def encoder_of(version: ModelVersion) -> str:
    """Return the encoder that a clickbait version requires. Raises ConfigError."""
    if version.requires_encoder is None:
        raise ConfigError(f"Model {version.version} names no encoder; promote another one.")
    return version.requires_encoder


def _require_encoder(version: ModelVersion, present: str) -> None:
    """Refuse a change of the encoder under a running service: its indices hold the old one's vectors."""
    if encoder_of(version) != present:
        raise ConfigError(
            f"{version.version} requires encoder {encoder_of(version)}, but vectors and indices here are "
            f"of {present}. Run `imfact rescore` and `imfact index build`, then start the service anew.",
            version=version.version,
        )


def _unchanged(
    engine: JudgingEngine | None, version: str | None, policy: Policy
) -> JudgingEngine | None:
    if engine is None or engine.model_version != version:
        return None
    # Another policy needs no model opened and verified anew.
    return engine if engine.policy_version == policy.version else engine.under(policy)
