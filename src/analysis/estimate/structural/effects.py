"""What a change in one construct does to another: straight, through others, and in all.

In a recursive model the effect along a chain of paths is the product of its coefficients, and the
total effect the sum over all chains (Wright 1934; Bollen 1987). Products are skewed, so intervals
by bootstrap percentiles are preferred to the delta method (Preacher and Hayes 2008). They are
effects only where the paths are causes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.structural.bootstrap import BootstrapDraws, percentile_interval
from analysis.estimate.structural.fit import (
    StructuralFit,
    all_standardised,
    all_values,
    delta_errors,
)
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import PATH, Specification

DIRECT, INDIRECT = "direct_effect", "indirect_effect"
ALL_INDIRECT, TOTAL, DEFINED = "total_indirect_effect", "total_effect", "defined"
ARROW = " -> "


@dataclass(frozen=True)
class Effect:
    """``chains`` of names from cause to outcome whose products add up to the effect."""

    kind: str
    term: str
    chains: tuple[tuple[str, ...], ...]


def list_effects(specification: Specification) -> tuple[Effect, ...]:
    """Direct, indirect (each chain by itself, and together) and total effects of the structural
    part, for every cause and outcome."""
    nodes = dict.fromkeys(
        name
        for term in specification.terms
        if term.operator == PATH
        for name in (term.right, term.left)
    )
    found: list[Effect] = []
    for cause in nodes:
        for outcome in nodes:
            chains = tuple(_chains(specification, cause, outcome))
            if chains and cause != outcome:
                found += _effects_of(chains, f"{cause}{ARROW}{outcome}")
    return tuple(found)


def estimate_effects(
    fit: StructuralFit, *, confidence_level: float, draws: BootstrapDraws | None = None
) -> pd.DataFrame:
    """Every effect of ``list_effects``, then the model's defined quantities.

    Columns ``kind, term, cause, through, outcome, estimate, std_error, statistic, p_value,
    conf_low, conf_high, standardised, standardised_std_error, standardised_conf_low,
    standardised_conf_high, conf_level, n, method``. With ``draws``, intervals are percentiles and
    standard errors the spread of the draws; without, both are by the delta method. Raises
    EstimationError for a fit that may not be read.
    """
    fit.require_usable()
    effects = list_effects(fit.specification)
    table = _describe(fit, effects)
    if table.empty:
        return table
    for prefix, standardised in (("", False), ("standardised_", True)):
        values = _summarise(fit, effects, standardised, confidence_level, draws)
        names = ["standardised" if standardised else "estimate"]
        names += [f"{prefix}{part}" for part in ("std_error", "conf_low", "conf_high")]
        table = table.assign(**dict(zip(names, values, strict=True)))
    statistic = table["estimate"] / table["std_error"].where(table["std_error"] > 0)
    return table.assign(
        statistic=statistic,
        p_value=2 * stats.norm.sf(statistic.abs()),
        conf_level=confidence_level,
        n=fit.n,
        method="delta" if draws is None else f"{draws.method}, {len(draws.theta)} draws",
    )


def effect_values(
    model: RamModel, effects: tuple[Effect, ...], theta: np.ndarray, *, standardised: bool
) -> np.ndarray:
    """The size of each effect, then of each defined quantity (..., effects) at ``theta``."""
    rows = (all_standardised if standardised else all_values)(model, theta)
    place = {
        (cause, outcome): k
        for k, (outcome, operator, cause) in enumerate(model.relations)
        if operator == PATH
    }
    sums = [
        np.sum([_product(rows, place, chain) for chain in effect.chains], axis=0)
        for effect in effects
    ]
    defined = rows[..., len(model.table) :]
    if not sums:
        return defined
    return np.concatenate([np.stack(sums, axis=-1), defined], axis=-1)


def _product(
    rows: np.ndarray, place: dict[tuple[str, str], int], chain: tuple[str, ...]
) -> np.ndarray:
    steps = [place[step] for step in pairwise(chain)]
    return np.asarray(rows[..., steps].prod(axis=-1))


def _chains(specification: Specification, cause: str, outcome: str) -> Iterator[tuple[str, ...]]:
    for last in specification.causes(outcome):
        if last == cause:
            yield (cause, outcome)
        for chain in _chains(specification, cause, last):
            yield (*chain, outcome)


def _effects_of(chains: tuple[tuple[str, ...], ...], term: str) -> Iterator[Effect]:
    direct = tuple(chain for chain in chains if len(chain) == 2)
    through = tuple(chain for chain in chains if len(chain) > 2)
    if direct:
        yield Effect(DIRECT, term, direct)
    for chain in through:
        yield Effect(INDIRECT, ARROW.join(chain), (chain,))
    if through:
        yield Effect(ALL_INDIRECT, term, through)
    yield Effect(TOTAL, term, chains)


def _describe(fit: StructuralFit, effects: tuple[Effect, ...]) -> pd.DataFrame:
    rows = [
        (
            effect.kind,
            effect.term,
            effect.chains[0][0],
            ARROW.join(effect.chains[0][1:-1]) if effect.kind == INDIRECT else "",
            effect.chains[0][-1],
        )
        for effect in effects
    ]
    rows += [(DEFINED, part.name, "", "", "") for part in fit.specification.defined]
    return pd.DataFrame(rows, columns=["kind", "term", "cause", "through", "outcome"])


def _summarise(
    fit: StructuralFit,
    effects: tuple[Effect, ...],
    standardised: bool,
    confidence_level: float,
    draws: BootstrapDraws | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Estimate, standard error and bounds of each effect."""

    def values(theta: np.ndarray) -> np.ndarray:
        return effect_values(fit.model, effects, theta, standardised=standardised)

    estimate = values(fit.theta)
    if draws is None:
        error = delta_errors(complex_jacobian(values, fit.theta), fit.vcov)
        reach = stats.norm.ppf((1 + confidence_level) / 2) * error
        return estimate, error, estimate - reach, estimate + reach
    drawn = values(draws.theta)
    # a draw with a negative variance has no standardised values
    kept = drawn[np.isfinite(drawn).all(axis=-1)]
    low, high = percentile_interval(kept, confidence_level)
    return estimate, kept.std(axis=0, ddof=1), low, high
