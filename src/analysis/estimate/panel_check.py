"""A panel Markov model against what was seen: from one snapshot to the next, and further ahead.

The comparison of observed and expected counts follows Aguirre-Hernandez and Farewell (2002),
Statistics in Medicine 21, 1899-1911.
"""

import numpy as np
import pandas as pd
from scipy import linalg, stats

from analysis.errors import EstimationError
from analysis.estimate.panel import PanelFit, build_panel_data, estimate_panel_markov
from analysis.results import Diagnostic

_LEAST_EXPECTED = 5.0  # smaller cells are pooled before they are compared
_SIGNIFICANT = 0.05


def check_panel_fit(
    fit: PanelFit, pairs: pd.DataFrame, *, group: str = "", n_estimated: int | None = None
) -> tuple[pd.DataFrame, Diagnostic]:
    """Observed against expected moves of ``pairs`` (from_state, to_state, gap), by ``group``.

    Cells: rows (group, from_state, to_state, observed, expected). The statistic is Pearson's over
    starting state and group, with rare cells of a row pooled; its degrees of freedom are those of
    the cells less ``n_estimated`` (by default the intensities: pass 0 for pairs the model was not
    fitted to). Passed is None where there are too few pairs.
    """
    keys = [group] if group else []
    cells = _expected_counts(fit, pairs, keys)
    statistic, freedom = _pearson(cells, ["group", "from_state"])
    freedom -= int((~fit.at_boundary).sum()) if n_estimated is None else n_estimated
    if freedom <= 0:
        nothing = Diagnostic("panel_fit", None, np.nan, np.nan, None, "Pearson")
        return cells, nothing
    p_value = float(stats.chi2.sf(statistic, freedom))
    passed = p_value >= _SIGNIFICANT
    found = Diagnostic("panel_fit", passed, statistic, p_value, freedom, "Pearson")
    return cells, found


def try_on_the_past(
    known: pd.DataFrame,
    ends: pd.DataFrame,
    stages: tuple[str, ...],
    moves: list[tuple[str, str]],
) -> tuple[pd.DataFrame, Diagnostic] | None:
    """``check_panel_fit`` of ``ends`` by a model fitted to the earlier pairs ``known`` alone.

    None where there is nothing to compare, or no model of the earlier pairs.
    """
    if ends.empty or not moves:
        return None
    try:
        fit = estimate_panel_markov(build_panel_data(known, stages), moves)
    except EstimationError:
        return None
    return check_panel_fit(fit, ends, n_estimated=0)


def _expected_counts(fit: PanelFit, pairs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Observed and expected counts by group, from_state and to_state."""
    states = list(fit.data.states)
    group = pairs[keys[0]].astype(str) if keys else pd.Series("all", index=pairs.index)
    labelled = pairs[["from_state", "to_state", "gap"]].assign(group=group)
    started = labelled.groupby(["group", "from_state", "gap"]).size().reset_index(name="n")
    gaps = labelled["gap"].unique()
    reached = {gap: linalg.expm(fit.intensity_matrix * float(gap)) for gap in gaps}
    rows = [
        (where, source, target, n * chance)
        for where, source, gap, n in started.itertuples(index=False, name=None)
        for target, chance in zip(states, reached[gap][states.index(source)], strict=True)
    ]
    names = ["group", "from_state", "to_state"]
    expected = pd.DataFrame(rows, columns=[*names, "expected"]).groupby(names)["expected"].sum()
    observed = labelled.groupby(names).size().reindex(expected.index, fill_value=0)
    return expected.to_frame().assign(observed=observed).reset_index()


def _pearson(cells: pd.DataFrame, by: list[str]) -> tuple[float, int]:
    """Pearson's statistic and its independent cells; rare cells of a row of ``by`` are pooled."""
    statistic, freedom = 0.0, 0
    for _, row in cells.groupby(by):
        rare = row["expected"].to_numpy() < _LEAST_EXPECTED
        observed, expected = row["observed"].to_numpy(float), row["expected"].to_numpy(float)
        told = np.append(observed[~rare], observed[rare].sum())
        meant = np.append(expected[~rare], expected[rare].sum())
        if meant[-1] < _LEAST_EXPECTED and len(meant) > 1:  # the rest joins the smallest cell
            smallest = int(meant[:-1].argmin())
            told[smallest] += told[-1]
            meant[smallest] += meant[-1]
            told, meant = told[:-1], meant[:-1]
        statistic += float(((told - meant) ** 2 / meant).sum()) if len(meant) > 1 else 0.0
        freedom += len(meant) - 1
    return statistic, freedom
