"""What moved since the last period: the change in stage counts, split into its causes.

With counts N (by stage), transition probabilities P between period ends and newcomers I,
N1 = N0 P0 + I0 and N2 = N1 P1 + I1, so that exactly

    N2 - N1 = (I1 - I0)  +  (N1 - N0) P0  +  N1 (P1 - P0)
              inflow        mix              behaviour

Inflow: more or fewer newcomers. Mix: the base stood elsewhere at the start of the period.
Behaviour: customers in the same stage moved differently; only this one is a change of conduct.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError

NEWCOMER = ""


def estimate_stage_change(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    states: tuple[str, ...],
    *,
    confidence_level: float,
) -> pd.DataFrame:
    """The split of the change in each stage's count between two successive periods.

    ``earlier`` and ``later``: rows (from_state, to_state, n) of customers by their stage at the
    start and at the end of the period; from_state ``""`` marks newcomers. Rows (state, term,
    estimate, std_error, conf_low, conf_high, unit) with term inflow, mix, behaviour and total.
    Behaviour has the sampling error of two multinomials per stage; inflow that of two Poisson
    counts; mix and total are counts of this base and have none. Raises EstimationError when the
    periods do not join.
    """
    flow_0, newcomers_0 = _flows(earlier, states)
    flow_1, newcomers_1 = _flows(later, states)
    start_0, start_1 = flow_0.sum(axis=1), flow_1.sum(axis=1)
    if not np.array_equal(flow_0.sum(axis=0) + newcomers_0, start_1):
        raise EstimationError(
            "the two periods do not join: stage counts at the end of the earlier one "
            "differ from those at the start of the later one"
        )
    p_0, p_1 = _probabilities(flow_0), _probabilities(flow_1)
    parts = {
        "inflow": newcomers_1 - newcomers_0,
        "mix": (start_1 - start_0) @ p_0,
        "behaviour": start_1 @ (p_1 - p_0),
    }
    parts["total"] = sum(parts.values())
    variances = {
        "inflow": newcomers_0 + newcomers_1,
        "behaviour": start_1**2 @ (_variance(p_0, start_0) + _variance(p_1, start_1)),
    }
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    frames = []
    for term, estimate in parts.items():
        std_error = np.sqrt(variances.get(term, np.full(len(states), np.nan)))
        frames.append(
            pd.DataFrame(
                {
                    "state": states,
                    "term": term,
                    "estimate": estimate,
                    "std_error": std_error,
                    "conf_low": estimate - z * std_error,
                    "conf_high": estimate + z * std_error,
                    "unit": "customers",
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _flows(moves: pd.DataFrame, states: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    table = moves.pivot_table(
        index="from_state", columns="to_state", values="n", aggfunc="sum", fill_value=0
    )
    table = table.reindex(index=[NEWCOMER, *states], columns=list(states), fill_value=0)
    counts = table.to_numpy(float)
    return counts[1:], counts[0]


def _probabilities(flows: np.ndarray) -> np.ndarray:
    total = flows.sum(axis=1, keepdims=True)
    # A stage nobody was in: staying put is as good as any, its weight is zero.
    return np.where(total > 0, flows / np.where(total > 0, total, 1.0), np.eye(len(flows)))


def _variance(p: np.ndarray, n: np.ndarray) -> np.ndarray:
    return p * (1 - p) / np.where(n > 0, n, np.inf)[:, None]
