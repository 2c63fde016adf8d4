"""How satisfaction reaches behaviour: by trust, by loyalty, or straight.

Paths among constructs come from one survey, at one time; the last step, to leaving, looks ahead.
The likelihood of leaving given the constructs and that of the answers share no coefficient, so
draws of the two are made apart and multiplied.
"""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.leaving import LeavingFit
from analysis.estimate.bridge.path_draws import PathDraws
from analysis.results import Diagnostic

LEAST_DRAWS = 5_000
DEED = "leaving"
ASSOCIATION = "association"


def estimate_mediated_leaving(
    paths: PathDraws,
    fit: LeavingFit,
    *,
    cause: str,
    confidence_level: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Effects of ``cause`` on the log hazard of leaving, way by way, per standard deviation.

    ``fit`` must hold the constructs together. One row per way (``term`` "satisfaction -> trust ->
    leaving"), then ``total_indirect`` and ``total``: ``term, effect`` (direct, indirect,
    total_indirect, total), ``estimate`` (log hazard ratio), ``std_error, conf_low, conf_high``
    (percentiles of the draws), ``conf_level, hazard_ratio, hazard_ratio_low, hazard_ratio_high,
    share_of_total, reading`` ("association": see ``list_mediation_assumptions``), ``n_draws, n,
    unit, method``. Raises EstimationError with fewer than 5,000 draws.

    MacKinnon, Lockwood and Williams (2004); Preacher and Hayes (2008); VanderWeele (2015) on what
    would make it causal.
    """
    if len(paths.draws) < LEAST_DRAWS:
        raise EstimationError(
            f"{len(paths.draws):,} draws of the paths; an interval of a product needs "
            f"{LEAST_DRAWS:,}"
        )
    root = np.linalg.cholesky(fit.beta_covariance)
    noise = rng.standard_normal((len(paths.draws), len(fit.beta)))
    betas = fit.beta + noise @ root.T
    ways = _list_ways(paths, fit, cause, betas)
    indirect = [row for row in ways if row[1] == "indirect"]
    ways.append(("total_indirect", "total_indirect", *_add(indirect, betas)))
    ways.append(("total", "total", *_add(ways[:-1], betas)))
    total = ways[-1][2]
    rows = [_summarise(way, total, confidence_level) for way in ways]
    return pd.DataFrame(rows).assign(
        stratum="all",
        conf_level=confidence_level,
        reading=ASSOCIATION,
        n_draws=len(paths.draws),
        n=min(paths.n, len(fit.data)),
        unit="log hazard ratio per standard deviation",
        method=paths.method,
    )


_Way = tuple[str, str, float, np.ndarray]


def _list_ways(paths: PathDraws, fit: LeavingFit, cause: str, betas: np.ndarray) -> list[_Way]:
    ways: list[_Way] = []
    for number, construct in enumerate(fit.constructs):
        for chain in paths.chains(cause, construct):
            value, drawn = paths.along(chain)
            kind = "direct" if len(chain) == 1 else "indirect"
            term = " -> ".join((*chain, DEED))
            ways.append((term, kind, value * float(fit.beta[number]), drawn * betas[:, number]))
    if not ways:
        raise EstimationError(
            f"no path leads from {cause!r} to {', '.join(fit.constructs)}; name a construct of the "
            "structural model that does"
        )
    return sorted(ways, key=lambda way: way[0].count("->"))


def _add(ways: list[_Way], betas: np.ndarray) -> tuple[float, np.ndarray]:
    drawn = sum((way[3] for way in ways), np.zeros(len(betas)))
    return float(sum(way[2] for way in ways)), drawn


def _summarise(way: _Way, total: float, confidence_level: float) -> dict[str, object]:
    term, effect, value, drawn = way
    low, high = np.quantile(drawn, [(1 - confidence_level) / 2, (1 + confidence_level) / 2])
    return {
        "term": term,
        "effect": effect,
        "estimate": value,
        "std_error": float(drawn.std(ddof=1)),
        "conf_low": float(low),
        "conf_high": float(high),
        "hazard_ratio": float(np.exp(value)),
        "hazard_ratio_low": float(np.exp(low)),
        "hazard_ratio_high": float(np.exp(high)),
        "share_of_total": value / total if total else float("nan"),
    }


def list_mediation_assumptions(*, repeated_surveys: bool) -> list[Diagnostic]:
    """What must hold before an indirect effect may be called one, and whether it is known to.

    ``repeated_surveys``: whether cause and mediator were measured in different surveys. Imai,
    Keele and Tingley (2010); Pieters (2017).
    """
    known: dict[str, tuple[bool | None, str]] = {
        "deeds_after_words": (True, "leaving is counted after the survey only"),
        "cause_before_mediator": (
            repeated_surveys,
            "constructs measured at one time are correlated, not ordered",
        ),
        "no_common_cause_of_cause_and_deed": (None, "no randomisation: cannot be tested"),
        "no_common_cause_of_mediator_and_deed": (None, "no randomisation: cannot be tested"),
        "no_interaction": (None, "effects are taken to add up on the scale of the log hazard"),
    }
    return [
        Diagnostic(name, passed, float("nan"), float("nan"), method=method)
        for name, (passed, method) in known.items()
    ]
