"""Makes a clickbait version: trains, calibrates and seals the head over a frozen encoder.

    python -m imfact.pipeline.train.head --version 2026-11-24-v1 --encoder ENCODER_FOLDER \
        --data headlines/train.jsonl.gz --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from imfact.adapters.classifier.ngrams import NgramForm
from imfact.adapters.classifier.onnx import OnnxClassifier
from imfact.adapters.classifier.port import ClassifierInput
from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.adapters.encoder.port import Encoder
from imfact.contracts.model import Calibration, ModelVersion
from imfact.judge.calibration import log_odds
from imfact.judge.risk import derive_band
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.artefact import rounded, seal, write_record
from imfact.pipeline.train.head_fit import Floats, Head, Labels, bucket_matrix, fit_head
from imfact.pipeline.train.head_onnx import export_head
from imfact.pipeline.train.headlines import (
    HeadlineVectors,
    LabelledHeadlines,
    encode_headlines,
    read_headlines,
    story_groups,
)
from imfact.pipeline.train.platt import fit_calibration
from imfact.registry.golden import ClassifierGolden, GoldenHeadline
from imfact.registry.names import GOLDEN, META, MODEL

SEED = 20_261_124
READERS = "one reading each by a language model following a labelling guide, not by people"
BASE_RATE = 0.1
RISK = 0.1
_LABELS = {"0": "not_clickbait", "1": "clickbait"}
_TOLERANCE = 0.01

# Written for this purpose; nothing of it ever happened.
GOLDEN_HEADLINES = (
    (
        "가온시 시내버스 요금 내년 3월부터 1,500원으로 오른다",
        "가온시는 24일 시내버스 기본요금을 올린다고 밝혔다.",
    ),
    (
        "“이것만은 꼭 피하세요”… 전문가가 밝힌 뜻밖의 이유",
        "겨울철 실내 습도는 40~60%가 알맞다고 한다.",
    ),
    ("결국 눈물 쏟은 그 사람, 대체 무슨 일이", ""),
    ("한빛은행 3분기 순이익 1조2000억원… 작년보다 12% 늘어", ""),
)


def make_head(
    version: str, data: Path, encoder_folder: Path, out: Path, vectors_file: Path | None = None
) -> dict[str, Any]:
    """Write the clickbait version ``out/{version}`` and return the figures of its meta.json.

    Args:
        version: Its id.
        data: The training rows.
        encoder_folder: The encoder version that it will require.
        out: Where the version's folder is made.
        vectors_file: Keeps the rows' vectors between runs; made where absent.
    """
    encoder = OnnxEncoder(encoder_folder)
    headlines = read_headlines(data)
    vectors = _vectors(encoder, headlines, vectors_file)
    groups = story_groups(vectors.titles)
    form = NgramForm()
    buckets = bucket_matrix(headlines.titles, form)
    head, held_out = fit_head(vectors, buckets, headlines.clickbait, groups, SEED)
    digest = sha256_hex(data.read_bytes())
    fitted_on = f"{len(headlines.titles):,} rows of {data.name} (sha256 {digest[:12]}…), held out; {READERS}"
    calibration = fit_calibration(held_out, headlines.clickbait, groups, fitted_on, SEED)
    meta = ModelVersion(
        kind="clickbait",
        version=version,
        description="Frozen encoder with a linear head over headline, lead and hashed characters",
        licence="Apache-2.0",
        created_at=datetime.strptime(version[:10], "%Y-%m-%d").replace(tzinfo=UTC),
        trained_on=fitted_on,
        code=f"python -m imfact.pipeline.train.head --version {version} --data {data.name}",
        requires_encoder=encoder.version,
        metrics=_figures(held_out, headlines.clickbait, calibration, head),
        provenance={"data_sha256": digest, "encoder": encoder.version},
    )
    folder = out / version
    _write(folder, head, form, calibration, meta, encoder)
    return meta.metrics


def _write(
    folder: Path,
    head: Head,
    form: NgramForm,
    calibration: Calibration,
    meta: ModelVersion,
    encoder: Encoder,
) -> None:
    (folder / "tokenizer").mkdir(parents=True, exist_ok=True)
    export_head(head, folder / MODEL)
    write_record(folder / "tokenizer" / "tokenizer.json", form)
    write_record(folder / "calibration.json", calibration)
    labels = json.dumps(_LABELS, indent=1)
    (folder / "label_map.json").write_text(labels + "\n", encoding="utf-8")
    write_record(folder / META, meta)  # the adapter reads its version there
    write_record(folder / GOLDEN, _golden(OnnxClassifier(folder), encoder), indent=None)
    seal(folder, meta)


def _vectors(encoder: Encoder, headlines: LabelledHeadlines, kept: Path | None) -> HeadlineVectors:
    if kept is not None and kept.exists():
        with np.load(kept) as arrays:
            return HeadlineVectors(arrays["titles"], arrays["leads"])
    vectors = encode_headlines(encoder, headlines)
    if kept is not None:
        np.savez(kept, titles=vectors.titles, leads=vectors.leads)
    return vectors


def _figures(
    held_out: Floats, labels: Labels, calibration: Calibration, head: Head
) -> dict[str, Any]:
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    line = calibration.slope * held_out + calibration.intercept
    # As in ordinary news, where bait is rarer than among the training rows.
    ordinary = line + log_odds(BASE_RATE) - log_odds(calibration.base_rate)
    band = derive_band(_sigmoid(ordinary), labels.astype(float), BASE_RATE, RISK)
    return {
        "held_out_auroc": round(float(roc_auc_score(labels, held_out)), 4),
        "held_out_average_precision": round(float(average_precision_score(labels, held_out)), 4),
        "held_out_brier": round(float(brier_score_loss(labels, _sigmoid(line))), 4),
        "training_base_rate": round(float(labels.mean()), 4),
        "rows": len(labels),
        "share_dense": round(head.share_dense, 4),
        "share_ngram": round(head.share_ngram, 4),
        "suggested_band": None if band is None else asdict(band),
        "suggested_band_base_rate": BASE_RATE,
        "suggested_band_risk": RISK,
    }


def _golden(classifier: OnnxClassifier, encoder: Encoder) -> ClassifierGolden:
    rows = []
    for title, lead in GOLDEN_HEADLINES:
        # Rounded first: the logit belongs to the vectors that are stored.
        vector = rounded(encoder.encode([title])[0])
        lead_vector = rounded(encoder.encode([lead])[0]) if lead else None
        given = ClassifierInput(
            title,
            lead,
            np.asarray(vector, dtype=np.float32),
            None if lead_vector is None else np.asarray(lead_vector, dtype=np.float32),
        )
        rows.append(
            GoldenHeadline(
                title=title,
                lead=lead,
                title_vector=vector,
                lead_vector=lead_vector,
                logit=float(classifier.logits([given]).style[0]),
            )
        )
    return ClassifierGolden(tolerance=_TOLERANCE, headlines=tuple(rows))


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line; writes the figures to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder version's folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="file that keeps vectors between runs")
    given = parser.parse_args(arguments)
    figures = make_head(given.version, given.data, given.encoder, given.out, given.vectors)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
