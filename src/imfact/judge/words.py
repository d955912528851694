"""The words of a verdict, Korean and English: calm, what was seen first, then how sure. No accusation."""

from __future__ import annotations

from imfact.contracts.assessment import Band, ReasonKind, SignalName, Tactic, UnsureReason
from imfact.judge.particles import fill

EVIDENCE_NOTES: dict[ReasonKind, tuple[str, str]] = {
    "supporting": (
        "본문에서 제목과 뜻이 가장 가까운 문장입니다.",
        "The sentence of the body nearest in meaning to the headline.",
    ),
    "least_related": (
        "본문에서 제목과 뜻이 가장 먼 문장입니다.",
        "The sentence of the body farthest in meaning from the headline.",
    ),
}

_WORD_NOTES: dict[Tactic, tuple[str, str]] = {
    "gap": ("핵심 사실을 뒤로 미루는 말입니다.", "puts the key fact off"),
    "shock": ("놀람이나 감정을 앞세우는 말입니다.", "puts surprise or feeling first"),
    "exaggeration": ("정도를 부풀려 보이게 하는 말입니다.", "makes things look larger"),
    "question": ("답을 미루는 물음에 자주 쓰는 말입니다.", "often asks without answering"),
    "vague": ("무엇을 가리키는지 밝히지 않는 말입니다.", "does not say what it points to"),
    "quote": ("말의 세기를 앞세우는 말입니다.", "puts the force of a remark first"),
    "gossip": ("사생활로 눈길을 끄는 말입니다.", "draws the eye with private life"),
    "distortion": (
        "본문보다 강한 뜻으로 읽힐 수 있는 말입니다.",
        "may read stronger than the text behind it",
    ),
    "list": ("내용보다 묶음이나 개수를 앞세우는 말입니다.", "puts the list before its content"),
    "other": ("눈길을 끄는 데 자주 쓰는 말입니다.", "is often used to draw the eye"),
}

# With the word that was seen, and without one.
_SEEN: dict[Tactic, tuple[tuple[str, str], tuple[str, str]]] = {
    "gap": (
        (
            "‘{word}’{이라/라}고만 하고 핵심 사실을 감춥니다.",
            "It says ‘{word}’ and holds back the key fact.",
        ),
        ("핵심 사실을 감추고 궁금증을 부릅니다.", "It holds back the key fact to raise curiosity."),
    ),
    "shock": (
        ("‘{word}’{이라/라}는 말로 놀람을 앞세웁니다.", "It leads with surprise: ‘{word}’."),
        ("내용보다 놀람을 앞세웁니다.", "It puts surprise before content."),
    ),
    "exaggeration": (
        (
            "‘{word}’{이라/라}는 말로 정도를 크게 나타냅니다.",
            "It enlarges what is reported: ‘{word}’.",
        ),
        ("정도를 크게 나타냅니다.", "It enlarges what is reported."),
    ),
    "question": (
        ("‘{word}’{이라/라}고 묻고 답은 미룹니다.", "It asks ‘{word}’ and puts the answer off."),
        ("물음으로 답을 미룹니다.", "It asks and puts the answer off."),
    ),
    "vague": (
        (
            "‘{word}’{이라/라}고만 하고 무엇인지 밝히지 않습니다.",
            "It says ‘{word}’ and does not say what that is.",
        ),
        ("무엇을 가리키는지 밝히지 않습니다.", "It does not say what it points to."),
    ),
    "quote": (
        ("‘{word}’{을/를} 앞세워 말의 세기를 강조합니다.", "It stresses a remark: ‘{word}’."),
        ("맥락 없이 인용을 앞세웁니다.", "It leads with a quotation without its context."),
    ),
    "gossip": (
        (
            "‘{word}’{이라/라}는 말로 사생활에 눈길을 돌립니다.",
            "It draws the eye to private life: ‘{word}’.",
        ),
        ("사생활에 눈길을 돌립니다.", "It draws the eye to private life."),
    ),
    "distortion": (
        ("‘{word}’{이라/라}는 강한 말로 방향을 정합니다.", "It steers the reader with ‘{word}’."),
        ("강한 말로 방향을 정합니다.", "It steers the reader with strong words."),
    ),
    "list": (
        (
            "‘{word}’{을/를} 앞세우고 내용은 감춥니다.",
            "It offers ‘{word}’ and holds back the content.",
        ),
        ("개수를 앞세우고 내용은 감춥니다.", "It offers a number and holds back the content."),
    ),
    "other": (
        ("‘{word}’{이라/라}는 말로 눈길을 끕니다.", "It draws the eye with ‘{word}’."),
        ("표현으로 눈길을 끕니다.", "It draws the eye by its wording."),
    ),
}

_UNSURE: dict[UnsureReason, tuple[str, str]] = {
    "near_threshold": (
        "낚시 확률 {percent}%로 기준에 가까워 판단을 보류합니다.",
        "At {percent}% it is too near the threshold to say.",
    ),
    "no_body": (
        "본문이 없어 판단을 보류합니다. 제목만 보면 낚시 확률은 {percent}%입니다.",
        "Unsure, as there is no body; by the headline alone the probability is {percent}%.",
    ),
    "paywalled": (
        "본문이 유료여서 판단을 보류합니다. 제목만 보면 낚시 확률은 {percent}%입니다.",
        "Unsure, as the body is behind a paywall; by the headline alone it is {percent}%.",
    ),
    "not_korean": (
        "한국어 기사가 아니어서 판단을 보류합니다.",
        "Unsure: the text is not Korean.",
    ),
    "too_short": ("제목이 너무 짧아 판단을 보류합니다.", "Unsure: the headline is too short."),
}


_SIGNAL: dict[tuple[SignalName, Band], tuple[str, str]] = {
    ("match", "suspected"): (
        "본문이 제목의 내용을 뒷받침하지 않습니다. 제목과 본문이 어긋날 확률은 {percent}%입니다.",
        "The body does not carry the headline; the probability of a mismatch is {percent}%.",
    ),
    ("match", "unsure"): (
        "제목과 본문이 어긋날 확률이 {percent}%로 기준에 가까워 판단을 보류합니다.",
        "Unsure: at {percent}% a mismatch of headline and body is too near the threshold to say.",
    ),
    ("coherence", "suspected"): (
        "본문에 흐름이 다른 문장이 섞여 있습니다. 그럴 확률은 {percent}%입니다.",
        "Sentences that do not belong stand in the body; the probability is {percent}%.",
    ),
    ("coherence", "unsure"): (
        "본문에 흐름이 다른 문장이 섞였을 확률이 {percent}%로 기준에 가까워 판단을 보류합니다.",
        "Unsure: at {percent}% foreign sentences in the body are too near the threshold to say.",
    ),
}


def signal_sentences(signal: SignalName, band: Band, p: float) -> tuple[str, str]:
    """Return the verdict where match or coherence decides it, Korean and English."""
    korean, english = _SIGNAL[signal, band]
    percent = str(round(100 * p))
    return korean.replace("{percent}", percent), english.replace("{percent}", percent)


def lexicon_note(word: str, tactic: Tactic) -> tuple[str, str]:
    """Return what a lexicon word does, Korean and English."""
    korean, english = _WORD_NOTES[tactic]
    return fill("‘{word}’{은/는} ", word) + korean, f"‘{word}’ {english}."


def verdict_sentences(
    band: Band, reason: UnsureReason | None, tactic: Tactic | None, word: str | None, p: float
) -> tuple[str, str]:
    """Return the verdict as a reader sees it, Korean and English.

    Args:
        band: The band decided.
        reason: Why it is unsure, None otherwise.
        tactic: The main tactic seen.
        word: The word that shows it, None where it is a mark or the whole headline.
        p: The probability, told as a whole percent.
    """
    percent = str(round(100 * p))
    seen = _seen(tactic, word)
    if reason in ("too_short", "not_korean"):
        korean, english = _UNSURE[reason]
    elif reason is not None:
        korean, english = _joined(seen, _UNSURE[reason])
    elif band == "suspected":
        unseen = ("낚시성 제목에 잦은 표현입니다.", "Its wording is common in bait.")
        told = ("낚시 확률은 {percent}%입니다.", "The probability of bait is {percent}%.")
        korean, english = _joined(seen or unseen, told)
    elif word is not None:
        korean = fill("‘{word}’{이라/라}는 말이 있으나 낚시 확률은 {percent}%로 낮습니다.", word)
        english = f"It says ‘{word}’, yet the probability of bait is only {{percent}}%."
    elif tactic is not None:
        korean = "낚시 확률이 {percent}%로 낮습니다."
        english = "The probability of bait is only {percent}%."
    else:
        korean = "낚시성 표현이 보이지 않습니다. 낚시 확률은 {percent}%입니다."
        english = "No baiting words seen. The probability of bait is {percent}%."
    return korean.replace("{percent}", percent), english.replace("{percent}", percent)


def _seen(tactic: Tactic | None, word: str | None) -> tuple[str, str] | None:
    if tactic is None:
        return None
    with_word, without = _SEEN[tactic]
    return (fill(with_word[0], word), fill(with_word[1], word)) if word else without


def _joined(first: tuple[str, str] | None, second: tuple[str, str]) -> tuple[str, str]:
    return (f"{first[0]} {second[0]}", f"{first[1]} {second[1]}") if first else second
