"""The clickbait model on onnxruntime: a folder of the registry to logits. Not for probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from imfact.adapters.classifier.coherence import OnnxCoherence
from imfact.adapters.classifier.ngrams import NgramForm, gram_arrays
from imfact.adapters.classifier.port import ClassifierInput, Logits
from imfact.adapters.onnx_session import open_session
from imfact.adapters.text_model import TextModel
from imfact.contracts.model import ModelVersion
from imfact.kit.errors import ConfigError

Floats = npt.NDArray[np.float32]

_MATCH = "match_features"
_CARRIED = "ngram_carried"
_QUERY = "query_vector"
_TITLE, _LEAD = "title_vector", "lead_vector"
HEADLINE_TOKENS = 96
"""How much of a headline the network reads."""
# So many headlines of like length the network reads together.
_TOGETHER = 4


class OnnxClassifier:
    """A clickbait version from a folder of the registry.

    ``model.onnx`` is the fine-tuned network that reads the headline, ``heads.onnx`` joins its logit
    with the headline's characters, and judges match; ``tokenizer/tokenizer.json`` and
    ``tokenizer/ngrams.json`` belong to one each. ``sentences.onnx`` and ``segments.onnx`` judge
    coherence. In a version without a network, ``model.onnx`` and ``tokenizer.json`` are those of the
    heads, and coherence is not judged. Where there is no lead, heads that read its vector are given
    zeros, as in training. Thread-safe.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Headlines read by the network at the same time; 0 takes all processors.

    Raises:
        ConfigError: the folder holds no usable model.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        heads, tokenizer = folder / "heads.onnx", folder / "tokenizer"
        joined = heads.exists()
        # The heads are small, one thread suffices.
        self._session = open_session(heads if joined else folder / "model.onnx", 1)
        # What of a headline the heads read, and how wide each is.
        self._asked = {given.name: given.shape[-1] for given in self._session.get_inputs()}
        self._network = None
        if joined:
            # Networks of the time when heads read vectors quantise their inputs.
            together = 1 if self.reads_vectors else _TOGETHER
            words = tokenizer / "tokenizer.json"
            self._network = TextModel(
                folder / "model.onnx", words, threads, HEADLINE_TOKENS, together
            )
        try:
            meta = ModelVersion.model_validate_json((folder / "meta.json").read_bytes())
            form_name = "ngrams.json" if joined else "tokenizer.json"
            form = (tokenizer / form_name).read_bytes()
            self._form = NgramForm.model_validate_json(form)
        except (OSError, ValidationError) as exc:
            message = f"{folder} holds no usable clickbait model: {exc}"
            raise ConfigError(message, folder=str(folder)) from exc
        self._coherence = OnnxCoherence(folder) if joined else None
        self._version = meta.version
        named = self._session.get_modelmeta().custom_metadata_map
        self._features: dict[str, tuple[str, ...]] = {}
        if _MATCH in named:
            if not {_CARRIED, _QUERY} <= self._asked.keys():
                raise ConfigError(
                    f"{folder} does not read the headline as a query, and which characters the lead "
                    "carries, with which this release judges match; promote a version made for it.",
                    folder=str(folder),
                )
            self._features["match"] = tuple(named[_MATCH].split(","))
        if self._coherence is not None:
            self._features["coherence"] = self._coherence.features

    @property
    def version(self) -> str:
        """The registry version."""
        return self._version

    @property
    def features(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the features of "match" and "coherence" it was trained on; empty: not judged."""
        return self._features

    @property
    def reads_vectors(self) -> bool:
        """Whether style reads the vectors of headline and lead."""
        return _TITLE in self._asked

    def places(self, vectors: Floats) -> Floats:
        """Return unit rows in which sentences of one text are near each other, for coherence."""
        return vectors if self._coherence is None else self._coherence.places(vectors)

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        """Return the uncalibrated logits, in the order given."""
        if not inputs:
            nothing = np.empty(0, dtype=np.float64)
            return Logits(nothing, nothing, nothing, np.empty(0, dtype=np.int64))
        judged = [one.lead if one.match_features is not None else "" for one in inputs]
        grams = gram_arrays([one.title for one in inputs], judged, self._form)
        feed = {"ngram_ids": grams.ids, "ngram_values": grams.values}
        if self.reads_vectors:
            feed[_TITLE] = _filled([one.title_vector for one in inputs], self._asked[_TITLE])
        if _LEAD in self._asked:
            leads = [one.lead_vector if one.lead.strip() else None for one in inputs]
            feed[_LEAD] = _filled(leads, self._asked[_LEAD])
        if self._network is not None:
            read = self._network.run([one.title for one in inputs])
            feed["network_logit"] = np.array([outputs[0][0] for outputs in read], dtype=np.float32)
        coherence = np.full(len(inputs), np.nan)
        segment = np.full(len(inputs), -1, dtype=np.int64)
        if self._coherence is not None:
            coherence, segment = self._coherence.worst([one.coherence_features for one in inputs])
        if "match" not in self._features:
            (style,) = self._session.run(["logit"], feed)
            missing = np.full(len(inputs), np.nan)
            return Logits(np.asarray(style, dtype=np.float64), missing, coherence, segment)
        rows = [one.match_features for one in inputs]
        feed[_CARRIED] = grams.carried
        feed[_QUERY] = _filled([one.query_vector for one in inputs], self._asked[_QUERY])
        feed[_MATCH] = _filled(rows, len(self._features["match"]))
        style, found = self._session.run(["logit", "match"], feed)
        match = np.asarray(found, dtype=np.float64)
        match[[row is None for row in rows]] = np.nan
        return Logits(np.asarray(style, dtype=np.float64), match, coherence, segment)


def _filled(rows: Sequence[Floats | None], width: int) -> Floats:
    """Return the rows as one array, zeros where there is none."""
    absent = np.zeros(width, dtype=np.float32)
    filled = np.stack([absent if row is None else row for row in rows])
    return filled.astype(np.float32, copy=False)
