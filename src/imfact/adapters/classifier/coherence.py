"""The coherence part of a clickbait version on onnxruntime: sentences to places, segments to logits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from imfact.adapters.onnx_session import open_session
from imfact.kit.errors import ConfigError

Floats = npt.NDArray[np.float32]
_NAMES = "coherence_features"


class OnnxCoherence:
    """``sentences.onnx`` and ``segments.onnx`` of a version. Thread-safe.

    Raises:
        ConfigError: one of them is absent or of another form.
    """

    def __init__(self, folder: Path) -> None:
        paths = [folder / "sentences.onnx", folder / "segments.onnx"]
        missing = [path.name for path in paths if not path.exists()]
        if missing:
            raise ConfigError(
                f"{folder} lacks {' and '.join(missing)}, with which this release judges coherence; "
                "promote a version that was made for it.",
                folder=str(folder),
            )
        # They are small, one thread suffices.
        self._sentences, self._segments = (open_session(path, 1) for path in paths)
        named = self._segments.get_modelmeta().custom_metadata_map
        if _NAMES not in named:
            raise ConfigError(f"{paths[1]} does not name its features.", folder=str(folder))
        self.features = tuple(named[_NAMES].split(","))

    def places(self, vectors: Floats) -> Floats:
        """Return where the model puts each vector: unit rows."""
        given = np.asarray(vectors, dtype=np.float32)
        return np.asarray(self._sentences.run(["places"], {"vectors": given})[0], dtype=np.float32)

    def worst(
        self, bodies: Sequence[Floats | None]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Return each body's greatest logit and the row of its segment; NaN and -1 without segments."""
        logits = np.full(len(bodies), np.nan)
        rows = np.full(len(bodies), -1, dtype=np.int64)
        judged = [number for number, own in enumerate(bodies) if own is not None and len(own)]
        if not judged:
            return logits, rows
        each = [np.asarray(bodies[number], dtype=np.float32) for number in judged]
        (found,) = self._segments.run(["logits"], {_NAMES: np.concatenate(each)})
        parts = np.split(np.asarray(found), np.cumsum([len(own) for own in each])[:-1])
        for number, part in zip(judged, parts, strict=True):
            rows[number] = int(part.argmax())
            logits[number] = float(part.max())
        return logits, rows
