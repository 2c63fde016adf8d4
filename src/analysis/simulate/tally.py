"""Counts over all chunks, for what the simulated data came to."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.simulate.chunk import Chunk
from analysis.simulate.parameters import STATES
from analysis.simulate.purchases import Purchases
from analysis.simulate.spells import Spells
from analysis.simulate.stages import NO_MOVE


@dataclass
class Tally:
    """Counts so far; ``n_days`` is the length of the records."""

    n_days: int
    n_customers: int = 0
    n_buyers: int = 0
    n_bought_once: int = 0
    n_purchases: int = 0
    n_invited: int = 0
    n_answered: int = 0
    gaps: np.ndarray = field(init=False)
    moves: np.ndarray = field(init=False)
    exposure: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.gaps = np.zeros(self.n_days, dtype=np.int64)
        self.moves = np.zeros((len(STATES), len(STATES)), dtype=np.int64)
        self.exposure = np.zeros(len(STATES))

    def add(self, chunk: Chunk, n_kept: int) -> None:
        """Count the first ``n_kept`` customers of ``chunk``."""
        self.n_customers += n_kept
        self._add_purchases(chunk.purchases, n_kept)
        self._add_spells(chunk.spells, n_kept)
        asked = chunk.invitations.customer < n_kept
        self.n_invited += int(asked.sum())
        self.n_answered += int(chunk.invitations.answered[asked].sum())

    def _add_purchases(self, purchases: Purchases, n_kept: int) -> None:
        kept = purchases.customer < n_kept
        customer = purchases.customer[kept]
        self.n_purchases += len(customer)
        keys = np.unique(customer * self.n_days + purchases.time[kept].astype(np.int64))
        who, day = keys // self.n_days, keys % self.n_days
        gaps = np.diff(day)[np.diff(who) == 0]
        self.gaps += np.bincount(gaps, minlength=self.n_days)
        days = np.bincount(who, minlength=n_kept)
        self.n_buyers += int((days > 0).sum())
        self.n_bought_once += int((days == 1).sum())

    def _add_spells(self, spells: Spells, n_kept: int) -> None:
        kept = spells.customer < n_kept
        state, move = spells.state[kept], spells.move[kept]
        length = (spells.stop - spells.start)[kept]
        self.exposure += np.bincount(state, weights=length, minlength=len(STATES))
        moved = move != NO_MOVE
        np.add.at(self.moves, (state[moved], move[moved]), 1)

    def reached(self) -> dict[str, Any]:
        """What the data came to, in plain numbers."""
        shares = self.exposure / max(self.exposure.sum(), 1e-9)
        return {
            "customers": self.n_customers,
            "buyers": self.n_buyers,
            "share_of_buyers_with_one_purchase_day": round(
                self.n_bought_once / max(self.n_buyers, 1), 4
            ),
            "purchases": self.n_purchases,
            "median_days_between_purchase_days": self._gap_quantile(0.5),
            "90th_percentile_days_between_purchase_days": self._gap_quantile(0.9),
            "survey_invitations": self.n_invited,
            "survey_answers": self.n_answered,
            "share_of_time_by_stage": {
                state: round(float(share), 4) for state, share in zip(STATES, shares, strict=True)
            },
            "transitions": {
                f"{STATES[source]} -> {STATES[target]}": int(self.moves[source, target])
                for source, target in np.argwhere(self.moves)
            },
        }

    def _gap_quantile(self, share: float) -> int | None:
        """The smallest gap that at least ``share`` of the gaps do not exceed."""
        total = int(self.gaps.sum())
        if not total:
            return None
        return int(np.searchsorted(np.cumsum(self.gaps), share * total))
