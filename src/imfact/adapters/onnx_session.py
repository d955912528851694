"""Opens an onnxruntime session for the adapters that run a model. Not for choosing a version."""

from __future__ import annotations

import os
from pathlib import Path

import onnxruntime

from imfact.kit.errors import ConfigError


def open_session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open ``model`` on the CPU with so many threads a call (0: all processors).

    Raises:
        ConfigError: the file is absent or no model.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
    options.inter_op_num_threads = 1
    # Threads that spin between calls would take the processors from crawl, database and search.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Weights kept in eight bits are multiplied out once, at loading, and inputs of a product stay float32.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    # onnxruntime's errors share no base class
    except Exception as exc:
        raise ConfigError(f"{model} is not a usable model: {exc}", path=str(model)) from exc
