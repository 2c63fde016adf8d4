"""The five signs of decline, each by itself: shown, not shown, or not to be told from the data.

Thresholds and why they are what they are: ``study.warning.SignRules``. Every sign stands beside the
features it was read from.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.study import Study

SIGNS = (
    "contacts_fall",
    "purchases_fall",
    "satisfaction_falls",
    "activity_falls",
    "channel_shifts",
)

# Whether a sign shows, and whether the data can tell; arrays of shape (n,).
Verdict = tuple[np.ndarray, np.ndarray]


def list_sign_reasons(study: Study) -> dict[str, tuple[str, ...]]:
    """The features each sign is read from; those the data lack are no columns of the landmarks."""
    satisfaction = study.survey.roles.satisfaction if study.survey else ""
    change = (f"score_change_{satisfaction}",) if satisfaction else ()
    return {
        "contacts_fall": ("n_contacts_recent", "n_contacts_before"),
        "purchases_fall": ("recency_ratio", "gap_ratio", "amount_ratio", "charge_ratio"),
        "satisfaction_falls": (*change, "days_since_answer"),
        "activity_falls": ("n_active_days_recent", "n_active_days_before"),
        "channel_shifts": ("off_channel_recent", "off_channel_before"),
    }


def tell_signs(
    features: Mapping[str, Any], study: Study, n: int
) -> dict[str, pd.arrays.BooleanArray]:
    """One boolean per sign, missing where the data cannot show it; shapes (n,)."""
    rules = study.warning.signs
    reasons = list_sign_reasons(study)
    nothing = np.full(n, np.nan, np.float32)

    def given(sign: str) -> list[np.ndarray]:
        return [np.asarray(features.get(name, nothing)) for name in reasons[sign]]

    told = {
        "contacts_fall": _has_fallen(given("contacts_fall"), rules.contacts_fall, rules.fewest),
        "purchases_fall": _buys_less(given("purchases_fall"), rules.rarer, rules.smaller),
        "satisfaction_falls": _likes_less(
            given("satisfaction_falls"), rules.satisfaction_fall, rules.answers_days
        ),
        "activity_falls": _has_fallen(given("activity_falls"), rules.activity_fall, rules.fewest),
        "channel_shifts": _has_shifted(given("channel_shifts"), rules.channel_shift),
    }
    return {sign: pd.arrays.BooleanArray(shown, ~known) for sign, (shown, known) in told.items()}


def _has_fallen(counts: list[np.ndarray], share: float, fewest: int) -> Verdict:
    """The recent window below ``share`` of the one before, in which there was enough to fall."""
    recent, before = counts
    known = before >= fewest  # false where missing
    return known & (recent < share * before), known


def _buys_less(ratios: list[np.ndarray], rarer: float, smaller: float) -> Verdict:
    """Rarer or smaller: any of those that are known will do."""
    recency, gap, amount, charge = ratios
    shown = (recency >= rarer) | (gap >= rarer) | (amount <= smaller) | (charge <= smaller)
    return shown, ~np.all([np.isnan(ratio) for ratio in ratios], axis=0)


def _likes_less(given: list[np.ndarray], fall: float, days: int) -> Verdict:
    if len(given) == 1:  # nothing is said to measure satisfaction
        nowhere = np.zeros(len(given[0]), bool)
        return nowhere, nowhere
    change, since = given
    known = ~np.isnan(change) & (since <= days)
    return known & (change <= -fall), known


def _has_shifted(shares: list[np.ndarray], least: float) -> Verdict:
    recent, before = shares
    known = ~np.isnan(recent)
    return known & (recent >= least) & (recent > before), known
