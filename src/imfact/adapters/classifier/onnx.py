"""The clickbait model on onnxruntime: a folder of the registry to logits. Not for probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from imfact.adapters.classifier.ngrams import NgramForm, ngram_arrays
from imfact.adapters.classifier.port import ClassifierInput
from imfact.adapters.onnx_session import open_session
from imfact.contracts.model import ModelVersion
from imfact.kit.errors import ConfigError


class OnnxClassifier:
    """A clickbait version from a folder with model.onnx, tokenizer/tokenizer.json and meta.json.

    A headline without a lead is given a lead vector of zeros, as in training. Thread-safe.

    Args:
        folder: The version, already verified (``imfact.registry``).
        threads: Threads of one call; the model is small, one suffices.

    Raises:
        ConfigError: the folder holds no usable model.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._session = open_session(folder / "model.onnx", threads)
        try:
            meta = ModelVersion.model_validate_json((folder / "meta.json").read_bytes())
            form = (folder / "tokenizer" / "tokenizer.json").read_bytes()
            self._form = NgramForm.model_validate_json(form)
        except (OSError, ValidationError) as exc:
            message = f"{folder} holds no usable clickbait model: {exc}"
            raise ConfigError(message, folder=str(folder)) from exc
        self._version = meta.version

    @property
    def version(self) -> str:
        """The registry version."""
        return self._version

    def logits(self, inputs: Sequence[ClassifierInput]) -> npt.NDArray[np.float64]:
        """Return one uncalibrated logit an input, in the order given."""
        if not inputs:
            return np.empty(0, dtype=np.float64)
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
        return np.asarray(self._session.run(None, feed)[0], dtype=np.float64)
