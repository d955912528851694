"""A transformer on onnxruntime that reads texts one by one. Not for what its outputs mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from imfact.adapters.onnx_session import open_session
from imfact.kit.errors import ConfigError

Outputs = list[npt.NDArray[np.float32]]


class TextModel:
    """A quantised transformer with its tokenizer.

    Each text is run alone, several at a time. A dynamically quantised model scales its activations by
    the largest of the whole batch, so in company a text would get another answer than alone (cosine
    .997), and no verdict could be reproduced. With two processors it costs 3% of the throughput.

    Thread-safe: session and tokenizer keep no state between calls.

    Args:
        model: The ONNX file; its inputs are ``ids`` and perhaps ``mask``.
        tokenizer: A tokenizer.json.
        threads: Texts run at the same time; 0 takes all processors.
        tokens: Longer texts are cut; None leaves that to the tokenizer's own limit.

    Raises:
        ConfigError: one of the files is absent or unusable.
    """

    def __init__(
        self, model: Path, tokenizer: Path, threads: int, tokens: int | None = None
    ) -> None:
        self._session = open_session(model, 1)
        self._masked = any(given.name == "mask" for given in self._session.get_inputs())
        try:
            self._tokenizer: Any = Tokenizer.from_str(tokenizer.read_text(encoding="utf-8"))
        # tokenizers raises bare Exception for an unreadable file
        except Exception as exc:
            raise ConfigError(
                f"{tokenizer} is not a usable tokenizer: {exc}", path=str(tokenizer)
            ) from exc
        self._tokenizer.no_padding()
        if tokens is not None:
            self._tokenizer.enable_truncation(tokens)
        workers = threads or len(os.sched_getaffinity(0))
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="text-model")

    @property
    def width(self) -> int:
        """Columns of the first output."""
        return int(self._session.get_outputs()[0].shape[1])

    def run(self, texts: Sequence[str]) -> Iterator[Outputs]:
        """Yield each text's outputs, without the batch axis, in the order given."""
        encoded = self._tokenizer.encode_batch(list(texts))
        return self._workers.map(self._run, [encoding.ids for encoding in encoded])

    def _run(self, tokens: list[int]) -> Outputs:
        ids = np.array([tokens], dtype=np.int64)
        feed = {"ids": ids, "mask": np.ones_like(ids)} if self._masked else {"ids": ids}
        return [np.asarray(output[0]) for output in self._session.run(None, feed)]
