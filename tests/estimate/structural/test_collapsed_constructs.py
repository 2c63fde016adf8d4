"""The index of satisfaction on its classic data has constructs that are one: no path may say more.

Answers have exactly the moments of those data, for which lavaan prints loyalty ~ satisfaction 6.25.
"""

import numpy as np
import pytest
from structural_values import answers_like, specification_of

from analysis.errors import EstimationError
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import NUMBERS, StructuralFit


def fit_index(*, missing: float, estimator: str) -> StructuralFit:
    frame = answers_like("mobi_full", n=250, seed=3)
    frame = frame.mask(np.random.default_rng(1).random(frame.shape) < missing)
    return estimate_structural_model(
        frame, specification_of("mobi_full"), confidence_level=0.95, estimator=estimator
    )


@pytest.mark.parametrize(
    ("missing", "estimator", "used"),
    [(0.0, "auto", "MLR"), (0.0, "ML", "ML"), (0.0, "FIML", "FIML"), (0.02, "auto", "FIML")],
)
def test_the_report_names_them_whatever_the_estimator(
    missing: float, estimator: str, used: str
) -> None:
    fit = fit_index(missing=missing, estimator=estimator)
    assert fit.estimator == used and not fit.usable
    named = {problem.where for problem in fit.problems if problem.kind == "collapsed_constructs"}
    assert "EXPE and QUAL" in named
    assert fit.parameters[list(NUMBERS)].isna().all().all()
    assert fit.r_squared["estimate"].isna().all()
    assert np.isnan(list(fit.fit_indices.values())).all()
    with pytest.raises(EstimationError, match="EXPE and QUAL have collapsed into one"):
        fit.require_usable()
