"""Which parameters held equal between groups would rather differ: score tests of release."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.groups import GroupFit


def score_releases(fit: GroupFit, kinds: Collection[str]) -> pd.DataFrame:
    """The gain in chi-square expected from letting a shared parameter of ``kinds`` differ.

    One row per parameter and group: ``parameter, kind, group, statistic`` (1 degree of freedom:
    this group against all others), ``change`` (expected, in the parameter's unit),
    ``joint_statistic`` and ``joint_degrees_of_freedom`` (all groups differ) and ``p_value`` of the
    joint test (Rao 1948; Soerbom 1989, as lavaan's ``lavTestScore``).
    """
    model, theta, scores = fit.model, fit.theta, fit.maximum.scores
    with one_blas_thread():
        gradients = fit.likelihood.group_gradients(theta, scores)
        information = fit.likelihood.group_information(theta, scores, expected=fit.sample.complete)
    spread = np.array([model.spread(group) for group in range(len(model.groups))])
    with_theta = information @ spread  # group, own parameter, theta
    rows = []
    for k, (name, kind) in enumerate(zip(model.ram.parameter_names, model.kinds, strict=True)):
        if kind not in kinds or model.index[0, k] < 0 or len(np.unique(model.index[:, k])) > 1:
            continue
        mixed = with_theta[:, k, :]
        own = np.diag(information[:, k, k]) - mixed @ fit.vcov @ mixed.T
        score = gradients[:, k]
        joint = float(score[1:] @ np.linalg.solve(own[1:, 1:], score[1:]))
        spare = len(model.groups) - 1
        rows += [
            {
                "parameter": name,
                "kind": kind,
                "group": group,
                "statistic": score[g] ** 2 / own[g, g],
                "change": score[g] / own[g, g],
                "joint_statistic": joint,
                "joint_degrees_of_freedom": spare,
                "p_value": float(stats.chi2.sf(joint, spare)),
            }
            for g, group in enumerate(model.groups)
        ]
    columns = ["parameter", "kind", "group", "statistic", "change", "joint_statistic"]
    return pd.DataFrame(rows, columns=[*columns, "joint_degrees_of_freedom", "p_value"])
