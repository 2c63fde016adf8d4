"""A table on its way through the intake: parsed columns, and what happened to each row."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.prepare.columns import TextColumn
from analysis.prepare.faults import FaultRecord
from analysis.schema import Action

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


@dataclass
class Registry:
    """The ids of one kind over all tables, in order of first appearance; kept in memory only."""

    places: dict[str, int] = field(default_factory=dict)

    def register(self, column: TextColumn) -> Positions:
        """The position of each row's id; -1 where it is missing."""
        targets = np.empty(len(column.values) + 1, dtype=np.int64)
        targets[-1] = -1
        for index, text in enumerate(column.values):
            targets[index] = self.places.setdefault(text, len(self.places))
        return targets[column.codes]

    def __len__(self) -> int:
        return len(self.places)


@dataclass
class Draft:
    """Rows of one table in the order of the input.

    ``frame`` has the prepared columns, ids as positions in a Registry, days and numbers as floats
    (NaN is missing), text as Categorical. ``reason`` says which check set a row aside, or "".
    """

    name: str
    frame: pd.DataFrame
    record: FaultRecord
    reason: npt.NDArray[np.object_] = field(init=False)
    repaired: Mask = field(init=False)

    def __post_init__(self) -> None:
        self.frame = self.frame.reset_index(drop=True)
        self.reason = np.full(len(self.frame), "", dtype=object)
        self.repaired = np.zeros(len(self.frame), dtype=bool)

    @property
    def kept(self) -> Mask:
        """Rows not set aside so far."""
        return np.asarray(self.reason == "", dtype=bool)

    def has(self, *columns: str) -> bool:
        """Whether all ``columns`` were given."""
        return all(column in self.frame for column in columns)

    def quarantine(self, mask: Mask, check: str, column: str = "", detail: str = "") -> None:
        """Set the rows of ``mask`` that are still kept aside, and record why."""
        mask = np.asarray(mask, dtype=bool) & self.kept
        self._note(mask, check, column, "quarantined", detail)
        self.reason[mask] = check

    def repair(self, mask: Mask, check: str, column: str = "", detail: str = "") -> None:
        """Record that the rows of ``mask`` were mended (by the caller)."""
        mask = np.asarray(mask, dtype=bool) & self.kept
        self._note(mask, check, column, "repaired", detail)
        self.repaired |= mask

    def note(self, mask: Mask, check: str, column: str = "", detail: str = "") -> None:
        """Record what the rows of ``mask`` are like; they stay as they are."""
        self._note(np.asarray(mask, dtype=bool) & self.kept, check, column, "noted", detail)

    def _note(self, mask: Mask, check: str, column: str, action: Action, detail: str) -> None:
        rows = np.flatnonzero(mask)
        if not len(rows):
            return
        customers = self.frame["customer_id"].to_numpy()[rows] if self.has("customer_id") else None
        lines = self.frame["row"].to_numpy()[rows]
        self.record.note(
            self.name,
            check,
            column,
            action=action,
            rows=lines,
            customers=customers,
            n_total=len(self.frame),
            detail=detail,
        )

    def affected_share(self) -> float:
        """The share of rows set aside or repaired."""
        affected = ~self.kept | self.repaired
        return float(affected.mean()) if len(affected) else 0.0

    def kept_frame(self) -> pd.DataFrame:
        """The rows that stay, without their row numbers."""
        return self.frame[self.kept].drop(columns="row").reset_index(drop=True)

    def quarantined_frame(self) -> pd.DataFrame:
        """The rows set aside, with their ``row`` in the input (from 1) and the ``check``."""
        frame = self.frame[~self.kept].copy()
        frame["row"] = frame["row"] + 1
        frame.insert(1, "check", self.reason[~self.kept])
        return frame.reset_index(drop=True)
