"""The clickbait model on onnxruntime: a folder of the registry to logits. Not for probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from imfact.adapters.classifier.ngrams import NgramForm, ngram_arrays
from imfact.adapters.classifier.port import ClassifierInput, Logits
from imfact.adapters.classifier.tokens import HeadlineTokens
from imfact.adapters.onnx_session import open_session
from imfact.adapters.token_model import TokenModel
from imfact.contracts.model import ModelVersion
from imfact.kit.errors import ConfigError

Floats = npt.NDArray[np.float32]


class OnnxClassifier:
    """A clickbait version from a folder of the registry.

    ``model.onnx`` is the fine-tuned network that reads the headline and, where the metadata of
    ``heads.onnx`` give ``lead_tokens``, so much of the lead; ``heads.onnx`` joins its logit with
    vectors, characters and features; ``tokenizer/tokenizer.json`` and ``tokenizer/ngrams.json``
    belong to one each. In a version without a network, ``model.onnx`` and ``tokenizer.json`` are those
    of the heads. A headline without a lead is given a lead vector of zeros, as in training. Thread-safe.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Headlines read by the network at the same time; 0 takes all processors.

    Raises:
        ConfigError: the folder holds no usable model.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        heads, tokenizer = folder / "heads.onnx", folder / "tokenizer"
        self._network = TokenModel(folder / "model.onnx", threads) if heads.exists() else None
        # The heads are small, one thread suffices.
        self._session = open_session(folder / "model.onnx" if self._network is None else heads, 1)
        try:
            meta = ModelVersion.model_validate_json((folder / "meta.json").read_bytes())
            form_name = "tokenizer.json" if self._network is None else "ngrams.json"
            form = (tokenizer / form_name).read_bytes()
            self._form = NgramForm.model_validate_json(form)
        except (OSError, ValidationError) as exc:
            message = f"{folder} holds no usable clickbait model: {exc}"
            raise ConfigError(message, folder=str(folder)) from exc
        self._version = meta.version
        named = self._session.get_modelmeta().custom_metadata_map
        self._tokens = (
            HeadlineTokens(tokenizer / "tokenizer.json", int(named.get("lead_tokens", 0)))
            if self._network is not None
            else None
        )
        self._features = {
            signal: tuple(named[f"{signal}_features"].split(","))
            for signal in ("match", "coherence")
            if f"{signal}_features" in named
        }

    @property
    def version(self) -> str:
        """The registry version."""
        return self._version

    @property
    def features(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the features of "match" and "coherence" it was trained on; empty: not judged."""
        return self._features

    def logits(self, inputs: Sequence[ClassifierInput]) -> Logits:
        """Return the uncalibrated logits, in the order given."""
        if not inputs:
            nothing = np.empty(0, dtype=np.float64)
            return Logits(nothing, nothing, nothing)
        ids, values = ngram_arrays([one.title for one in inputs], self._form)
        titles = np.stack([one.title_vector for one in inputs]).astype(np.float32, copy=False)
        leads = np.zeros_like(titles)
        for row, one in enumerate(inputs):
            if one.lead_vector is not None and one.lead.strip():
                leads[row] = one.lead_vector
        feed = {
            "title_vector": titles,
            "lead_vector": leads,
            "ngram_ids": ids,
            "ngram_values": values,
        }
        if self._network is not None and self._tokens is not None:
            texts = self._tokens.ids([one.title for one in inputs], [one.lead for one in inputs])
            read = self._network.run(texts)
            feed["network_logit"] = np.array([outputs[0][0] for outputs in read], dtype=np.float32)
        missing = np.full(len(inputs), np.nan)
        judged = {"match": missing, "coherence": missing}
        of_signal: dict[str, Callable[[ClassifierInput], Floats | None]] = {
            "match": lambda one: one.match_features,
            "coherence": lambda one: one.coherence_features,
        }
        for signal, names in self._features.items():
            rows = [of_signal[signal](one) for one in inputs]
            present = np.array([row is not None for row in rows])
            empty = np.zeros(len(names), dtype=np.float32)
            feed[f"{signal}_features"] = np.stack([empty if row is None else row for row in rows])
            judged[signal] = np.where(present, 0.0, np.nan)
        found = self._session.run(["logit", *self._features], feed)
        for signal, logits in zip(self._features, found[1:], strict=True):
            judged[signal] = judged[signal] + np.asarray(logits, dtype=np.float64)
        return Logits(np.asarray(found[0], dtype=np.float64), judged["match"], judged["coherence"])
