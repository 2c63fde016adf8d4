"""Columns as they come: text, each distinct value once."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

MISSING = -1


@dataclass(frozen=True)
class TextColumn:
    """``values[codes]``: the distinct texts in order of first appearance; code -1 is missing.

    ``kind`` is what the source said of the column: text from a file of text, else the type of
    the database or Parquet column it was cast from.
    """

    codes: npt.NDArray[np.int32]
    values: npt.NDArray[np.object_]
    kind: str = "text"

    def __len__(self) -> int:
        return len(self.codes)

    def counts(self) -> npt.NDArray[np.int64]:
        """The number of rows that hold each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    def missing(self) -> npt.NDArray[np.bool_]:
        """Rows without a value."""
        return self.codes < 0

    def spread(self, parsed: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """A number per distinct value as a number per row; missing rows are NaN."""
        return np.append(parsed, np.nan)[self.codes]

    def categorical(self) -> pd.Categorical:
        """The column as pandas holds text with few distinct values."""
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(self.values, dtype=object))


def encode(array: pa.ChunkedArray | pa.Array, kind: str = "text") -> TextColumn:
    """``array`` of text as a TextColumn."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # pyarrow keeps a chunk list for the empty and the huge
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], pa.string())
    encoded = array.dictionary_encode()
    codes = pc.fill_null(encoded.indices, MISSING).to_numpy(zero_copy_only=False)
    values = encoded.dictionary.to_numpy(zero_copy_only=False).astype(object)
    return TextColumn(codes.astype(np.int32), values, kind)


def recode(column: TextColumn, texts: list[str | None]) -> TextColumn:
    """``column`` with each distinct value replaced; equal ones merge, None is missing."""
    if texts == column.values.tolist():
        return column
    places: dict[str, int] = {}
    targets = np.empty(len(texts) + 1, dtype=np.int32)
    targets[-1] = MISSING
    for index, text in enumerate(texts):
        targets[index] = MISSING if text is None else places.setdefault(text, len(places))
    values = np.empty(len(places), dtype=object)
    values[:] = list(places)
    return TextColumn(targets[column.codes], values, column.kind)


def clean_text(
    column: TextColumn, missing_codes: frozenset[str], mapping: Mapping[str, str]
) -> TextColumn:
    """Blanks around values removed, ``missing_codes`` missing, values replaced by ``mapping``."""
    texts: list[str | None] = []
    for value in column.values:
        text = value.strip()
        text = mapping.get(text, text)
        texts.append(None if text == "" or text in missing_codes else text)
    return recode(column, texts)


def clean_ids(column: TextColumn, missing_codes: frozenset[str]) -> tuple[TextColumn, int]:
    """Ids as text: trimmed, in Unicode's composed form; also how many distinct ones changed.

    A whole number that came as a decimal (7.0, from a column with gaps) is the whole number.
    """
    texts: list[str | None] = []
    changed = 0
    is_decimal = column.kind.startswith(("DOUBLE", "FLOAT", "DECIMAL"))
    for value in column.values:
        text = value.strip()
        if is_decimal:
            text = text.removesuffix(".0")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        changed += not is_decimal and text != value
        texts.append(None if text == "" or text in missing_codes else text)
    return recode(column, texts), changed
