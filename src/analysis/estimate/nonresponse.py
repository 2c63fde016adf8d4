"""Who answered a survey among those who were asked, and weights that let them speak for all.

Weights only mend what was known at the invitation: if the dissatisfied stay silent for reasons the
records do not show, weighted means stay too favourable.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.tools.sm_exceptions import PerfectSeparationError

from analysis.errors import EstimationError
from analysis.estimate.design_matrix import Design, DriverInfo, build_design
from analysis.estimate.linear_algebra import has_run_away, one_blas_thread
from analysis.estimate.model_checks import check_rank
from analysis.results import Diagnostic

BALANCE_LIMIT = 0.10  # standardised mean difference: Austin (2009)
LEAST_ANSWERS = 20


@dataclass(frozen=True)
class ResponseModel:
    """Response propensities and what weighting by them achieves (see ``estimate_response``).

    ``known`` is false when nobody recorded who was asked: then all weights are one and nothing can
    be said of nonresponse.
    """

    weights: pd.DataFrame
    coefficients: pd.DataFrame
    balance: pd.DataFrame
    summary: pd.DataFrame
    diagnostics: tuple[Diagnostic, ...]
    known: bool


def estimate_response(
    invitations: pd.DataFrame,
    drivers: Sequence[str],
    *,
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    trim: float = 0.99,
) -> ResponseModel:
    """Propensity to answer by logistic regression on what was known at the invitation.

    ``invitations`` has one row per invitation: ``answered`` (true or false) and ``drivers``, none
    missing. ``weights`` is that frame with ``propensity`` and ``weight`` (missing for those who did
    not answer): response rate over propensity, cut at its ``trim`` quantile, mean 1.
    ``coefficients``: ``term, estimate`` (odds ratio), ``std_error, conf_low, conf_high, conf_level,
    coefficient, coefficient_std_error, statistic, p_value, n, n_events, unit``. ``balance``:
    ``term, before, after, limit, passed, n, unit``: mean of those who answered less mean of all
    invited, in standard deviations of the invited. ``summary``: ``term, estimate, n, unit``.

    Raises EstimationError when too few answered or stayed silent, or a driver separates them.
    Rosenbaum and Rubin (1983); Little (1986); Kish (1965) for the effective sample size.
    """
    answered = _check_answers(invitations)
    design = build_design(invitations, list(drivers), drivers_info)
    columns = design.encode(invitations)
    with one_blas_thread():
        beta, covariance = _fit_logit(columns, answered, design.terms)
    propensity = special.expit(beta[0] + columns @ beta[1:])
    weight, n_trimmed = _weigh(propensity, answered, trim)
    balance = _compare_balance(design, columns, answered, weight)
    return ResponseModel(
        weights=invitations.assign(propensity=propensity, weight=weight),
        coefficients=_tabulate(design, beta, covariance, answered, confidence_level),
        balance=balance,
        summary=_summarise(answered, weight, n_trimmed),
        diagnostics=(_judge_balance(balance),),
        known=True,
    )


def without_invitations(respondents: pd.DataFrame) -> ResponseModel:
    """Weights of one: the study does not say who was asked, so nonresponse cannot be judged."""
    n = len(respondents)
    answered = np.ones(n, dtype=bool)
    empty = pd.DataFrame(columns=["term", "before", "after", "limit", "passed", "n", "unit"])
    summary = _summarise(answered, np.ones(n), 0)
    unknown = summary["term"].isin(["n_invited", "response_rate"])
    return ResponseModel(
        weights=respondents.assign(answered=True, propensity=np.nan, weight=1.0),
        coefficients=pd.DataFrame(columns=["term", "estimate", "conf_low", "conf_high", "n"]),
        balance=empty,
        summary=summary.assign(estimate=summary["estimate"].mask(unknown)),
        diagnostics=(
            Diagnostic("nonresponse", None, np.nan, np.nan, method="no record of invitations"),
        ),
        known=False,
    )


def match_weights(
    outcomes: pd.DataFrame, model: ResponseModel, *, within_days: int = 30
) -> np.ndarray:
    """The weight of each row of ``outcomes`` (n,; ``customer_id, day`` of the answer): that of the
    customer's last answered invitation up to ``within_days`` before; one where there is none, and
    everywhere when nobody recorded who was asked."""
    if not model.known:
        return np.ones(len(outcomes))
    asked = model.weights.loc[model.weights["weight"].notna(), ["customer_id", "day", "weight"]]
    given = outcomes[["customer_id", "day"]].assign(row=np.arange(len(outcomes)))
    matched = pd.merge_asof(
        given.astype({"day": "int64"}).sort_values("day", kind="stable"),
        asked.astype({"day": "int64"}).sort_values("day", kind="stable"),
        on="day",
        by="customer_id",
        tolerance=within_days,
    )
    return matched.sort_values("row")["weight"].fillna(1.0).to_numpy(float)


def effective_sample_size(weights: np.ndarray) -> float:
    """The number of equally weighted answers that would be as precise (Kish 1965)."""
    return float(weights.sum() ** 2 / np.square(weights).sum())


def _check_answers(invitations: pd.DataFrame) -> np.ndarray:
    answered = invitations["answered"].to_numpy(bool)
    for word, count in (("answered", answered.sum()), ("did not answer", (~answered).sum())):
        if count < LEAST_ANSWERS:
            raise EstimationError(
                f"column 'answered': only {count} of {len(answered):,} invitations {word}; a "
                f"response model needs {LEAST_ANSWERS}, use weights of one instead"
            )
    return answered


def _fit_logit(
    columns: np.ndarray, answered: np.ndarray, terms: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray]:
    share = answered.mean()
    check_rank(share * (1 - share) * columns.T @ columns, columns, terms, int(answered.sum()))
    design = np.column_stack([np.ones(len(columns)), columns])
    model = Logit(answered.astype(float), design)
    model.raise_on_perfect_prediction = True
    try:
        fit = model.fit(disp=0, method="newton", maxiter=50, warn_convergence=False)
    except (PerfectSeparationError, np.linalg.LinAlgError):
        raise _separation(terms[0] if len(terms) == 1 else ", ".join(terms)) from None
    beta, covariance = np.asarray(fit.params), np.asarray(fit.cov_params())
    errors = np.sqrt(np.abs(np.diag(covariance)))
    away = has_run_away(beta[1:], errors[1:], np.ptp(columns, axis=0))
    if away.any() or not np.isfinite(beta).all():
        raise _separation(terms[int(np.argmax(away))])
    return beta, covariance


def _separation(term: str) -> EstimationError:
    return EstimationError(
        f"driver {term!r} separates those who answered from those who did not, so no propensity "
        "can be estimated; check that it was known at the invitation, or leave it out"
    )


def _weigh(propensity: np.ndarray, answered: np.ndarray, trim: float) -> tuple[np.ndarray, int]:
    """Stabilised weights of those who answered (missing for others), and how many were cut."""
    raw = answered.mean() / propensity[answered]
    limit = np.quantile(raw, trim)
    own = np.minimum(raw, limit)
    weight = np.full(len(answered), np.nan)
    weight[answered] = own / own.mean()
    return weight, int((raw > limit).sum())


def _compare_balance(
    design: Design, columns: np.ndarray, answered: np.ndarray, weight: np.ndarray
) -> pd.DataFrame:
    spread = columns.std(axis=0)
    own = columns[answered]
    everyone = columns.mean(axis=0)
    before = (own.mean(axis=0) - everyone) / spread
    after = (np.average(own, axis=0, weights=weight[answered]) - everyone) / spread
    return pd.DataFrame(
        {
            "term": design.terms,
            "before": before,
            "after": after,
            "estimate": after,
            "limit": BALANCE_LIMIT,
            "passed": np.abs(after) <= BALANCE_LIMIT,
            "n": int(answered.sum()),
            "unit": "standard deviations",
        }
    )


def _judge_balance(balance: pd.DataFrame) -> Diagnostic:
    worst = float(balance["after"].abs().max())
    return Diagnostic(
        "nonresponse_balance",
        bool(worst <= BALANCE_LIMIT),
        worst,
        float("nan"),
        method=f"largest standardised mean difference after weighting, at most {BALANCE_LIMIT:g}",
    )


def _tabulate(
    design: Design,
    beta: np.ndarray,
    covariance: np.ndarray,
    answered: np.ndarray,
    confidence_level: float,
) -> pd.DataFrame:
    own, errors = beta[1:], np.sqrt(np.diag(covariance))[1:]
    z = stats.norm.ppf((1 + confidence_level) / 2)
    return pd.DataFrame(
        {
            "term": design.terms,
            "estimate": np.exp(own),
            "std_error": np.exp(own) * errors,
            "conf_low": np.exp(own - z * errors),
            "conf_high": np.exp(own + z * errors),
            "conf_level": confidence_level,
            "coefficient": own,
            "coefficient_std_error": errors,
            "statistic": own / errors,
            "p_value": 2 * stats.norm.sf(np.abs(own / errors)),
            "n": len(answered),
            "n_events": int(answered.sum()),
            "unit": "odds ratio",
        }
    )


def _summarise(answered: np.ndarray, weight: np.ndarray, n_trimmed: int) -> pd.DataFrame:
    own = weight[answered]
    numbers = {
        "n_invited": (float(len(answered)), "customers"),
        "n_answered": (float(answered.sum()), "customers"),
        "response_rate": (float(answered.mean()), "probability"),
        "effective_sample_size": (effective_sample_size(own), "customers"),
        "largest_weight": (float(own.max()), "times"),
        "n_trimmed": (float(n_trimmed), "customers"),
    }
    return pd.DataFrame(
        [
            {"term": term, "estimate": value, "n": len(answered), "unit": unit}
            for term, (value, unit) in numbers.items()
        ]
    )
