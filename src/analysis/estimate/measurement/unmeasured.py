"""The tables of a measurement where nothing is measured by several items: columns, no rows."""

import pandas as pd

from analysis.estimate.measurement.invariance_segments import VERDICT_COLUMNS, InvarianceTables

_INTERVAL = "estimate std_error conf_low conf_high conf_level n unit"
_QUALITY = f"stratum {_INTERVAL} limit limit_high passed source method"
_COLUMNS = {
    "fit_indices": "term estimate stratum n method",
    "problems": "kind where text disqualifying",
    "quality": f"term construct measure {_QUALITY}",
    "loadings": f"term construct item measure {_QUALITY}",
    "item_rest": "term item construct estimate conf_low conf_high n looks_reversed text stratum "
    "conf_level unit limit passed source method",
    "htmt": f"left right {_INTERVAL} term limit passed passed_limit passed_interval source "
    "stratum method n_draws",
    "fornell_larcker": f"term left right stratum {_INTERVAL} limit passed source method",
    "cross_loadings": "term construct item own estimate limit passed stratum n unit source",
    "common_method": f"term {_INTERVAL} statistic p_value limit passed source text stratum",
    "common_method_paths": "term left right stratum without with_method estimate n unit limit "
    "passed source",
}


def empty_measurement() -> dict[str, pd.DataFrame]:
    """The tables of ``MeasurementResults`` that need constructs, by name, without rows."""
    return {name: pd.DataFrame(columns=columns.split()) for name, columns in _COLUMNS.items()}


def empty_invariance() -> InvarianceTables:
    """No segment compared, as ``compare_segments`` gives it without segments."""
    nothing = pd.DataFrame()
    verdicts = pd.DataFrame(columns=list(VERDICT_COLUMNS))
    return InvarianceTables(nothing, nothing, verdicts, nothing, nothing)
