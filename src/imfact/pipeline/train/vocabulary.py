"""Chooses the pieces that a Korean news encoder needs and writes its tokenizer.json. No data needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
SIZE = 31_600
# Every text begins with one of the two prefixes that the source was trained with.
_PREFIXES = {"▁query", "▁passage"}

_SPACE = "▁"
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f가-힣]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")


def choose_pieces(pieces: Sequence[str], size: int = SIZE) -> list[int]:
    """Return the indices of the pieces to keep, ascending; the first four are the special ones.

    Kept are all pieces with Hangul; those without letters and the single letters that the Korean
    code page 949 or Latin-1 can write (digits, punctuation, the Hanja of KS X 1001, Greek); short
    words in capitals; then Latin pieces by their rank in the source, which is by frequency, until
    ``size`` is full.
    """
    kept = {index for index, piece in enumerate(pieces) if index >= len(SPECIAL) and _needed(piece)}
    kept |= set(range(len(SPECIAL)))
    for index, piece in enumerate(pieces):
        if len(kept) >= size:
            break
        if piece.strip(_SPACE).isascii() and index >= len(SPECIAL):
            kept.add(index)
    return sorted(kept)


def _needed(piece: str) -> bool:
    text = piece.replace(_SPACE, "")
    if piece in _PREFIXES:
        return True
    if _HANGUL.search(text):
        return True
    if _KANA.search(text) or _CYRILLIC.search(text):
        return False
    if text.isascii():
        # Korean news writes organisations and trades as short capitals: KT, SUV, CEO.
        return len(text) <= 1 or not _LETTER.search(text) or (text.isupper() and len(text) <= 5)
    if len(text) <= 1 or not _LETTER.search(text):
        return _writable(text, "cp949") or _writable(text, "latin-1")
    return False


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def tokenizer_json(pieces: Sequence[str], scores: Sequence[float], window: int) -> str:
    """Return a Unigram tokenizer (NFKC, Metaspace, ``<s> … </s>``) in the form of ``tokenizers``.

    Args:
        pieces: The kept pieces, the four special ones first.
        scores: Their Unigram scores.
        window: Tokens after which a text is cut.
    """
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(
        models.Unigram(vocabulary, unk_id=SPECIAL.index("<unk>"), byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(
                Regex(r"[\u0000-\u0008\u000b\u000e-\u001f\u007f\u200b-\u200f\ufeff\u00ad]"), ""
            ),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(left=False, right=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        special_tokens=[("<s>", SPECIAL.index("<s>")), ("</s>", SPECIAL.index("</s>"))],
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.enable_truncation(window)
    return tokenizer.to_str()
