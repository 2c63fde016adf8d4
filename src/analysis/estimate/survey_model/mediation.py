"""Whether what lies between a cause and an outcome carries its effect.

The product of the paths with percentile intervals (Preacher and Hayes 2008), and the pattern of
indirect and direct effect (Zhao, Lynch and Chen 2010). A chain can only be told from a direct path
that the model allows: one that it leaves out is freed for this test.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.structural.bootstrap import BootstrapDraws, percentile_interval
from analysis.estimate.structural.effects import (
    DIRECT,
    Effect,
    effect_values,
    list_effects,
)
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.survey_model.draws import draw_fit
from analysis.estimate.survey_model.plan import ModelPlan, add_paths, free_relations
from analysis.study.survey import Mediation

ARROW = " -> "
COMPLEMENTARY, COMPETITIVE = "complementary", "competitive"
INDIRECT_ONLY, DIRECT_ONLY, NEITHER = "indirect_only", "direct_only", "neither"


def estimate_mediation(
    frame: pd.DataFrame,
    plan: ModelPlan,
    fit: StructuralFit,
    draws: BootstrapDraws,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Two rows per stated mediation, ``effect`` indirect and direct: ``cause, through, outcome,
    term, estimate`` (standardised), ``conf_low, conf_high, std_error, pattern, share`` (of the sum
    of both that is indirect, where both have one sign), ``freed`` (the direct path was added for
    the test), ``n, method, conf_level``. Chains that the model does not hold have no rows.
    """
    stated = [one for one in plan.mediation if _holds(plan, one)]
    if not stated:
        return pd.DataFrame()
    paths = free_relations(plan.specification)
    extra = tuple(
        dict.fromkeys(
            (one.cause, one.outcome) for one in stated if (one.cause, one.outcome) not in paths
        )
    )
    freed = _free(frame, plan, fit, extra) if extra else None
    if freed is not None:
        fit, draws = freed, draw_fit(freed, n_draws=len(draws.theta), rng=rng)
    rows = [row for one in stated for row in _rows(one, fit, draws, freed is not None)]
    return pd.DataFrame(rows).assign(
        stratum="all",
        conf_level=fit.confidence_level,
        n=fit.n,
        unit="standard deviations",
        method=f"{draws.method}, {len(draws.theta)} draws",
    )


def _holds(plan: ModelPlan, mediation: Mediation) -> bool:
    chain = (mediation.cause, *mediation.through, mediation.outcome)
    return all(step in free_relations(plan.specification) for step in pairwise(chain))


def _free(
    frame: pd.DataFrame, plan: ModelPlan, fit: StructuralFit, extra: tuple[tuple[str, str], ...]
) -> StructuralFit | None:
    """The model with the direct paths ``extra``; None when it cannot be fitted or read."""
    try:
        found = estimate_structural_model(
            frame,
            add_paths(plan.specification, extra),
            confidence_level=fit.confidence_level,
            estimator=fit.estimator,
        )
    except EstimationError:
        return None
    return found if found.usable else None


def _rows(
    mediation: Mediation, fit: StructuralFit, draws: BootstrapDraws, freed: bool
) -> list[dict[str, object]]:
    chain = (mediation.cause, *mediation.through, mediation.outcome)
    effects = (
        Effect("indirect", ARROW.join(chain), (chain,)),
        *_direct_effect(fit, mediation),
    )
    estimate, drawn = (
        effect_values(fit.model, effects, theta, standardised=True)[..., : len(effects)]
        for theta in (fit.theta, draws.theta)
    )
    drawn = drawn[np.isfinite(drawn).all(axis=-1)]
    low, high = percentile_interval(drawn, fit.confidence_level)
    shared = {
        "cause": mediation.cause,
        "through": ARROW.join(mediation.through),
        "outcome": mediation.outcome,
        "pattern": _pattern(low, high),
        "share": _share(estimate),
        "freed": freed,
    }
    return [
        {
            **shared,
            "effect": "direct" if effect.kind == DIRECT else "indirect",
            "term": effect.term,
            "estimate": estimate[k],
            "std_error": drawn[:, k].std(ddof=1),
            "conf_low": low[k],
            "conf_high": high[k],
        }
        for k, effect in enumerate(effects)
    ]


def _direct_effect(fit: StructuralFit, mediation: Mediation) -> tuple[Effect, ...]:
    term = f"{mediation.cause}{ARROW}{mediation.outcome}"
    return tuple(
        effect
        for effect in list_effects(fit.specification)
        if effect.kind == DIRECT and effect.term == term
    )


def _pattern(low: np.ndarray, high: np.ndarray) -> str:
    """What the intervals of the indirect and, where there is one, the direct effect say."""
    signs = np.where(low > 0, 1, np.where(high < 0, -1, 0))
    indirect, direct = int(signs[0]), int(signs[1]) if len(signs) > 1 else 0
    if indirect and direct:
        return COMPLEMENTARY if indirect == direct else COMPETITIVE
    if indirect:
        return INDIRECT_ONLY
    return DIRECT_ONLY if direct else NEITHER


def _share(estimate: np.ndarray) -> float:
    if len(estimate) < 2 or np.prod(np.sign(estimate)) <= 0:
        return float("nan")
    return float(estimate[0] / estimate.sum())
