"""Simulated companies whose stages are one homogeneous Markov process, and what covers its truth.

A company has 2,000 customers over four years. Estimates are made from its true histories, so an
interval that misses says something about the estimator alone.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import linalg

from analysis.estimate.intensities import estimate_intensities
from analysis.estimate.panel import build_panel_data, estimate_panel_markov, summarise_intensities
from analysis.estimate.transitions import (
    build_stage_counts,
    estimate_length_of_stay,
    estimate_occupancy,
    estimate_transition_probabilities,
    occupancy_at,
)
from analysis.prepare.stage_counts import count_exposure, count_stage_moves
from analysis.schema import DAYS_PER_MONTH
from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import STATES, CompanyParameters
from analysis.simulate.rates import transition_matrix

COMPANY = CompanyParameters(n_customers=2_000).homogeneous()
MOVES = list(COMPANY.stages.intensities)
TICKS = 86_400  # a true moment is a fraction of a day: seconds tell moments apart
LEVEL = 0.95
START = COMPANY.start_day + 900  # every stage has customers by then
WINDOW = 180  # days
FEWEST = 10  # customers expected in each outcome: below that no normal interval is meant to hold


def true_matrix() -> np.ndarray:
    """Intensities per day (7, 7), rows sum to zero."""
    matrix = transition_matrix(COMPANY.stages.intensities)
    return matrix - np.diag(matrix.sum(axis=1))


def simulate_spells(seed: int, folder: Path) -> pd.DataFrame:
    """True spells of company ``seed``; start and stop in days, as fractions."""
    simulate_company(folder, replace(COMPANY, seed=seed))
    spells = pd.read_parquet(folder / "truth" / "true_spells.parquet")
    before = spells.groupby("customer_id")["from_state"].shift()
    return spells.rename(
        columns={"customer_id": "customer", "start_day": "start", "stop_day": "stop"}
    ).assign(previous_state=before)


def check_coverage(spells: pd.DataFrame) -> pd.DataFrame:
    """Rows (family, term, covered): whether the interval of each true value holds it."""
    parts = {
        "intensity": _cover_intensities(spells),
        "panel": _cover_panel(spells),
        **_cover_probabilities(spells),
    }
    frames = [frame.assign(family=family) for family, frame in parts.items()]
    return pd.concat(frames, ignore_index=True)


def _covered(frame: pd.DataFrame, truth: np.ndarray, columns: list[str]) -> pd.DataFrame:
    holds = (frame["conf_low"] <= truth) & (truth <= frame["conf_high"])
    term = frame[columns].agg(" > ".join, axis=1)
    return pd.DataFrame(
        {"term": term, "covered": holds, "estimate": frame["estimate"], "truth": truth}
    )


def _true_rates(frame: pd.DataFrame) -> np.ndarray:
    rates = COMPANY.stages.intensities
    return np.array(
        [rates[move] for move in zip(frame["from_state"], frame["to_state"], strict=True)]
    )


def _cover_intensities(spells: pd.DataFrame) -> pd.DataFrame:
    begin, end = COMPANY.start_day, COMPANY.start_day + COMPANY.n_days
    exposure = count_exposure(spells, states=STATES, band_days=(0,), period_days=(begin, end))
    found = estimate_intensities(exposure, confidence_level=LEVEL)
    return _covered(found, _true_rates(found), ["from_state", "to_state"])


def take_snapshots(spells: pd.DataFrame) -> pd.DataFrame:
    """Pairs of successive month-end stages of every customer."""
    n_months = int(COMPANY.n_days / DAYS_PER_MONTH)
    ends = COMPANY.start_day + DAYS_PER_MONTH * np.arange(1, n_months + 1)
    first, last = (np.searchsorted(ends, spells[c], side="right") for c in ("start", "stop"))
    rows = spells.loc[spells.index.repeat(last - first), ["customer", "from_state"]]
    following = rows.groupby("customer")["from_state"].shift(-1)
    pairs = rows.assign(to_state=following, gap=DAYS_PER_MONTH)
    return pairs.dropna()


def _cover_panel(spells: pd.DataFrame) -> pd.DataFrame:
    fit = estimate_panel_markov(build_panel_data(take_snapshots(spells), STATES), MOVES)
    found = summarise_intensities(fit, confidence_level=LEVEL)
    return _covered(found, _true_rates(found), ["from_state", "to_state"])


def _cover_probabilities(spells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    ticks = {name: (spells[name] * TICKS).round().astype("int64") for name in ("start", "stop")}
    counts = build_stage_counts(count_stage_moves(spells.assign(**ticks)), STATES)
    start, stop = START * TICKS, (START + WINDOW) * TICKS
    matrix = true_matrix()
    truth = linalg.expm(matrix * WINDOW)
    # The integral of expm(Q u) is a block of the exponential of a larger matrix.
    block = np.block([[matrix, np.eye(7)], [np.zeros((7, 14))]])
    stays = linalg.expm(block * WINDOW)[:7, 7:]
    options = {"start": start, "confidence_level": LEVEL}
    found = estimate_transition_probabilities(counts, times=[stop], **options)
    pairs = ["from_state", "to_state"]
    here = [found[column].map(STATES.index) for column in pairs]
    expected = found["n"] * truth[here[0], here[1]]
    enough = np.minimum(expected, found["n"] - expected) >= FEWEST
    stay = estimate_length_of_stay(counts, horizon=stop, **options)
    mix = found.groupby("from_state")["n"].first().reindex(list(STATES)).to_numpy(float)
    mix /= mix.sum()
    occupancy = estimate_occupancy(counts, mix, start=start, stop=stop)
    forecast = occupancy_at(occupancy, [stop], confidence_level=LEVEL)
    in_days = {name: stay[name] / TICKS for name in ("estimate", "conf_low", "conf_high")}
    return {
        "probability": _covered(found, truth[here[0], here[1]], pairs)[enough],
        "stay": _covered(stay.assign(**in_days), stays[here[0], here[1]], pairs)[enough],
        "occupancy": _covered(forecast, mix @ truth, ["to_state"]),
    }
