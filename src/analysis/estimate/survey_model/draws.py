"""Draws of a model's parameters, by refitting where that is possible."""

import numpy as np

from analysis.estimate.structural.bootstrap import BootstrapDraws, bootstrap_fit, draw_parameters
from analysis.estimate.structural.fit import StructuralFit


def draw_fit(fit: StructuralFit, *, n_draws: int, rng: np.random.Generator) -> BootstrapDraws:
    """Bootstrap refits where every answer is there; else draws by the joint precision of the
    estimates (full information and ordered categories are too slow to refit)."""
    if fit.moments is not None and fit.moments.rows is not None and not fit.model.mean_structure:
        return bootstrap_fit(fit, draws=n_draws, rng=rng)
    return draw_parameters(fit, draws=n_draws, rng=rng)
