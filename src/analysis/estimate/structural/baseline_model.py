"""The model of unrelated items that comparative fit is measured against."""

from itertools import combinations

import numpy as np

from analysis.estimate.structural.maximum_likelihood import discrepancy
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.specification import (
    COVARIANCE,
    LOADING,
    PATH,
    Specification,
    Term,
)


def build_baseline_model(model: RamModel) -> RamModel:
    """Every item with its own variance and no covariances, save among items that are causes only:
    what a model says about outcomes is compared, not how its given causes go together."""
    terms = model.specification.terms
    led = {t.left for t in terms if t.operator == PATH}
    led |= {t.right for t in terms if t.operator == LOADING}
    causes = {t.right for t in terms if t.operator == PATH}
    given = [name for name in model.observed if name in causes - led]
    pairs = [(name, name) for name in model.observed] + list(combinations(given, 2))
    return build_ram_model(
        Specification(tuple(Term(left, COVARIANCE, right) for left, right in pairs))
    )


def fit_baseline(model: RamModel, covariance: np.ndarray) -> tuple[np.ndarray, float]:
    """Parameters and discrepancy of a model of ``build_baseline_model``: no search is needed."""
    row, column, _ = model.cells
    theta = np.zeros(model.n_parameters)
    theta[model.free] = covariance[row, column]
    return theta, float(discrepancy(model, theta, covariance))
