"""How evenly money is spread over customers: Lorenz curve, Gini coefficient, share of the top."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

N_DRAWS = 400
TOP_SHARES = (0.10, 0.20)
_LORENZ_POINTS = 101
_MEASURE_COLUMNS = (
    "term", "stratum", "time", "estimate", "std_error", "conf_low", "conf_high", "conf_level", "n",
    "unit", "method", "cents", "n_below_zero",
)  # fmt: skip


@dataclass(frozen=True)
class Concentration:
    """``measures`` is tidy: terms ``gini`` and ``top_share`` (``time`` is the share of customers);
    beside them ``cents`` (all money) and ``n_below_zero`` (customers who got back more than they
    paid; they count as 0). ``lorenz`` has ``customers`` (share, poorest first) and ``money`` (their
    share). Both are empty when there are fewer than two customers, or no money.
    """

    measures: pd.DataFrame
    lorenz: pd.DataFrame


def estimate_concentration(
    counts: pd.DataFrame, *, confidence_level: float, rng: np.random.Generator
) -> Concentration:
    """Concentration of money over customers.

    ``counts`` has ``cents`` and ``n_customers``. Intervals are percentiles of a bootstrap of
    customers. Gini: twice the area between the Lorenz curve and the diagonal (Gini 1912; Lorenz
    1905); Davison and Hinkley (1997), 5.3.
    """
    cents = counts["cents"].to_numpy(dtype=float)
    n_each = counts["n_customers"].to_numpy(dtype="int64")
    n = int(n_each.sum())
    paid = np.sort(np.repeat(np.clip(cents, 0, None), n_each))
    if n <= 1 or paid[-1] <= 0:
        return Concentration(
            pd.DataFrame(columns=list(_MEASURE_COLUMNS)),
            pd.DataFrame(columns=["customers", "money"]),
        )
    draws = np.array([_measure(paid, _resample(n, rng)) for _ in range(N_DRAWS)])
    tail = (1 - confidence_level) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    measures = pd.DataFrame(
        {
            "term": ["gini", *("top_share" for _ in TOP_SHARES)],
            "stratum": "all",
            "time": [np.nan, *TOP_SHARES],
            "estimate": _measure(paid, np.ones(n)),
            "std_error": np.nanstd(draws, axis=0, ddof=1),
            "conf_low": low,
            "conf_high": high,
            "conf_level": confidence_level,
            "n": n,
            "unit": ["coefficient", *("share" for _ in TOP_SHARES)],
            "method": "bootstrap",
            "cents": int(paid.sum()),
            "n_below_zero": int(n_each[cents < 0].sum()),
        },
        columns=list(_MEASURE_COLUMNS),
    )
    return Concentration(measures, _draw_curve(paid))


def _draw_curve(paid: np.ndarray) -> pd.DataFrame:
    customers, money = _lorenz(paid, np.ones(len(paid)))
    grid = np.linspace(0, 1, _LORENZ_POINTS)
    return pd.DataFrame({"customers": grid, "money": np.interp(grid, customers, money)})


def _resample(n: int, rng: np.random.Generator) -> np.ndarray:
    """How often each of ``n`` customers is drawn."""
    return np.bincount(rng.integers(0, n, size=n), minlength=n)


def _lorenz(paid: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative shares of customers and of money, from (0, 0) to (1, 1); ``paid`` ascending."""
    customers = np.concatenate([[0.0], np.cumsum(weights, dtype=float)])
    money = np.concatenate([[0.0], np.cumsum(weights * paid)])
    with np.errstate(invalid="ignore"):
        return customers / customers[-1], money / money[-1]


def _measure(paid: np.ndarray, weights: np.ndarray) -> list[float]:
    customers, money = _lorenz(paid, weights)
    area = float(np.sum(np.diff(customers) * (money[1:] + money[:-1]) / 2))
    top = [1 - float(np.interp(1 - share, customers, money)) for share in TOP_SHARES]
    return [1 - 2 * area, *top]
