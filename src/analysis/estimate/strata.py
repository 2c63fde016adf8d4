"""Columns a model is stratified by: a baseline hazard for every combination of their levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.design_matrix import DriverInfo, level_texts


@dataclass(frozen=True)
class Strata:
    """``columns`` with their ``kinds`` and ``references``; ``labels`` are the combinations of
    levels that occur, sorted, and number the strata."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    references: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]

    @classmethod
    def learn(
        cls, frame: pd.DataFrame, columns: Sequence[str], drivers_info: Sequence[DriverInfo]
    ) -> "Strata":
        """The reference is the study's, or the most frequent level."""
        known = {info.column: info for info in drivers_info}
        kinds = tuple(known[name].kind if name in known else "category" for name in columns)
        numbers = [name for name, kind in zip(columns, kinds, strict=True) if kind == "number"]
        if numbers:
            raise EstimationError(
                f"driver {numbers[0]!r} is a number and cannot make strata; band it first"
            )
        texts = [level_texts(frame[name], kind) for name, kind in zip(columns, kinds, strict=True)]
        references = tuple(
            (known[name].reference if name in known else None) or str(text.mode().iloc[0])
            for name, text in zip(columns, texts, strict=True)
        )
        labels = sorted(set(zip(*texts, strict=True))) if texts else [()]
        return cls(tuple(columns), kinds, references, tuple(labels))

    def encode(self, frame: pd.DataFrame) -> np.ndarray:
        """The number of each customer's stratum; EstimationError for one that is not known."""
        if not self.columns:
            return np.zeros(len(frame), int)
        pairs = zip(self.columns, self.kinds, strict=True)
        keys = list(zip(*(level_texts(frame[name], kind) for name, kind in pairs), strict=True))
        number = {label: code for code, label in enumerate(self.labels)}
        unknown = next((key for key in keys if key not in number), None)
        if unknown is not None:
            named = ", ".join(f"{n}={v}" for n, v in zip(self.columns, unknown, strict=True))
            raise EstimationError(f"the model has not seen customers with {named}")
        return np.array([number[key] for key in keys], dtype=int)

    def replace_level(self, position: int, level: str) -> np.ndarray:
        """For every stratum, the number of the one that differs only in having ``level`` at
        ``position``; -1 where no customer is like that."""
        number = {label: code for code, label in enumerate(self.labels)}
        moved = [(*label[:position], level, *label[position + 1 :]) for label in self.labels]
        return np.array([number.get(label, -1) for label in moved])
