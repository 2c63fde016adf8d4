"""Words against deeds: of those who said they would buy again, how many did?"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.proportions import wilson_interval

LEAST_ANSWERS = 20


def calibrate_intention(
    outcomes: pd.DataFrame,
    *,
    answer: str,
    deed: str,
    confidence_level: float,
    weights: np.ndarray | None = None,
) -> pd.DataFrame:
    """Share that did the ``deed`` by what they had answered: one row per answer, and "all".

    ``outcomes``: one row per survey: ``customer_id``, ``answer`` (scale points), ``deed`` (true or
    false, missing where the horizon is not wholly seen); incomplete rows are left out. Columns
    ``term`` (the answer as text), ``answer, estimate`` (weighted share), ``std_error``
    (clustered by customer), ``conf_low, conf_high`` (Wilson at the effective size), ``conf_level,
    n, n_events, n_customers, n_effective, unit``. Raises EstimationError below 20 complete rows.

    Wilson (1927); Korn and Graubard (1998) for the effective size.
    """
    complete = outcomes[["customer_id", answer, deed]].notna().all(axis=1).to_numpy()
    frame = outcomes[complete]
    if len(frame) < LEAST_ANSWERS:
        raise EstimationError(
            f"only {len(frame)} surveys have both an answer to {answer!r} and a known {deed!r}; "
            f"{LEAST_ANSWERS} are the least: choose a shorter horizon"
        )
    own = np.ones(len(frame)) if weights is None else np.asarray(weights, dtype=float)[complete]
    done = frame[deed].to_numpy(bool)
    said = frame[answer].to_numpy(float)
    customer = pd.factorize(frame["customer_id"])[0]
    groups = [("all", np.nan, np.ones(len(frame), dtype=bool))]
    groups += [(f"{value:g}", value, said == value) for value in np.unique(said)]
    rows = []
    for term, value, chosen in groups:
        share = estimate_clustered_share(
            done[chosen], own[chosen], customer[chosen], confidence_level=confidence_level
        )
        rows.append({"term": term, "stratum": "all", "answer": value, **share})
    return pd.DataFrame(rows).assign(unit="probability", method="wilson, effective size")


def estimate_clustered_share(
    done: np.ndarray, weights: np.ndarray, customer: np.ndarray, *, confidence_level: float
) -> dict[str, float]:
    """A weighted share whose customers may count several times (see ``calibrate_intention``)."""
    total = weights.sum()
    share = float(weights @ done / total)
    codes = pd.factorize(customer)[0]
    sums = np.bincount(codes, weights * (done - share))
    n_customers = len(sums)
    variance = float(sums @ sums) / total**2 * n_customers / max(n_customers - 1, 1)
    plain = share * (1 - share)
    # nobody or everybody: the residuals say nothing of precision, the weights still do
    size = plain / variance if variance > 0 else total**2 / float(weights @ weights)
    size = min(size, float(len(done)))
    low, high = wilson_interval(share * size, size, confidence_level=confidence_level)
    return {
        "estimate": share,
        "std_error": float(np.sqrt(variance)),
        "conf_low": float(low),
        "conf_high": float(high),
        "conf_level": confidence_level,
        "n": len(done),
        "n_events": int(done.sum()),
        "n_customers": n_customers,
        "n_effective": size,
    }


def compare_words_and_deeds(
    outcomes: pd.DataFrame,
    *,
    answer: str,
    deed: str,
    promised_from: float,
    confidence_level: float,
    weights: np.ndarray | None = None,
) -> pd.DataFrame:
    """The four cells of words against deeds, and how well words rank deeds.

    ``promised_from``: the lowest answer that counts as a promise. Terms ``said_and_did,
    said_did_not, did_not_say_but_did, neither`` (shares of all), ``kept_promises`` (of those who
    promised), ``difference`` (deeds of those who promised less those of the others), and
    ``concordance`` (chance that one who did had answered higher than one who did not: 0.5 says
    words foretell nothing; Somers 1962). Columns as ``calibrate_intention``.
    """
    complete = outcomes[["customer_id", answer, deed]].notna().all(axis=1).to_numpy()
    frame = outcomes[complete]
    own = np.ones(len(frame)) if weights is None else np.asarray(weights, dtype=float)[complete]
    done, said = frame[deed].to_numpy(bool), frame[answer].to_numpy(float)
    promised = said >= promised_from
    customer = pd.factorize(frame["customer_id"])[0]
    if promised.all() or not promised.any() or done.all() or not done.any():
        raise EstimationError(
            f"{answer!r} from {promised_from:g} up: everybody or nobody promised, or everybody or "
            f"nobody did {deed!r}, so words cannot be held against deeds; choose another cut"
        )

    rows = _hold_against(promised, done, (own, customer, confidence_level))
    table = pd.DataFrame([{"term": term, **row} for term, row in rows.items()])
    concordance = _concordance(said, done, own, customer, confidence_level)
    return pd.concat([table, pd.DataFrame([concordance])], ignore_index=True).assign(
        stratum="all", unit="probability", promised_from=promised_from
    )


def _hold_against(
    promised: np.ndarray, done: np.ndarray, facts: tuple[np.ndarray, np.ndarray, float]
) -> dict[str, dict[str, float]]:
    """Shares by term; ``facts``: weights, customers and the confidence level."""
    weights, customer, confidence_level = facts

    def share(happened: np.ndarray, among: np.ndarray) -> dict[str, float]:
        return estimate_clustered_share(
            happened[among], weights[among], customer[among], confidence_level=confidence_level
        )

    everyone = np.ones(len(done), dtype=bool)
    kept, others = share(done, promised), share(done, ~promised)
    return {
        "said_and_did": share(promised & done, everyone),
        "said_did_not": share(promised & ~done, everyone),
        "did_not_say_but_did": share(~promised & done, everyone),
        "neither": share(~promised & ~done, everyone),
        "kept_promises": kept,
        "difference": _subtract(kept, others, confidence_level),
    }


def _subtract(
    kept: dict[str, float], others: dict[str, float], confidence_level: float
) -> dict[str, float]:
    """Difference of two shares; Newcombe's interval (1998) from their Wilson intervals."""
    gap = kept["estimate"] - others["estimate"]
    below = np.hypot(kept["estimate"] - kept["conf_low"], others["conf_high"] - others["estimate"])
    above = np.hypot(kept["conf_high"] - kept["estimate"], others["estimate"] - others["conf_low"])
    return {
        "estimate": gap,
        "std_error": float(np.hypot(kept["std_error"], others["std_error"])),
        "conf_low": gap - float(below),
        "conf_high": gap + float(above),
        "conf_level": confidence_level,
        "n": kept["n"] + others["n"],
        "n_events": kept["n_events"] + others["n_events"],
        "n_customers": kept["n_customers"] + others["n_customers"],
        "n_effective": kept["n_effective"] + others["n_effective"],
    }


def _concordance(
    said: np.ndarray,
    done: np.ndarray,
    weights: np.ndarray,
    customer: np.ndarray,
    confidence_level: float,
) -> dict[str, object]:
    """Weighted probability that words rank deeds, ties half; jackknife of placements by customer
    (DeLong, DeLong and Clarke-Pearson 1988)."""
    levels, position = np.unique(said, return_inverse=True)
    did = np.bincount(position, weights * done, minlength=len(levels))
    did_not = np.bincount(position, weights * ~done, minlength=len(levels))
    above = (np.cumsum(did[::-1])[::-1] - did / 2)[position] / did.sum()
    below = (np.cumsum(did_not) - did_not / 2)[position] / did_not.sum()
    value = float((weights * done) @ below / did.sum())
    influence = np.where(
        done, (below - value) * weights / did.sum(), (above - value) * weights / did_not.sum()
    )
    sums = np.bincount(customer, influence)
    error = float(np.sqrt(sums @ sums))
    z = float(stats.norm.ppf(0.5 + confidence_level / 2))
    return {
        "term": "concordance",
        "estimate": value,
        "std_error": error,
        "conf_low": max(value - z * error, 0.0),
        "conf_high": min(value + z * error, 1.0),
        "conf_level": confidence_level,
        "n": len(said),
        "n_events": int(done.sum()),
        "n_customers": len(sums),
    }
