"""Item by item: which loading or intercept differs between groups, and by how much.

A deviation counts when it is certain (score test of all groups, Holm's correction over the items
of the level, at 1 %) and large enough to matter: an intercept that differs by a fifth of the item's
standard deviation (small by the dMACS of Nye and Drasgow 2011), a standardised loading by a tenth.
With thousands of respondents the first alone would condemn every item.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.structural.groups import GroupFit
from analysis.estimate.structural.release_tests import score_releases
from analysis.estimate.structural.specification import INTERCEPT, LOADING

CERTAIN = 0.01  # p-value: naming an item by mistake costs trust in all of them
LEAST_CHANGE = {"loading": 0.10, "intercept": 0.20}
KINDS = {"metric": "loadings", "scalar": "intercepts"}
COLUMNS = (
    "construct",
    "item",
    "kind",
    "group",
    "statistic",
    "degrees_of_freedom",
    "p_value",
    "change",
)


@dataclass(frozen=True, eq=False)
class ItemTests:
    """``table`` (``COLUMNS`` and ``parameter``): a row per parameter still shared at ``level``, the
    group that deviates most from the others, and its change in standard deviations."""

    level: str
    table: pd.DataFrame


def score_items(fit: GroupFit, level: str) -> ItemTests:
    """Score tests of the loadings (``metric``) or intercepts (``scalar``) shared in ``fit``."""
    found = score_releases(fit, [KINDS[level]])
    rows = []
    for parameter, part in found.groupby("parameter", sort=False):
        item, construct = _name(fit, str(parameter))
        scale = _scale(fit, item, construct if level == "metric" else None)
        change = part["change"].to_numpy() * scale
        most = int(np.argmax(part["statistic"].to_numpy()))
        first = part.iloc[0]
        rows.append(
            {
                "construct": construct,
                "item": item,
                "kind": "loading" if level == "metric" else "intercept",
                "group": part["group"].iloc[most],
                "statistic": first["joint_statistic"],
                "degrees_of_freedom": first["joint_degrees_of_freedom"],
                "p_value": first["p_value"],
                "change": change[most],
                "parameter": parameter,
            }
        )
    table = pd.DataFrame(rows, columns=[*COLUMNS, "parameter"])
    return ItemTests(level, table.assign(p_value=_holm(table["p_value"].to_numpy(float))))


def find_deviating(tests: ItemTests, *, any_size: bool) -> str | None:
    """The parameter that deviates most, None when none does; with ``any_size`` (the model as a
    whole fails) however small its change."""
    table = tests.table
    sizes = table["kind"].map(LEAST_CHANGE)
    counts = (table["p_value"] < CERTAIN) & (any_size | (table["change"].abs() >= sizes))
    if not counts.any():
        return None
    return str(table[counts].sort_values("statistic")["parameter"].iloc[-1])


def combine_tests(steps: Sequence[ItemTests]) -> pd.DataFrame:
    """The items of all levels: those released as they were when released, the others as they are
    in the last model of the level."""
    last: dict[tuple[str, str], dict[Hashable, object]] = {}
    for step in steps:
        for row in step.table.to_dict("records"):
            last[step.level, str(row["parameter"])] = row
    kept = {step.level: set(step.table["parameter"]) for step in steps}
    rows = [
        {**row, "broken": parameter not in kept[level]} for (level, parameter), row in last.items()
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "broken"])


def _name(fit: GroupFit, parameter: str) -> tuple[str, str]:
    """Item and construct of a loading or intercept."""
    if LOADING in parameter:
        construct, item = parameter.split(f" {LOADING} ")
        return item, construct
    item = parameter.removesuffix(f" {INTERCEPT}")
    specification = fit.sample.specification
    owners = (name for name in specification.constructs if item in specification.indicators(name))
    return item, next(owners, "")


def _scale(fit: GroupFit, item: str, construct: str | None) -> float:
    """From the parameter's unit to standard deviations within groups: of the item, and for a
    loading of its construct too."""
    ram, model = fit.model.ram, fit.model
    p = len(ram.observed)
    weight, total = np.array(list(fit.n.values()), float), []
    for group in range(len(model.groups)):
        covariance = ram.total_covariance(model.of_group(fit.theta, group))
        at = ram.observed.index(item)
        inside = 1.0
        if construct is not None:
            place = p + ram.latent.index(construct)
            inside = covariance[place, place]
        total.append([covariance[at, at], inside])
    variance, inside = weight @ np.array(total) / weight.sum()
    return float(np.sqrt(inside / variance))


def _holm(p_values: np.ndarray) -> np.ndarray:
    """Adjusted p-values (Holm 1979)."""
    order = np.argsort(p_values)
    stepped = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted
