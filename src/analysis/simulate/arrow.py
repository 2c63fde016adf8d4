"""Columns of Arrow tables from the codes, days and cents of a chunk."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_SECONDS = 86_400
_ID_DIGITS = 8


@dataclass(frozen=True)
class Labels:
    """Ids of the first ``len(ids)`` customers of a chunk, and the calendar.

    Rows of customers beyond them are cut: ``table`` takes columns sorted by customer.
    """

    ids: pa.Array
    start_day: int

    def table(self, key: str, customer: np.ndarray, columns: dict[str, object]) -> pa.Table:
        """``columns``, led by the customers' ids as ``key``, for the customers kept."""
        n_rows = int(np.searchsorted(customer, len(self.ids)))
        ids = self.ids.take(pa.array(customer[:n_rows]))
        return pa.table({key: ids, **{name: part[:n_rows] for name, part in columns.items()}})  # type: ignore[index]

    def date(self, time: np.ndarray) -> pa.Array:
        """Calendar dates of days from the company's first day."""
        return pa.array((np.floor(time) + self.start_day).astype(np.int32)).cast(pa.date32())

    def moment(self, time: np.ndarray) -> pa.Array:
        """Date and local time, to the second."""
        seconds = np.floor((time + self.start_day) * _SECONDS).astype(np.int64)
        return pa.array(seconds).cast(pa.timestamp("s"))

    def day(self, time: np.ndarray) -> np.ndarray:
        """Days since 1970-01-01, with fractions."""
        return time + self.start_day


def customer_ids(numbers: np.ndarray) -> pa.Array:
    """Customer numbers such as C00000123."""
    return numbered("C", numbers)


def numbered(prefix: str, numbers: np.ndarray, digits: int = _ID_DIGITS) -> pa.Array:
    """``prefix`` and the number with leading zeros."""
    text = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, padding="0")
    return pc.binary_join_element_wise(prefix, text, "")


def named(names: Sequence[str], codes: np.ndarray, missing: int | None = None) -> pa.Array:
    """The names of ``codes``, null where the code is ``missing``."""
    mask = None if missing is None else codes == missing
    return pa.array(names, pa.string()).take(pa.array(codes, mask=mask))


def decimal(cents: np.ndarray) -> pa.Array:
    """Money with two decimals, exactly."""
    words = np.empty((len(cents), 2), dtype="<i8")
    words[:, 0], words[:, 1] = cents, cents >> 63
    buffers = [None, pa.py_buffer(words.tobytes())]
    return pa.Array.from_buffers(pa.decimal128(12, 2), len(cents), buffers)


def whole(values: np.ndarray, missing: np.ndarray) -> pa.Array:
    """Whole numbers, null where ``missing``."""
    return pa.array(np.where(missing, 0, values).astype(np.int32), mask=missing)
