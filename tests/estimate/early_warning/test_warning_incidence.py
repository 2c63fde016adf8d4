"""Cumulative incidence by cause against Aalen and Johansen's, the jackknife, and the planted."""

import numpy as np
import pandas as pd
import pytest
from leavers import CAUSES, simulate_leavers

from analysis.errors import EstimationError
from analysis.estimate.early_warning.cause_incidence import _Curves, estimate_cause_incidence
from analysis.estimate.early_warning.causes import estimate_causes
from analysis.estimate.transitions import (
    build_stage_counts,
    estimate_transition_probabilities,
)

FEATURES = ["score_satisfaction", "market_campaign"]


def make_losses(truth: pd.DataFrame, stated: pd.DataFrame | None) -> pd.DataFrame:
    """Durations with the cause of every loss, or of those in ``stated`` only."""
    told = truth["customer_id"].isin([] if stated is None else stated["customer_id"])
    shown = truth["known"] & (told if stated is not None else True)
    return pd.DataFrame(
        {
            "customer_id": truth["customer_id"],
            "entry": 0,
            "tenure": np.minimum(truth["loss"], 720).astype(int),
            "event_observed": truth["known"],
            "cause": truth["cause"].where(shown, None),
        }
    )


def test_equals_aalen_johansen_where_every_cause_is_known() -> None:
    landmarks, _, truth = simulate_leavers(np.random.default_rng(2), 1500)
    everyone = truth[truth["known"]].assign(day=(truth["loss"] + 1).astype("int32"))
    causes = estimate_causes(
        landmarks, everyone[["customer_id", "day", "cause"]], features=FEATURES
    )
    assert causes is not None
    losses = make_losses(truth, None)
    ours = estimate_cause_incidence(causes, losses, landmarks, times=[180, 360])
    moves = losses.assign(
        from_state="there", to_state=losses["cause"].fillna("censored"), time=losses["tenure"], n=1
    )
    begun = moves.assign(time=0, to_state=None)
    counts = build_stage_counts(
        pd.concat([begun, moves])[["from_state", "to_state", "time", "n"]], ("there", *CAUSES)
    )
    peer = estimate_transition_probabilities(
        counts, start=0, times=[180, 360], confidence_level=0.95
    )
    peer = peer[peer["from_state"] == "there"].set_index(["to_state", "time"])
    for row in ours.itertuples():
        other = peer.loc[(row.term, int(row.time))]
        assert row.estimate == pytest.approx(other["estimate"], abs=1e-12)
        assert row.std_error == pytest.approx(other["std_error"], rel=0.01)


def test_influence_is_the_jackknife_with_late_entry_and_shared_losses() -> None:
    rng = np.random.default_rng(0)
    tenure = rng.integers(1, 60, 300).astype(float)
    entry = np.where(rng.random(300) < 0.3, rng.integers(0, 20, 300), 0).astype(float)
    kept = tenure > entry
    entry, tenure = entry[kept], tenure[kept]
    lost = rng.random(len(tenure)) < 0.6
    share = np.where(lost, rng.random(len(tenure)), 0)
    level, influence, _ = _Curves(entry, tenure, lost).incidence(share, 40.0)
    without = np.array(
        [
            _Curves(*(np.delete(part, row) for part in (entry, tenure, lost))).incidence(
                np.delete(share, row), 40.0
            )[0]
            for row in range(len(tenure))
        ]
    )
    assert np.corrcoef(influence, level - without)[0, 1] > 0.999
    jackknife = np.sqrt(((without - without.mean()) ** 2).sum())
    assert np.sqrt((influence**2).sum()) == pytest.approx(jackknife, rel=0.01)


def test_recovers_what_was_planted_from_those_who_told() -> None:
    covered, total = [], []
    _, _, everyone = simulate_leavers(np.random.default_rng(99), 40_000)
    gone = everyone["loss"] <= 360
    for seed in range(6):
        landmarks, stated, truth = simulate_leavers(np.random.default_rng(seed), 1500)
        causes = estimate_causes(landmarks, stated, features=FEATURES)
        assert causes is not None
        told = estimate_cause_incidence(
            causes, make_losses(truth, stated), landmarks, times=[360]
        ).set_index("term")
        for cause in CAUSES:
            true = float((gone & (everyone["cause"] == cause)).mean())
            covered.append(told.loc[cause, "conf_low"] <= true <= told.loc[cause, "conf_high"])
        total.append(told["estimate"].sum() - (truth["loss"] <= 360).mean())
    assert np.mean(covered) >= 0.85
    assert np.abs(total).max() < 1e-12  # the causes add up to all who left


def test_nobody_lost() -> None:
    landmarks, stated, truth = simulate_leavers(np.random.default_rng(2), 1500)
    causes = estimate_causes(landmarks, stated, features=FEATURES)
    assert causes is not None
    losses = make_losses(truth, stated).assign(event_observed=False)
    with pytest.raises(EstimationError, match="nobody was lost"):
        estimate_cause_incidence(causes, losses, landmarks, times=[360])
