"""Makes a clickbait version: networks, heads of three signals, calibration, figures, seal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from imfact.adapters.classifier.ngrams import NgramForm
from imfact.adapters.classifier.onnx import OnnxClassifier
from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.contracts.model import ModelVersion, Quality
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train import figures, figures_ko, networks, prepare
from imfact.pipeline.train.artefact import seal, write_record
from imfact.pipeline.train.body_signals import fit_body_signals
from imfact.pipeline.train.coherence_onnx import export_coherence
from imfact.pipeline.train.data.readings import LabelSource, learned_from, read_readings
from imfact.pipeline.train.data.splits import split_digest
from imfact.pipeline.train.golden_headlines import golden_outputs
from imfact.pipeline.train.head_fit import (
    Floats,
    Head,
    Labels,
    bucket_matrix,
    event_folds,
    fit_ngram,
    fit_shares,
    left_out_ngrams,
)
from imfact.pipeline.train.head_onnx import export_heads
from imfact.pipeline.train.headlines import LabelledHeadlines
from imfact.pipeline.train.networks import Workshop
from imfact.pipeline.train.platt import fit_calibration
from imfact.pipeline.train.prepare import StyleRow
from imfact.pipeline.train.report import error_rows, write_report
from imfact.registry.names import GOLDEN, META, MODEL

_LABELS = {"0": "not_clickbait", "1": "clickbait"}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a version is made of."""

    headlines: Path
    """JSON lines, plain or gzip: id, title, lead, score 0-3, tactic."""
    labelled_by: LabelSource
    """Who gave the scores."""
    articles: Path
    """JSON lines, plain or gzip: id, title, body, body_is, published."""
    encoder: Path
    """The encoder version's folder."""
    readings: tuple[Path, ...] = ()
    """Further readings of headlines or articles, by id."""


def make_version(
    version: str,
    sources: Sources,
    out: Path,
    work: Path,
    tell: Callable[[str], None],
    *,
    threads: int = 1,
    epochs: int = networks.EPOCHS,
) -> Quality:
    """Write the clickbait version ``out/{version}`` and return its quality.

    Whatever takes long is kept in ``work`` and taken from there again: a stopped run goes on.

    Args:
        version: Its id.
        sources: Data and encoder.
        out: Where the version's folder is made.
        work: Checkpoints, vectors, held-out logits, the log.
        tell: Told what is being done.
        threads: How many the networks learn with.
        epochs: How often they see the rows.
    """
    work.mkdir(parents=True, exist_ok=True)
    encoder = OnnxEncoder(sources.encoder)
    articles = prepare.load(sources.articles)
    readings = read_readings(sources.readings)
    prepare.check(sources.headlines, readings)
    tell(f"{len(articles):,} articles")
    body = fit_body_signals(articles, encoder, work, tell)
    rows, agreement = prepare.style_rows(sources.headlines, articles, readings, encoder, work)
    # What was learned of other rows, or otherwise, must not be gone on from.
    plan = [(row.id, row.example(), row.fold, row.source) for row in rows]
    shop = Workshop(
        sources.encoder,
        work / f"networks-{sha256_hex(repr((plan, epochs)).encode())[:12]}",
        threads,
        epochs,
    )
    tell(f"{len(rows):,} headlines; networks of {prepare.FOLDS} folds and the one that serves")
    network = networks.left_out_logits(rows, prepare.event_splits(rows), "oof", shop)
    full = networks.trained(networks.FULL, rows, shop)

    headlines = LabelledHeadlines(
        tuple(row.title for row in rows),
        np.array([float(np.mean(row.counted)) for row in rows]),
        np.array([row.clickbait for row in rows]),
    )
    groups = np.array([row.event for row in rows])
    buckets = bucket_matrix(headlines.titles, form := NgramForm())
    labels = headlines.clickbait
    without = left_out_ngrams(buckets, labels, event_folds(groups, prepare.SEED), prepare.SEED)
    head = _head(rows, buckets, labels, (without, network), shop)
    held_out = head.join(without, network)
    digest = sha256_hex(sources.headlines.read_bytes())
    by = {sources.labelled_by, *(one.label_source for marks in readings.values() for one in marks)}
    anew = sum(row.source is None for row in rows)
    again = sum(row.source is not None and len(row.scores) > 1 for row in rows)
    named = f"{sources.headlines.name} (sha256 {digest[:12]}…)"
    fitted_on = learned_from(len(rows) - anew, named, again, anew, by)
    calibration = fit_calibration(held_out, labels, groups, fitted_on, prepare.SEED).model_copy(
        update={name: fitted.line for name, fitted in body.by_name.items()}
    )
    quality = figures.quality(
        held_out,
        without,
        headlines,
        calibration,
        body.by_name,
        fitted_on,
        figures_ko.learned_from(len(rows) - anew, sources.headlines.name, again, anew, by),
        by,
    )
    meta = ModelVersion(
        kind="clickbait",
        version=version,
        description="Fine-tuned network over the headline, joined with its hashed characters; match by "
        "lines and trees over vectors and measured features; coherence by "
        "trees over the segments of a body",
        licence="Apache-2.0",
        created_at=datetime.strptime(version[:10], "%Y-%m-%d").replace(tzinfo=UTC),
        trained_on=fitted_on,
        code=f"imfact train --version {version}",
        requires_encoder=encoder.version,
        metrics=figures.metrics(held_out, labels, calibration, head, body.by_name),
        provenance={
            "data_sha256": digest,
            "articles_sha256": sha256_hex(sources.articles.read_bytes()),
            "encoder": encoder.version,
            **{
                f"readings_{number}_sha256": sha256_hex(path.read_bytes())
                for number, path in enumerate(sources.readings, 1)
            },
            **{f"kappa_{reader}": f"{kappa:.3f}" for reader, kappa in agreement.items()},
            "folds_sha256": split_digest([row.id for row in rows], [row.fold for row in rows]),
        },
    )
    folder = out / version
    (folder / "tokenizer").mkdir(parents=True, exist_ok=True)
    networks.export(full, folder / MODEL)
    export_heads(head, body.match.signal, folder / "heads.onnx")
    export_coherence(body.coherence.signal, folder / "sentences.onnx", folder / "segments.onnx")
    shutil.copyfile(shop.tokenizer, folder / "tokenizer" / "tokenizer.json")
    write_record(folder / "tokenizer" / "ngrams.json", form)
    write_record(folder / "calibration.json", calibration)
    write_record(folder / "quality.json", quality)
    text = json.dumps(_LABELS, indent=1)
    (folder / "label_map.json").write_text(text + "\n", encoding="utf-8")
    write_record(folder / META, meta)  # the adapter reads its version there
    write_record(folder / GOLDEN, golden_outputs(OnnxClassifier(folder), encoder), indent=None)
    seal(folder, meta)
    report = out / f"{version}.html"
    p = figures.probability(held_out, calibration, calibration.base_rate)
    errors = error_rows(_groups(rows), p.tolist(), labels.tolist(), _even_threshold(labels, p))
    write_report(report, version, quality, errors, shop.folder / "log.jsonl")
    tell(f"made {folder}; report: {report}")
    return quality


def _head(
    rows: Sequence[StyleRow],
    buckets: Any,
    labels: Labels,
    held_out: tuple[Floats, Floats],
    shop: Workshop,
) -> Head:
    """Return the head; how much a part counts is asked where it saw nothing of a row's source.

    Held-out events flatter what knows a source's own ways. Data of one source has no other way.
    """
    splits, half = prepare.source_splits(rows), replace(shop, epochs=max(shop.epochs // 2, 1))
    ngram, network = held_out
    if splits:
        ngram = left_out_ngrams(buckets, labels, splits, prepare.SEED)
        network = networks.left_out_logits(rows, splits, "source", half)
    _, sources = np.unique([str(row.source) for row in rows], return_inverse=True)
    shares = fit_shares(ngram, network, labels, sources)
    return Head(fit_ngram(buckets, labels, prepare.SEED), *map(float, shares))


def _groups(rows: Sequence[StyleRow]) -> dict[str, list[str]]:
    return {
        "tactic": [next((t for t in row.tactics if t), "none") for row in rows],
        "source": ["articles" if row.source is None else row.source or "not said" for row in rows],
        "length": [
            f"{len(row.title) // 15 * 15:02d}-{len(row.title) // 15 * 15 + 14} characters"
            for row in rows
        ],
    }


def _even_threshold(labels: npt.NDArray[np.int64], p: npt.NDArray[np.float64]) -> float:
    """Return the threshold above which as many headlines lie as there are baits."""
    return float(np.quantile(p, 1.0 - labels.mean()))
